"""The candidate's own result once a person has decided, and a file of everything that is kept."""

import json
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from simulator.assessment.reports import Explained, PartScore
from simulator.domain.text import Text
from simulator.persistence.assessments import Assessment
from simulator.persistence.people import Person, people_by_id
from simulator.services.assessments import own_record, own_result, own_sitting
from simulator.web.catalogues import words
from simulator.web.context import db, house, now
from simulator.web.language import language
from simulator.web.reports import (
    Scale,
    SkillLine,
    band_words,
    bar_of,
    claims_words,
    method_words,
    percent_of,
    skill_line,
)
from simulator.web.sitting.page import is_over
from simulator.web.sitting.room import bp, candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """The own result: the score with its range, the mark, skills, and parts with their rules; of no claim the outcome.

    ``scale`` is None until somebody has decided.
    """

    title: str
    owner: Person
    scale: Scale | None = None
    percent: int = 0
    band: str = ""
    method: str = ""
    claims: int = 0
    undecided: str = ""
    skills: tuple[SkillLine, ...] = ()
    parts: tuple[PartScore, ...] = ()
    not_measured: tuple[Text, ...] = ()


@bp.get("/sitting/result")
def result() -> str | Response:
    """Show the own result, or that nobody has decided yet; before the end there is none."""
    who = candidate()
    sitting = own_sitting(db(), who)
    if not is_over(sitting):
        return redirect(url_for("sitting.show"), 303)
    assessment = db().get_one(Assessment, sitting.candidate.assessment_id)
    owner = people_by_id(db(), [assessment.owner_id])[assessment.owner_id]
    found = own_result(db(), who, standards=house().standards, now=now())
    page = ResultPage(title=assessment.title, owner=owner) if found is None else _page(found, assessment, owner)
    return render_template("sitting/result.html", page=page, _=words(language()))


@bp.get("/sitting/record.json")
def record() -> Response:
    """Give everything that is kept about the candidate as a file."""
    body = json.dumps(own_record(db(), candidate()), ensure_ascii=False, indent=1)
    headers = {"Content-Disposition": 'attachment; filename="everything-kept.json"'}
    return Response(f"{body}\n".encode(), content_type="application/json", headers=headers)


def _page(found: Explained, assessment: Assessment, owner: Person) -> ResultPage:
    mark = found.cut.mark
    return ResultPage(
        title=assessment.title,
        owner=owner,
        scale=Scale(bar=bar_of(found.interval), mark=round(mark)),
        percent=percent_of(found.interval),
        band=band_words(found.band),
        method=method_words(found.method, round(mark)),
        claims=found.claims,
        undecided=claims_words(found.undecided) if found.undecided else "",
        skills=tuple(skill_line(skill, mark) for skill in found.skills),
        parts=found.parts,
        not_measured=found.not_measured,
    )
