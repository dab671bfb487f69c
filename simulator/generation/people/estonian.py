"""Faker providers for Estonia: what Faker lacks (addresses, phones), and identities that can belong to nobody."""

from datetime import date

from faker import Generator
from faker.providers import BaseProvider, bank
from faker.providers.person.et_EE import Provider as Person
from faker.providers.ssn.et_EE import Provider as Ssn
from faker.providers.ssn.et_EE import checksum

from simulator.domain.market import Market, Town
from simulator.domain.parties import Sex
from simulator.generation.people.numbers import NumberProvider
from simulator.generation.people.places import PlaceProvider

_REGISTRY_WEIGHTS = ((1, 2, 3, 4, 5, 6, 7), (3, 4, 5, 6, 7, 8, 9))
OWN = "et"


class PersonProvider(Person):
    """Names as Faker has them; family names that Russian bends by sex are bent."""

    def language_in(self, town: Town, percent: int) -> str:
        """Return the language of a family of *town* that stands at *percent* of a hundred."""
        return "ru" if percent < town.russian else OWN

    def family_name(self, language: str, sex: Sex) -> str:
        """Return a family name as a person of that sex bears it."""
        if language != "ru":
            return self.last_name_est()
        return bent(self.last_name_rus(), language, sex)

    def given_name(self, language: str, sex: Sex) -> str:
        """Return a given name."""
        if language == "ru":
            return self.first_name_male_rus() if sex == "male" else self.first_name_female_rus()
        return self.first_name_male_est() if sex == "male" else self.first_name_female_est()

    def shared_name(self, family: str, language: str, sex: Sex) -> str:
        """Return the family name as a relative of that sex bears it."""
        return bent(family, language, sex)


class AddressProvider(PlaceProvider):
    """Streets as Estonia writes them: the number follows, a flat after a dash."""

    building_number_formats = ("#", "##", "%#", "%#a", "%")
    street_address_formats = ("{{street_name}} {{building_number}}",)

    def street_address(self) -> str:
        """Return street and house number, a flat in two of five."""
        draw = self.generator.random.randrange
        flat = f"-{draw(1, 60)}" if draw(5) < 2 else ""
        return f"{self.street_name()} {draw(1, 80)}{flat}"


class IdentityProvider(Ssn):
    """Identity codes that agree with birth date and sex and carry a check digit that is wrong by one."""

    def identity_code(self, born_on: date, sex: Sex) -> str:
        """Return the code of a person who cannot exist."""
        return code_of(born_on, sex, f"{self.generator.random.randrange(1, 1000):03}")

    def moved_code(self, code: str, born_on: date, sex: Sex) -> str:
        """Return *code* for another birth date: serial and sex stay, the check digit follows."""
        return code_of(born_on, sex, code[7:10])

    def ssn(self, min_age: int = 16, max_age: int = 90) -> str:
        """Return the code of somebody of no stated age; the wall clock is not asked."""
        draw = self.generator.random.randrange
        return self.identity_code(date(draw(1945, 2008), draw(1, 13), draw(1, 29)), "male" if draw(2) else "female")

    def registry_code(self) -> str:
        """Return a firm's code of eight digits whose check digit is wrong by one."""
        digits = [1, *(self.generator.random.randrange(10) for _ in range(6))]
        return "".join(map(str, [*digits, (_registry_check(digits) + 1) % 10]))


def bent(family: str, language: str, sex: Sex) -> str:
    """Return a family name by sex, as Russian bends it."""
    if language != "ru":
        return family
    stem = family[:-1] if family.endswith(("ova", "eva", "ina")) else family
    return f"{stem}a" if sex == "female" and stem.endswith(("ov", "ev", "in")) else stem


def code_of(born_on: date, sex: Sex, serial: str) -> str:
    """Return the identity code of that birth date, sex and serial, its check digit wrong by one."""
    century = 3 if born_on.year < 2000 else 5
    code = f"{century + (sex == 'female')}{born_on:%y%m%d}{serial}"
    return f"{code}{(checksum([int(digit) for digit in code]) + 1) % 10}"


def _registry_check(digits: list[int]) -> int:
    for weights in _REGISTRY_WEIGHTS:
        rest = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        if rest < 10:
            return rest
    return 0


class BankProvider(bank.Provider):
    """Accounts at a bank that does not exist; the check digits are right."""

    def __init__(self, generator: Generator, bank_code: str) -> None:
        super().__init__(generator)
        self._bank = bank_code
        self.country_code = "EE"

    def bban(self) -> str:
        """Return bank code, account and its 7-3-1 check digit."""
        account = f"{self.generator.random.randrange(10**13):013}"
        weighed = sum(int(digit) * (7, 3, 1)[at % 3] for at, digit in enumerate(reversed(account)))
        return f"{self._bank}{account}{-weighed % 10}"

    def iban(self) -> str:
        """Return the IBAN of an account that cannot exist."""
        bban = self.bban()
        return f"EE{98 - int(f'{bban}141400') % 97:02}{bban}"

    def account_in(self, town: Town) -> str:
        """Return the account of somebody of *town*."""
        return self.iban()


def providers(generator: Generator, market: Market) -> tuple[BaseProvider, ...]:
    """Return every provider of the market, for ``Generator.add_provider``."""
    return (
        PersonProvider(generator),
        AddressProvider(generator, market),
        NumberProvider(generator, market.identities),
        IdentityProvider(generator),
        BankProvider(generator, market.identities.bank_code),
    )
