"""A market: currency, tax, places, and what cannot belong to anybody there."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate

from simulator.domain.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A town with its county, its postcode region and the police district; ``people`` in thousands."""

    name: str
    county: str
    postcodes: tuple[str, ...]
    people: int
    russian: int
    police: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model of car: what it costs new and how often it is met."""

    name: str
    new: int
    often: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """Patterns (# a digit, ? a letter) of numbers that are not in use."""

    phone: str
    bank_code: str
    plate: str
    plate_letters: str
    licence_number: str
    policy_number: str
    police_number: str
    mail: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Insurer:
    """The invented insurer whose desk this is."""

    name: str
    address: str
    email: str
    department: str
    expert_team: str
    registry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """One market. Weights of towns and models are summed once (``*_up_to``)."""

    name: str
    title: Text
    currency: str
    people: str
    vat: tuple[tuple[date, Fraction], ...]
    identities: Identities
    insurer: Insurer
    towns: tuple[Town, ...]
    street_stems: tuple[str, ...]
    street_kinds: tuple[str, ...]
    station: str
    workshops: tuple[tuple[str, str], ...]
    occupations: tuple[Text, ...]
    models: tuple[Model, ...]
    towns_up_to: tuple[int, ...] = ()
    models_up_to: tuple[int, ...] = ()
    content_hash: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "towns_up_to", tuple(accumulate(town.people for town in self.towns)))
        object.__setattr__(self, "models_up_to", tuple(accumulate(model.often for model in self.models)))

    def vat_on(self, day: date) -> Fraction:
        """Return the rate of value added tax on *day*."""
        return next((rate for start, rate in reversed(self.vat) if start <= day), self.vat[0][1])
