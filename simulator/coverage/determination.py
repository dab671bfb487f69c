"""The determination: the right next act on a file as it stands, with amounts, grounds and the trace."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from simulator.domain.decision import Disposition
from simulator.domain.papers import RECORD, pinned


@dataclass(frozen=True, slots=True, kw_only=True)
class LineResult:
    """What becomes of one line. ``accepted`` is its row on the settlement sheet: the amount after its head's steps.

    ``payable`` is its share of what is paid now, after the steps across heads.
    """

    line: str
    disposition: Disposition
    accepted: Decimal
    payable: Decimal
    held_back: Decimal = Decimal(0)
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOff:
    """A row of the sheet that comes off the whole claim: one step across heads. Its id is the step's code or word."""

    id: str
    clause: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A paper to ask for, from whom, the facts that it would prove and the provisions that turn on them."""

    paper: str
    holder: str
    proves: tuple[str, ...]
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another act that is right, or nearly: what it is worth, from 0 to 1; ``amount_within`` widens the amount."""

    disposition: Disposition
    worth: Fraction
    amount_within: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A fact that decides the outcome, the pins that state it (any one will do) and the provision it is tied to."""

    fact: str
    line: str
    pins: tuple[str, ...]
    provision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """An error on the file: what was compared (a fact of the form or guide, or a key of the record) and where it shows.

    Any one of ``pins`` points it out; a key of the record is ``record#key``.
    """

    about: str
    pins: tuple[str, ...]

    @property
    def is_on_record(self) -> bool:
        """Tell whether it was keyed wrongly, so that ``about`` is a key of the record."""
        return any(pinned(place)[0] == RECORD for place in self.pins)


@dataclass(frozen=True, slots=True, kw_only=True)
class Determination:
    """What the engine holds right. Amounts in the file's currency, rounded as the form says.

    ``grounds`` are the provisions that refuse a line, ``lead`` the first of them, ``also`` the rest; ``reasons`` codes.
    ``cites`` are the provisions a complete decision names. ``needs`` are the facts that decide. ``escalate_to`` is a
    queue and ``because_of`` the trigger, ``authority`` or the provision that sends it there; ``then`` is what should be
    decided there. ``flags`` are the errors on the file, in papers and record, that are to be pointed out. ``trace`` is
    JSON-ready (section 10).
    """

    disposition: Disposition
    payable: Decimal
    held_back: Decimal = Decimal(0)
    overpaid: Decimal = Decimal(0)
    lead: str = ""
    grounds: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    lines: tuple[LineResult, ...] = ()
    offs: tuple[SheetOff, ...] = ()
    requests: tuple[Request, ...] = ()
    other_requests: tuple[tuple[Request, ...], ...] = ()
    pay_now: Mapping[str, Decimal] = field(default_factory=dict)
    escalate_to: str = ""
    because_of: str = ""
    then: "Determination | None" = None
    alternatives: tuple[Alternative, ...] = ()
    needs: tuple[Need, ...] = ()
    flags: tuple[Flag, ...] = ()
    trace: tuple[Mapping[str, object], ...] = ()

    @property
    def errors(self) -> tuple[str, ...]:
        """The keys of the record that were keyed wrongly."""
        return tuple(flag.about for flag in self.flags if flag.is_on_record)
