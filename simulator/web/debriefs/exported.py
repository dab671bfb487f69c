"""The record of a finished claim as a file to keep: sealed by this installation, read by ``simulator verify``."""

import json
from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.desk.state import Status
from simulator.errors import Invalid, NotFound
from simulator.json_codec import to_plain
from simulator.persistence.content import kept
from simulator.persistence.items import SITTING, StoredScorecard
from simulator.persistence.people import Person
from simulator.persistence.reviews import adjustments_of, scorecards_of
from simulator.scoring.debrief import Taught
from simulator.scoring.records import AdjustedPoints, WorkRecord
from simulator.scoring.seals import LARGEST, as_file
from simulator.services.shifts import Desk, stored
from simulator.web.context import content, db, house, now
from simulator.web.errors import plain_page


def record_file(desk: Desk, person: Person) -> Response:
    """Return the record of the claim on *desk*, the work of *person*, as a download.

    Raises:
        NotFound: The claim is not closed, or is part of a sitting, whose papers stay with the assessment.
    """
    cards = scorecards_of(db(), desk.item_id)
    if desk.state.status is not Status.CLOSED or desk.kind == SITTING or not cards:
        raise NotFound(f"There is no record of item {desk.item_id} yet.")
    plain = to_plain(_record(desk, person, cards[0]))
    try:
        body = as_file(plain, house().config.secret_key)
    except Invalid:
        return _too_long()
    headers = {"Content-Disposition": f'attachment; filename="{_file_name(desk.exercise.file.number)}"'}
    return Response(body, content_type="application/json", headers=headers)


def _too_long() -> Response:
    title = _("This record is too long to be a file")
    advice = _("A file of more than %(most)s MB could not be verified, so none is made.", most=LARGEST // 1024**2)
    return Response(plain_page(409, title, advice), 409)


def _record(desk: Desk, person: Person, card: StoredScorecard) -> WorkRecord:
    taught = stored(db(), Taught, desk.scenario_hash)
    form, guide = _wording(desk.form, desk.rules.guide)
    return WorkRecord(
        item_id=desk.item_id,
        number=desk.exercise.file.number,
        title=taught.title,
        person=person.name,
        exported_at=now(),
        versions=card.versions,
        exercise=desk.exercise,
        form=form,
        guide=guide,
        rubric=taught.rubric,
        log=desk.state.actions,
        scorecard=json.loads(card.body),
        adjustments=_adjustments(desk.item_id),
    )


def _wording(form: Form, guide: Guide) -> Sequence[str]:
    """Return the texts of wording and guide that were promised, from the library or from what is stored."""
    names = (form.content_hash, guide.content_hash)
    texts = content().library.texts
    if not set(names) <= texts.keys():
        texts = kept(db(), *names)
    return [texts[name] for name in names]


def _adjustments(item_id: UUID) -> tuple[AdjustedPoints, ...]:
    return tuple(
        AdjustedPoints(
            criterion=one.criterion,
            points_before=one.points_before,
            points_after=one.points_after,
            reason=one.reason,
            by=one.by,
            at=one.at,
        )
        for one in adjustments_of(db(), item_id)
    )


def _file_name(number: str) -> str:
    """Return a name for the file: letters, digits and dashes of the claim number alone."""
    return "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in number) + ".json"
