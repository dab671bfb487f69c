"""The supervisor: takes an escalated claim over and decides it, or hands it back with a note."""

from dataclasses import dataclass
from enum import StrEnum

from simulator.coverage.determination import Determination
from simulator.domain.decision import Decision, Disposition


class Back(StrEnum):
    """Why a claim comes back."""

    WITHIN_AUTHORITY = "within_authority"
    STEP_MISSING = "step_missing"
    NO_REASON = "no_reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the supervisor does: takes the claim over, or hands it back because of ``back``."""

    back: Back | None = None

    @property
    def takes_over(self) -> bool:
        """Tell whether the claim is decided elsewhere now."""
        return self.back is None


def reply_to(escalation: Decision, determination: Determination) -> Reply:
    """Return the supervisor's reply to *escalation*, by what is right on the file as it stands.

    Where the claim belongs elsewhere (by the guide, or as an accepted alternative) it is taken over, if the brief says
    why; a claim on which something has to be asked first comes back for that step.
    """
    also = {other.disposition for other in determination.alternatives}
    if determination.disposition is not Disposition.ESCALATE and Disposition.ESCALATE not in also:
        needs_paper = determination.disposition is Disposition.REQUEST_INFORMATION
        return Reply(back=Back.STEP_MISSING if needs_paper else Back.WITHIN_AUTHORITY)
    if not escalation.brief and not escalation.reason.strip():
        return Reply(back=Back.NO_REASON)
    return Reply()
