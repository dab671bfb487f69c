"""The pages of past claims: where one stands, and the addresses of the next and the one before."""

from dataclasses import dataclass

from flask import url_for

PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Where one stands among the pages of past claims; the addresses are empty at the ends."""

    number: int
    count: int
    newer: str
    older: str


def pages_of(wanted: int, past_count: int) -> Pages | None:
    """Return where one stands who wants that page, or the nearest one; None where one page is enough."""
    count = -(-past_count // PAGE)
    if count <= 1:
        return None
    number = min(max(1, wanted), count)
    return Pages(
        number=number,
        count=count,
        newer=_page_href(number - 1) if number > 1 else "",
        older=_page_href(number + 1) if number < count else "",
    )


def _page_href(number: int) -> str:
    return url_for("home.show", page=number if number > 1 else None, _anchor="h-past")
