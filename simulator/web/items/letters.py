"""The correspondence of a claim in words: what was asked, what came, what the supervisor said."""

from collections.abc import Iterable
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
    both = {"paper": around.kind(letter.paper), "party": around.holder(letter.party)}
    queue = around.queue(letter.party)
    match letter.happened:
        case Happened.ASKED:
            words = _("Asked for: %(paper)s (%(party)s)", **both)
        case Happened.REMINDED:
            words = _("Reminder sent: %(paper)s (%(party)s)", **both)
        case Happened.CAME | Happened.CAME_IN_PART:
            words = _("Came in: %(paper)s (%(party)s)", **both)
        case Happened.CAME_CORRECTED:
            words = _("Came in, corrected: %(paper)s (%(party)s)", **both)
        case Happened.CAME_WRONG:
            words = _("%(party)s: sent papers of another claim, which went back. Asked for: %(paper)s", **both)
        case Happened.NONE:
            words = _("%(party)s: there is no such paper. Asked for: %(paper)s", **both)
        case Happened.NOTHING:
            words = _("%(party)s: nothing to tell about this claim. Asked for: %(paper)s", **both)
        case Happened.ON_FILE:
            words = _("%(party)s: you have it, and nothing has changed. Asked for: %(paper)s", **both)
        case Happened.NOT_HELD:
            words = _("%(party)s: we do not have it. Asked for: %(paper)s", **both)
        case Happened.REMINDER_DUE:
            words = _("No reply yet, a reminder is due: %(paper)s (%(party)s)", **both)
        case Happened.GIVEN_UP:
            words = _("No reply to the reminders either; it will not come: %(paper)s (%(party)s)", **both)
        case Happened.ESCALATED:
            words = _("Sent on to: %(queue)s", queue=queue)
        case Happened.TAKEN_OVER:
            words = _("%(queue)s: the claim is taken over and decided there.", queue=queue)
        case Happened.HANDED_BACK:
            words = _("%(queue)s: handed back. %(why)s", queue=queue, why=_why(letter.note))
    return str(words)


def _why(note: str) -> str:
    words = {
        Back.WITHIN_AUTHORITY: _("This is within your authority: decide it yourself."),
        Back.STEP_MISSING: _("What decides is not on the file yet: ask for it first."),
        Back.NO_REASON: _("You have not said what has to be decided: say it in the brief."),
    }
    return str(words[Back(note)])
