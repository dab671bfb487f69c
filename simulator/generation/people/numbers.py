"""Numbers that are not in use, in every market: filled patterns, phones, plates and VINs."""

import re
from functools import cache

from faker import Generator
from faker.providers import BaseProvider

from simulator.domain.market import Identities, Town

_UNUSED_IN_VIN = "IOQ"
_VIN = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
_LETTERS = "ABCDEFGHJKLMNPRSTUVXYZ"


class NumberProvider(BaseProvider):
    """Phones, plates and policy numbers by the market's patterns, and VINs with a letter that no VIN has."""

    def __init__(self, generator: Generator, identities: Identities) -> None:
        super().__init__(generator)
        self._known = identities

    def phone_in(self, town: Town) -> str:
        """Return a phone number that nobody can have; ``{area}`` in the pattern is an area code of *town*."""
        pattern = self._known.phone
        if town.area_codes:
            pattern = pattern.replace("{area}", self.generator.random.choice(town.area_codes))
        return filled(pattern, self.generator)

    def license_plate(self) -> str:
        """Return a plate that no car has."""
        return filled(self._known.plate, self.generator, self._known.plate_letters)

    def vin(self) -> str:
        """Return 17 signs with one of I, O and Q among them."""
        random = self.generator.random
        signs = random.choices(_VIN, k=17)
        signs[random.randrange(3, 8)] = random.choice(_UNUSED_IN_VIN)
        return "".join(signs)

    def policy_number(self) -> str:
        """Return the number of a policy."""
        return filled(self._known.policy_number, self.generator)

    def licence_number(self) -> str:
        """Return the number of a driving licence that nobody has."""
        return filled(self._known.licence_number, self.generator)

    def police_number(self) -> str:
        """Return the number of a police report."""
        return filled(self._known.police_number, self.generator)


def filled(pattern: str, generator: Generator, letters: str = _LETTERS) -> str:
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
