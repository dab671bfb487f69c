"""Places: invented streets in real towns, written as their market writes an address."""

from bisect import bisect_right

from faker import Generator
from faker.providers import address

from simulator.domain.market import Market, Town
from simulator.domain.parties import Address


class PlaceProvider(address.Provider):
    """Addresses that hold together: town, region and postcode. A market says how a street is written."""

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

    def postcode(self) -> str:
        """Return a postcode."""
        return self.postcode_in(self.town())

    def postcode_in(self, town: Town) -> str:
        """Return a postcode of the region of *town*: its first digits and as many more as there must be."""
        prefix = self.generator.random.choice(town.postcodes)
        least = 10 ** (4 - len(prefix))
        return f"{prefix}{self.generator.random.randrange(least, 10 * least)}"

    def place_in(self, town: Town, street: str = "") -> Address:
        """Return an address that holds together, in *street* where one is given."""
        street = street or self.street_address()
        postcode = self.postcode_in(town)
        written = self._market.address.format(street=street, postcode=postcode, town=town.name, region=town.region)
        return Address(street=street, postcode=postcode, town=town.name, region=town.region, written=written)

    def scene_in(self, town: Town) -> str:
        """Return where in *town* something happened."""
        return f"{self.street_name()}, {town.name}"

    def address(self) -> str:
        """Return an address on one line."""
        return str(self.place_in(self.town()))
