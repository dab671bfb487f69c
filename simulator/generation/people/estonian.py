"""Faker providers for Estonia: what Faker lacks (addresses, phones), and identities that can belong to nobody."""

import re
from bisect import bisect_right
from datetime import date
from functools import cache

from faker import Generator
from faker.providers import BaseProvider, address, bank, phone_number
from faker.providers.automotive.et_EE import Provider as Automotive
from faker.providers.person.et_EE import Provider as Person
from faker.providers.ssn.et_EE import Provider as Ssn
from faker.providers.ssn.et_EE import checksum

from simulator.domain.market import Market, Town
from simulator.domain.parties import Address, Sex

_UNUSED_IN_VIN = "IOQ"
_VIN = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
_REGISTRY_WEIGHTS = ((1, 2, 3, 4, 5, 6, 7), (3, 4, 5, 6, 7, 8, 9))


class PersonProvider(Person):
    """Names as Faker has them; family names that Russian bends by sex are bent."""

    def family_name(self, language: str, sex: Sex) -> str:
        """Return a family name as a person of that sex bears it."""
        if language != "ru":
            return self.last_name_est()
        name = self.last_name_rus()
        return f"{name}a" if sex == "female" and name.endswith(("ov", "ev", "in")) else name

    def given_name(self, language: str, sex: Sex) -> str:
        """Return a given name."""
        if language == "ru":
            return self.first_name_male_rus() if sex == "male" else self.first_name_female_rus()
        return self.first_name_male_est() if sex == "male" else self.first_name_female_est()


class AddressProvider(address.Provider):
    """Invented streets in real towns; the postcode is of the town's region."""

    building_number_formats = ("#", "##", "%#", "%#a", "%")
    street_address_formats = ("{{street_name}} {{building_number}}",)

    def __init__(self, generator: Generator, market: Market) -> None:
        super().__init__(generator)
        self._market = market

    def town(self) -> Town:
        """Return a town, the large ones more often; the weights were summed once."""
        up_to = self._market.towns_up_to
        return self._market.towns[bisect_right(up_to, self.generator.random.randrange(up_to[-1]))]

    def city(self) -> str:
        """Return the name of a town."""
        return self.town().name

    def street_name(self) -> str:
        """Return the name of a street that does not exist."""
        choice = self.generator.random.choice
        return f"{choice(self._market.street_stems)} {choice(self._market.street_kinds)}"

    def street_address(self) -> str:
        """Return street and house number, a flat in two of five."""
        draw = self.generator.random.randrange
        flat = f"-{draw(1, 60)}" if draw(5) < 2 else ""
        return f"{self.street_name()} {draw(1, 80)}{flat}"

    def postcode_in(self, town: Town) -> str:
        """Return a postcode of the region of *town*."""
        return f"{self.generator.random.choice(town.postcodes)}{self.generator.random.randrange(100, 1000)}"

    def postcode(self) -> str:
        """Return a postcode."""
        return self.postcode_in(self.town())

    def place_in(self, town: Town) -> Address:
        """Return an address that holds together."""
        return Address(
            street=self.street_address(), postcode=self.postcode_in(town), town=town.name, county=town.county
        )

    def address(self) -> str:
        """Return an address on one line."""
        return str(self.place_in(self.town()))


class PhoneProvider(phone_number.Provider):
    """Numbers of a length that is not in use: too short to reach anybody."""

    def __init__(self, generator: Generator, pattern: str) -> None:
        super().__init__(generator)
        self._pattern = pattern

    def phone_number(self) -> str:
        """Return a phone number that nobody can have."""
        return filled(self._pattern, self.generator)


class PlateProvider(Automotive):
    """Plates of a series that does not exist, and VINs with a letter that no VIN has."""

    def __init__(self, generator: Generator, pattern: str, letters: str) -> None:
        super().__init__(generator)
        self._pattern = pattern
        self._letters = letters

    def license_plate(self) -> str:
        """Return a plate that no car has."""
        return filled(self._pattern, self.generator, self._letters)

    def vin(self) -> str:
        """Return 17 signs with one of I, O and Q among them."""
        random = self.generator.random
        signs = random.choices(_VIN, k=17)
        signs[random.randrange(3, 8)] = random.choice(_UNUSED_IN_VIN)
        return "".join(signs)


class IdentityProvider(Ssn):
    """Identity codes that agree with birth date and sex and carry a check digit that is wrong by one."""

    def identity_code(self, born_on: date, sex: Sex) -> str:
        """Return the code of a person who cannot exist."""
        return code_of(born_on, sex, f"{self.generator.random.randrange(1, 1000):03}")

    def ssn(self, min_age: int = 16, max_age: int = 90) -> str:
        """Return the code of somebody of no stated age; the wall clock is not asked."""
        draw = self.generator.random.randrange
        return self.identity_code(date(draw(1945, 2008), draw(1, 13), draw(1, 29)), "male" if draw(2) else "female")

    def registry_code(self) -> str:
        """Return a firm's code of eight digits whose check digit is wrong by one."""
        digits = [1, *(self.generator.random.randrange(10) for _ in range(6))]
        return "".join(map(str, [*digits, (_registry_check(digits) + 1) % 10]))


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


def filled(pattern: str, generator: Generator, letters: str = "ABCDEFGHJKLMNPRSTUVXYZ") -> str:
    """Return *pattern* with # filled by digits and ? by letters."""
    random = generator.random
    return "".join(
        f"{random.randrange(10 ** len(part)):0{len(part)}}"
        if part[0] == "#"
        else "".join(random.choices(letters, k=len(part)))
        if part[0] == "?"
        else part
        for part in _runs(pattern)
    )


@cache
def _runs(pattern: str) -> tuple[str, ...]:
    """Return *pattern* cut into runs of #, of ? and of other signs."""
    return tuple(re.findall(r"#+|\?+|[^#?]+", pattern))


def providers(generator: Generator, market: Market) -> tuple[BaseProvider, ...]:
    """Return every provider of the market, for ``Generator.add_provider``."""
    known = market.identities
    return (
        PersonProvider(generator),
        AddressProvider(generator, market),
        PhoneProvider(generator, known.phone),
        PlateProvider(generator, known.plate, known.plate_letters),
        IdentityProvider(generator),
        BankProvider(generator, known.bank_code),
    )
