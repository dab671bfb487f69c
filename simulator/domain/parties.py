"""People and firms on a claim; every one of them invented."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Sex = Literal["male", "female"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where somebody lives: an invented street in a real town of its region; ``written`` as its market writes it."""

    street: str
    postcode: str
    town: str
    region: str
    written: str

    def __str__(self) -> str:
        return self.written


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person. ``identity_code`` agrees with birth date and sex, and can belong to nobody."""

    given: str
    family: str
    sex: Sex
    born_on: date
    address: Address
    phone: str
    email: str
    identity_code: str

    @property
    def name(self) -> str:
        """Return given and family name."""
        return f"{self.given} {self.family}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """The policyholder and those who drive the car too; ``child`` is grown up."""

    policyholder: Person
    spouse: Person
    child: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A firm, an office or a workshop."""

    name: str
    address: str
    phone: str
    registry_code: str
