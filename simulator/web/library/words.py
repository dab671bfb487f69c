"""Words of the library for states, verdicts, checks, robots and acts, in the language of the page."""

from flask_babel import gettext as _
from flask_babel import ngettext

from simulator.authoring.shelf import Proof, State
from simulator.domain.decision import Disposition


def states() -> dict[str, str]:
    """Return the word for each state of a scenario."""
    return {
        State.BUILT_IN: str(_("Built in")),
        State.PUBLISHED: str(_("Published")),
        State.DRAFT: str(_("Draft")),
        State.RETIRED: str(_("Retired")),
    }


def proofs() -> dict[str, str]:
    """Return the word for each verdict of the checks."""
    return {
        Proof.PASSED: str(_("all pass")),
        Proof.FAILED: str(_("failed")),
        Proof.RUNNING: str(_("running")),
        Proof.UNCHECKED: str(_("not run yet")),
        Proof.PROBLEMS: str(_("problems in the text")),
    }


def checks() -> dict[str, str]:
    """Return what each check holds, in the order in which it is told."""
    return {
        "names": str(_("Every name in it exists in form, guide and world")),
        "builds": str(_("A file can be built at every seed")),
        "agrees": str(_("Wording and papers lead to what you expect")),
        "solvable": str(_("It can be solved from the file alone")),
        "errors": str(_("Papers and record agree except where an error is planted")),
        "languages": str(_("Both languages are complete")),
        "twins": str(_("Moving the deciding fact changes the outcome")),
        "bytes": str(_("The same seed always gives the same file")),
    }


def robots() -> dict[str, str]:
    """Return what each robot is called."""
    return {
        "always_approve": str(_("Always approves")),
        "always_reject": str(_("Always rejects")),
        "always_escalate": str(_("Always escalates")),
        "always_request": str(_("Always requests")),
        "random": str(_("Rolls dice")),
        "keyword": str(_("Looks for keywords")),
        "careless": str(_("Careless novice")),
        "marks_everything": str(_("Marks everything")),
    }


def acts() -> dict[Disposition, str]:
    """Return the word for each act."""
    return {
        Disposition.APPROVE: str(_("Approve")),
        Disposition.REJECT: str(_("Reject")),
        Disposition.REQUEST_INFORMATION: str(_("Request information")),
        Disposition.ESCALATE: str(_("Escalate")),
    }


def market_names() -> dict[str, str]:
    """Return what each market is called."""
    return {"ee": str(_("Estonia")), "us": str(_("United States"))}


def languages() -> dict[str, str]:
    """Return what each language is called in the language of the page."""
    return {"en": str(_("English")), "et": str(_("Estonian"))}


def notice_words(notice: str) -> str:
    """Return what the page before has done, in words; nothing where it has done nothing."""
    name, _blank, count = notice.partition(" ")
    told = {
        "retired": lambda: _("It is out of use now. You can restore it at any time."),
        "restored": lambda: _("It is in use again."),
        "published": lambda: _(
            "Version %(n)s is published. Work under way keeps the version that it was given.", n=count
        ),
        "given_up": lambda: _("The draft is given up; the newest version stands."),
        "draft_in_the_way": lambda: _("A draft is being written. Publish it or give it up first."),
        "unreachable": lambda: _("Nothing can be built at that seed. Choose another."),
        "not_carried": lambda: _("Nothing was saved as a zip. %(why)s", why=count),
        "imported": lambda: ngettext(
            "One scenario came in, as a draft.", "%(num)s scenarios came in, as drafts.", int(count)
        ),
    }
    return str(told[name]()) if name in told else ""
