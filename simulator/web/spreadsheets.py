"""Rows as CSV for spreadsheets, with every cell that a spreadsheet would run as a formula defused."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

BYTE_ORDER_MARK = "\ufeff"
"""Spreadsheets read UTF-8 by it."""
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def defused(cell: object) -> str:
    """Return *cell* as text; what would begin a formula gets an apostrophe before it. Numbers stay numbers."""
    text = str(cell)
    if isinstance(cell, str) and text.lstrip(" ").startswith(_BEGINS_A_FORMULA):
        return f"'{text}"
    return text


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Give the lines of a CSV file, each cell defused, so that a long list takes little memory."""
    for row in rows:
        line = StringIO()
        csv.writer(line).writerow([defused(cell) for cell in row])
        yield line.getvalue()
