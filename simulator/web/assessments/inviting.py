"""Inviting: addresses one a line, or a CSV file that is looked through first; all are invited, or nobody is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from simulator.persistence.assessments import Assessment
from simulator.persistence.candidates import invited_among
from simulator.services import assessments as service
from simulator.services.assessments.inviting import MOST_AT_ONCE, MOST_MORE_TIME, Invitee
from simulator.services.assessments.lists import InviteeProblem, Invitees, WrongLine, read_file, read_lines
from simulator.web.assessments.mailing import send_links
from simulator.web.assessments.people import people_page
from simulator.web.assessments.planned import Head, head
from simulator.web.assessments.room import bp, done, own, whole
from simulator.web.context import db, house, now, person

MOST_SHOWN = 100
_LONGEST = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePage:
    """A file of people: what stands in it, what would happen, or what has to be mended by line."""

    head: Head
    text: str
    looked: Invitees | None
    fresh: int
    problems: tuple[tuple[int, str], ...]
    count: int
    error: str


@bp.post("/<uuid:assessment_id>/invite")
def invite(assessment_id: UUID) -> Response | tuple[str, int]:
    """Invite everybody whose address stands on a line, all with the same share of more time, or nobody."""
    assessment, sent = own(assessment_id), request.form
    text, more = sent.get("addresses", "")[:_LONGEST], sent.get("more_time", "")[:12]
    percent = whole(more or "0")
    errors: dict[str, str] = {}
    if percent is None or percent > MOST_MORE_TIME:
        words = _("Type how much more time there is, in whole percent from 0 to %(most)s.", most=MOST_MORE_TIME)
        errors["more_time"] = str(words)
    found = read_lines(text, more_time=0 if percent is None else percent)
    if found.problems:
        lines = [_("Line %(n)s: %(words)s", n=one.line, words=_words(one)) for one in found.problems[:5]]
        errors["addresses"] = " ".join(map(str, lines))
    if errors:
        return people_page(assessment, errors, {"addresses": text, "more_time": more}), 422
    return _invite(assessment, list(found.people.values()))


def _invite(assessment: Assessment, invitees: Sequence[Invitee]) -> Response:
    key = house().config.secret_key
    new = service.invite(db(), assessment.id, invitees, person=person(), key=key, now=now())
    send_links(assessment, new)
    done("invited" if new else "nobody", count=len(new))
    return redirect(url_for("assessments.show", assessment_id=assessment.id), 303)


@bp.get("/<uuid:assessment_id>/file")
def choose_file(assessment_id: UUID) -> str:
    """Ask for the file."""
    return _page(own(assessment_id), "", None, "")


@bp.post("/<uuid:assessment_id>/file")
def send_file(assessment_id: UUID) -> Response | str | tuple[str, int]:
    """Look the file through; where it was looked through already, invite everybody in it."""
    assessment = own(assessment_id)
    try:
        text = _sent()
    except UnicodeDecodeError:
        words = _("The file is not in UTF-8. In a spreadsheet, save it as “CSV UTF-8” and choose it again.")
        return _page(assessment, "", None, str(words)), 422
    if not text.strip():
        return _page(assessment, "", None, str(_("Choose a file, or paste its lines."))), 422
    found = read_file(text)
    if found.problems:
        return _page(assessment, text, found, ""), 422
    if request.form.get("step") == "take":
        return _invite(assessment, list(found.people.values()))
    return _page(assessment, text, found, "")


def _sent() -> str:
    file = request.files.get("file")
    raw = file.read() if file else b""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    return raw.decode("utf-8-sig") if raw else request.form.get("text", "")


def _page(assessment: Assessment, text: str, looked: Invitees | None, error: str) -> str:
    problems = looked.problems if looked else ()
    emails = [one.email for one in looked.people.values()] if looked and not problems else []
    before = invited_among(db(), assessment.id, emails) if emails else frozenset()
    page = FilePage(
        head=head(assessment, "file"),
        text=text,
        looked=looked,
        fresh=sum(email not in before for email in emails),
        problems=tuple((one.line, _words(one)) for one in problems[:MOST_SHOWN]),
        count=len(problems),
        error=error,
    )
    return render_template("assessments/file.html", page=page, most=MOST_SHOWN)


def _words(problem: InviteeProblem) -> str:
    text = problem.text
    words: Mapping[WrongLine, str] = {
        WrongLine.NO_HEADER: _("The first line must name the column email. It says: %(text)s", text=text),
        WrongLine.UNREADABLE: _("From here on the file cannot be read. Save it as CSV again."),
        WrongLine.EMPTY: _("There is nobody in it."),
        WrongLine.TOO_MANY: _("At most %(most)s people are invited at once. Split the list.", most=MOST_AT_ONCE),
        WrongLine.LONG_NAME: _("The name is too long: %(text)s", text=text),
        WrongLine.NO_ADDRESS: _("The e-mail address is missing."),
        WrongLine.BAD_ADDRESS: _("This is no e-mail address: %(text)s", text=text),
        WrongLine.TWICE: _("This address stands further up already: %(text)s", text=text),
        WrongLine.MORE_TIME: _("More time is a whole number of percent, 0 to %(most)s: %(text)s",
                               most=MOST_MORE_TIME, text=text),
    }  # fmt: skip
    return str(words[problem.wrong])
