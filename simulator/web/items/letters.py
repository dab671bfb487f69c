"""The correspondence of a claim in words: what was asked, what came, what the supervisor said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from simulator.desk.correspondents import Happened, Letter
from simulator.desk.supervisor import Back
from simulator.web.items.surroundings import Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """One entry: when it was in the story, what happened, and the papers that came with it."""

    at: str
    words: str
    papers: tuple[str, ...]


def letter_rows(letters: Iterable[Letter], around: Surroundings) -> tuple[LetterRow, ...]:
    """Return the entries in their order."""
    return tuple(
        LetterRow(at=around.formats.moment(letter.at), words=_words(letter, around), papers=letter.papers)
        for letter in letters
    )


def _words(letter: Letter, around: Surroundings) -> str:
    parts = {
        "paper": around.kind(letter.paper),
        "party": around.holder(letter.party),
        "queue": around.queue(letter.party),
        "amount": around.formats.money(letter.amount or 0),
        "why": _why(letter.note) if letter.happened is Happened.HANDED_BACK else "",
    }
    return str(_patterns()[letter.happened]) % parts


def _patterns() -> Mapping[Happened, str]:
    came = _("Came in: %(paper)s (%(party)s)")
    return {
        Happened.PAID: _("Paid meanwhile: %(amount)s. It stands in: %(paper)s"),
        Happened.ASKED: _("Asked for: %(paper)s (%(party)s)"),
        Happened.REMINDED: _("Reminder sent: %(paper)s (%(party)s)"),
        Happened.CAME: came,
        Happened.CAME_IN_PART: came,
        Happened.CAME_CORRECTED: _("Came in, corrected: %(paper)s (%(party)s)"),
        Happened.CAME_WRONG: _("%(party)s: sent papers of another claim, which went back. Asked for: %(paper)s"),
        Happened.NONE: _("%(party)s: there is no such paper. Asked for: %(paper)s"),
        Happened.NOTHING: _("%(party)s: nothing to tell about this claim. Asked for: %(paper)s"),
        Happened.ON_FILE: _("%(party)s: you have it, and nothing has changed. Asked for: %(paper)s"),
        Happened.NOT_HELD: _("%(party)s: we do not have it. Asked for: %(paper)s"),
        Happened.REMINDER_DUE: _("No reply yet, a reminder is due: %(paper)s (%(party)s)"),
        Happened.GIVEN_UP: _("No reply to the reminders either; it will not come: %(paper)s (%(party)s)"),
        Happened.ESCALATED: _("Sent on to: %(queue)s"),
        Happened.TAKEN_OVER: _("%(queue)s: the claim is taken over and decided there."),
        Happened.HANDED_BACK: _("%(queue)s: handed back. %(why)s"),
    }


def _why(note: str) -> str:
    words = {
        Back.WITHIN_AUTHORITY: _("This is within your authority: decide it yourself."),
        Back.STEP_MISSING: _("What decides is not on the file yet: ask for it first."),
        Back.NO_REASON: _("You have not said what has to be decided: say it in the brief."),
    }
    return str(words[Back(note)])
