"""Rows as CSV and XLSX for spreadsheets, with every cell that a spreadsheet would run as a formula defused."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO

BYTE_ORDER_MARK = "\ufeff"
"""Spreadsheets read UTF-8 by it."""
_NOT_IN_A_SHEET = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
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


def workbook(title: str, rows: Iterable[Sequence[object]]) -> bytes:
    """Return an XLSX file of one sheet; numbers stay numbers, and each text is defused and written as text."""
    from openpyxl import Workbook  # a quarter of a second and 5 MB, for the one page that writes a sheet

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([cell if isinstance(cell, int | float) else _printable(defused(cell)) for cell in row])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _printable(text: str) -> str:
    """Return *text* without the signs that a sheet cannot hold."""
    return _NOT_IN_A_SHEET.sub("", text)
