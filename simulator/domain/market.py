"""A market: currency, tax, places, and what cannot belong to anybody there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate

from simulator.domain.text import Text

EVERYWHERE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A town with its region (county or state), its postcodes and its police; ``people`` in thousands.

    ``russian`` is the percentage with Russian as mother tongue; ``area_codes`` are of telephones, ``bank`` is the
    number of the district to which the town's banks belong. A market fills what it has.
    """

    name: str
    region: str
    postcodes: tuple[str, ...]
    people: int
    police: str
    russian: int = 0
    area_codes: tuple[str, ...] = ()
    bank: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model of car: what it costs new and how often it is met; the year since which it is sold, and the least that
    one is worth today, where that matters."""

    name: str
    new: int
    often: int
    since: int = 0
    least: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """Patterns (# a digit, ? a letter) of numbers that are not in use; the last three where the market draws them."""

    phone: str
    plate: str
    plate_letters: str
    licence_number: str
    policy_number: str
    police_number: str
    mail: tuple[str, ...]
    person: tuple[str, ...] = ()
    firm: str = ""
    bank_code: str = ""


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
class Tax:
    """Tax on repairs: dated rates by region (``EVERYWHERE`` where all have one).

    Where ``labour_an_hour`` is given, labour has that price and bears no tax: only parts do.
    """

    rates: Mapping[str, tuple[tuple[date, Fraction], ...]]
    labour_an_hour: Fraction | None = None

    def on(self, day: date, region: str) -> Fraction:
        """Return the rate of *region* on *day*, as a share."""
        rates = self.rates.get(region) or self.rates[EVERYWHERE]
        return next((rate for start, rate in reversed(rates) if start <= day), rates[0][1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """One market. Weights of towns and models are summed once (``*_up_to``); ``address`` is how one is written."""

    name: str
    title: Text
    currency: str
    people: str
    tax: Tax
    identities: Identities
    insurer: Insurer
    towns: tuple[Town, ...]
    street_stems: tuple[str, ...]
    street_kinds: tuple[str, ...]
    address: str
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
