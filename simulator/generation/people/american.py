"""Faker providers for the United States: names by how common they are, and identities that can belong to nobody."""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from itertools import accumulate

from faker import Generator
from faker.providers import BaseProvider
from faker.providers.person.en_US import Provider as Person

from simulator.domain.market import Identities, Market, Town
from simulator.domain.parties import Sex
from simulator.generation.people.numbers import NumberProvider, filled
from simulator.generation.people.places import PlaceProvider

OWN = "en"
_ROUTING_WEIGHTS = (3, 7, 1, 3, 7, 1, 3, 7)


class Names:
    """Names with their frequencies summed once: a draw costs one bisection, not a walk through the list."""

    def __init__(self, weighed: Mapping[str, float]) -> None:
        self._names = tuple(weighed)
        self._up_to = tuple(accumulate(weighed.values()))

    def drawn(self, at: float) -> str:
        """Return the name at *at* (0 to 1) of the summed frequencies."""
        return self._names[min(bisect_right(self._up_to, at * self._up_to[-1]), len(self._names) - 1)]


_MEN, _WOMEN, _FAMILIES = (
    Names(weighed) for weighed in (Person.first_names_male, Person.first_names_female, Person.last_names)
)


class PersonProvider(Person):
    """Names as Faker has them, drawn by frequency."""

    def language_in(self, town: Town, percent: int) -> str:
        """Return the language of a family."""
        return OWN

    def given_name(self, language: str, sex: Sex) -> str:
        """Return a given name."""
        return (_MEN if sex == "male" else _WOMEN).drawn(self.generator.random.random())

    def family_name(self, language: str, sex: Sex) -> str:
        """Return a family name."""
        return _FAMILIES.drawn(self.generator.random.random())

    def shared_name(self, family: str, language: str, sex: Sex) -> str:
        """Return the family name as a relative bears it."""
        return family


class AddressProvider(PlaceProvider):
    """Streets as America writes them: the number leads, an apartment follows."""

    def street_address(self) -> str:
        """Return house number and street, an apartment in three of ten."""
        draw = self.generator.random.randrange
        apartment = f" Apt {draw(1, 40)}" if draw(10) < 3 else ""
        return f"{draw(100, 9900)} {self.street_name()}{apartment}"

    def scene_in(self, town: Town) -> str:
        """Return a corner or a block in *town*."""
        first, second, draw = self.street_name(), self.street_name(), self.generator.random.randrange
        spot = f"{draw(1, 90)}00 block of {first}" if first == second or draw(2) else f"{first} at {second}"
        return f"{spot}, {town.name}, {town.region}"


class IdentityProvider(BaseProvider):
    """Social security and employer numbers that were never given out."""

    def __init__(self, generator: Generator, identities: Identities) -> None:
        super().__init__(generator)
        self._known = identities

    def identity_code(self, born_on: date, sex: Sex) -> str:
        """Return a social security number that nobody has; it tells neither birth date nor sex."""
        return filled(self.generator.random.choice(self._known.person), self.generator)

    def moved_code(self, code: str, born_on: date, sex: Sex) -> str:
        """Return the number of the same person with another birth date: the same."""
        return code

    def registry_code(self) -> str:
        """Return an employer identification number with a prefix that is not assigned."""
        return filled(self._known.firm, self.generator)


class BankProvider(BaseProvider):
    """Accounts at banks whose routing number fails its check digit by one."""

    def routing_number(self, town: Town) -> str:
        """Return the routing number of a bank of the town's district that cannot exist."""
        digits = f"{town.bank}{self.generator.random.randrange(10**6):06}"
        weighed = sum(int(digit) * weight for digit, weight in zip(digits, _ROUTING_WEIGHTS, strict=True))
        return f"{digits}{(1 - weighed) % 10}"

    def account_in(self, town: Town) -> str:
        """Return routing and account number of somebody of *town*."""
        return f"{self.routing_number(town)} / {self.generator.random.randrange(10**9, 10**10)}"


def providers(generator: Generator, market: Market) -> tuple[BaseProvider, ...]:
    """Return every provider of the market, for ``Generator.add_provider``."""
    return (
        PersonProvider(generator),
        AddressProvider(generator, market),
        NumberProvider(generator, market.identities),
        IdentityProvider(generator, market.identities),
        BankProvider(generator),
    )
