"""One kept Faker generator a market and process, seeded for each exercise."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from threading import Lock
from typing import Any
from unicodedata import normalize

from faker import Generator

from simulator.domain.dice import Dice
from simulator.domain.market import Market, Town
from simulator.domain.parties import Address, Firm, Household, Person, Sex
from simulator.generation.people import american, estonian

_LOCALES = {"et_EE": estonian, "en_US": american}
_YEAR = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """Everybody and everything of an exercise that Faker makes up beside the household."""

    town: Town
    stranger: Person
    officer: str
    expert: str
    estimator: str
    workshop: Firm
    plate: str
    other_plate: str
    vin: str
    account: str
    other_account: str
    policy_number: str
    licence_number: str
    police_number: str
    place: str


class Crowd:
    """Draws people of one market. A lock keeps two threads from drawing between each other's draws."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._fake: Any = Generator()  # its methods are added at run time
        self._lock = Lock()
        locale = _LOCALES[market.people]
        self._own = locale.OWN
        for provider in locale.providers(self._fake, market):
            self._fake.add_provider(provider)

    def draw(self, dice: Dice, *, on: date) -> tuple[Household, Extras]:
        """Return a household and everybody else on the claim, as they are on the day *on*."""
        with self._lock:
            self._fake.seed_instance(dice.seed)
            town = self._fake.town()
            language = self._language(town, dice)
            return self._household(town, language, dice, on), self._extras(town, dice, on)

    def reborn(self, person: Person, born_on: date) -> Person:
        """Return the person with another birth date, and the identity code that goes with it."""
        if person.born_on == born_on:
            return person
        code = self._fake.moved_code(person.identity_code, born_on, person.sex)
        return replace(person, born_on=born_on, identity_code=code)

    def _language(self, town: Town, dice: Dice) -> str:
        language: str = self._fake.language_in(town, dice.whole(0, 99))
        return language

    def _household(self, town: Town, language: str, dice: Dice, on: date) -> Household:
        home = town, self._fake.place_in(town)
        sex: Sex = "male" if dice.chance(55) else "female"
        age = dice.whole(27, 52) + dice.whole(0, 24)
        holder = self._person(language, sex, born(age, on, dice), home)
        spouse_age = max(21, age + dice.whole(-5, 5))
        other: Sex = "female" if sex == "male" else "male"
        spouse = self._person(language, other, born(spouse_age, on, dice), home, family=holder.family)
        child_sex: Sex = "male" if dice.chance(50) else "female"
        child_age = max(18, min(24, age - dice.whole(20, 32)))
        child = self._person(language, child_sex, born(child_age, on, dice), home, family=holder.family)
        return Household(policyholder=holder, spouse=spouse, child=child)

    def _person(self, language: str, sex: Sex, born_on: date, home: tuple[Town, Address], family: str = "") -> Person:
        given = self._fake.given_name(language, sex)
        own = self._fake.shared_name(family, language, sex) if family else self._fake.family_name(language, sex)
        town, place = home
        return Person(
            given=given,
            family=own,
            sex=sex,
            born_on=born_on,
            address=place,
            phone=self._fake.phone_in(town),
            email=mail_of(given, own, self._fake.random.choice(self._market.identities.mail)),
            identity_code=self._fake.identity_code(born_on, sex),
        )

    def _name(self, dice: Dice) -> str:
        sex: Sex = "male" if dice.chance(50) else "female"
        return f"{self._fake.given_name(self._own, sex)} {self._fake.family_name(self._own, sex)}"

    def _extras(self, town: Town, dice: Dice, on: date) -> Extras:
        fake = self._fake
        name, street = dice.pick(self._market.workshops)
        sex: Sex = "male" if dice.chance(60) else "female"
        stranger_age = dice.whole(25, 60)
        stranger_born_on, stranger_home = born(stranger_age, on, dice), (town, fake.place_in(town))
        return Extras(
            town=town,
            stranger=self._person(self._language(town, dice), sex, stranger_born_on, stranger_home),
            officer=self._name(dice),
            expert=self._name(dice),
            estimator=self._name(dice),
            workshop=Firm(
                name=name,
                address=str(fake.place_in(town, street)),
                phone=fake.phone_in(town),
                registry_code=fake.registry_code(),
            ),
            plate=fake.license_plate(),
            vin=fake.vin(),
            account=fake.account_in(town),
            other_account=fake.account_in(town),
            policy_number=fake.policy_number(),
            licence_number=fake.licence_number(),
            police_number=fake.police_number(),
            other_plate=fake.license_plate(),
            place=fake.scene_in(town),
        )


def born(age: int, on: date, dice: Dice) -> date:
    """Return the birthday of somebody who is *age* years old on the day *on*."""
    day = date(on.year - age - 1, on.month, min(on.day, 28))
    return day + timedelta(days=dice.whole(1, _YEAR))


def mail_of(given: str, family: str, domain: str) -> str:
    """Return an address of that name at a domain that is nobody's."""
    plain = normalize("NFKD", f"{given}.{family}".lower()).encode("ascii", "ignore").decode()
    return f"{plain.replace(' ', '').replace(chr(39), '')}@{domain}"
