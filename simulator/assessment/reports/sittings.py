"""A sitting as a report reads it: each claim with its scorecard, and the circumstances that anybody may know."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from simulator.assessment.assembling import DrawnClaim
from simulator.coverage.determination import Determination
from simulator.desk.state import DeskState, Status
from simulator.scoring.scorecard import Scorecard

_DONE = (Status.DECIDED, Status.CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """A fact that decides or an error, by the places that show it (``paper#field``), and the one that was marked."""

    pins: tuple[str, ...]
    pinned: str = ""
    is_error: bool = False

    @property
    def shown(self) -> str:
        """The place to show: what was marked, or the first of all."""
        return self.pinned or self.pins[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class SatClaim:
    """A claim of a sitting. No ``card``: it was not decided."""

    drawn: DrawnClaim
    card: Scorecard | None = None
    deciding: tuple[Deciding, ...] = ()

    @property
    def number(self) -> int:
        """Its number in the sitting."""
        return self.drawn.number

    @property
    def total(self) -> int:
        """Its score, of 100; what was not decided has none of it."""
        return self.card.total if self.card is not None else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Under which conditions somebody sat, as facts; what was granted to whom is no part of them.

    ``interruptions`` is how many times the work was taken up again after it had been left.
    """

    language: str
    market: str
    currency: str
    sat_on: date
    interruptions: int = 0


def sat(
    drawn: DrawnClaim, card: Scorecard | None, state: DeskState | None, determinations: Sequence[Determination]
) -> SatClaim:
    """Return a claim of a sitting; *determinations* are those of the acts that *state* holds, in their order.

    Where no fact on the papers decides, the places that were marked stand for it. A claim on which a reply is still
    awaited was not decided, whatever its scorecard says so far.
    """
    if card is None or state is None or state.status not in _DONE:
        return SatClaim(drawn=drawn)
    marks = dict.fromkeys((*(pin for sent in state.acts for pin in sent.decision.pins), *state.flags))
    needs = dict.fromkeys(need.pins for one in determinations for need in one.needs if need.pins)
    errors = dict.fromkeys(flag.pins for one in determinations for flag in one.flags)
    facts = needs or dict.fromkeys((pin,) for pin in marks)
    return SatClaim(
        drawn=drawn,
        card=card,
        deciding=(
            *(_deciding(pins, marks) for pins in facts),
            *(replace(_deciding(pins, marks), is_error=True) for pins in errors),
        ),
    )


def _deciding(pins: tuple[str, ...], marks: Collection[str]) -> Deciding:
    return Deciding(pins=pins, pinned=next((pin for pin in pins if pin in marks), ""))
