"""Pages of the administrator's lists: where one stands, and the addresses of the pages beside."""

from collections.abc import Callable
from dataclasses import dataclass

SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Where one stands among the pages of a list; the addresses are empty at the ends."""

    number: int
    count: int
    before: str
    after: str

    @property
    def offset(self) -> int:
        """How many rows come before this page."""
        return (self.number - 1) * SIZE


def pages_of(wanted: int, rows: int, href: Callable[[int], str]) -> Pages:
    """Return where one stands who wants that page, or the nearest one; *href* gives the address of a page."""
    count = max(1, -(-rows // SIZE))
    number = min(max(1, wanted), count)
    return Pages(
        number=number,
        count=count,
        before=href(number - 1) if number > 1 else "",
        after=href(number + 1) if number < count else "",
    )
