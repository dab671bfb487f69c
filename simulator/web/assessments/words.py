"""Words of assessments for states, acts, languages and letters, in the language of the page."""

from flask_babel import gettext as _

from simulator.assessment.blueprints import MarkFrom, Spoken
from simulator.persistence.assessments import Assessment, Summary, WhenOver

_ALPHABET = 26


def letter(n: int) -> str:
    """Return the letter under which the *n*-th candidate is known: A to Z, then AA, AB and on."""
    found = ""
    while n > 0:
        n, rest = divmod(n - 1, _ALPHABET)
        found = chr(ord("A") + rest) + found
    return found


def state(assessment: Assessment | Summary) -> str:
    """Return the word for how far an assessment has come."""
    if assessment.closed_at is not None:
        return str(_("closed"))
    return str(_("fixed")) if assessment.fixed_at is not None else str(_("draft"))


def spoken() -> dict[str, str]:
    """Return in which language a sitting can be held."""
    return {
        Spoken.CANDIDATE.value: str(_("The candidate chooses")),
        Spoken.EN.value: str(_("English")),
        Spoken.ET.value: str(_("Estonian")),
    }


def endings() -> dict[str, str]:
    """Return what can become of a candidate when the time is over."""
    return {
        WhenOver.ERASE.value: str(_("Erase everything of the candidate")),
        WhenOver.ANONYMISE.value: str(_("Anonymise: the person goes, the figures stay")),
    }


def methods() -> dict[str, str]:
    """Return where a pass mark can come from."""
    return {
        MarkFrom.SCORING.value: str(_("The pass mark of the scoring rules")),
        MarkFrom.ANGOFF.value: str(_("Judges, by the method of Angoff")),
    }
