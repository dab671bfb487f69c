"""Lists of people as files: the columns that a first line names, in whatever order, and the lines below it."""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

ADDRESS = ("email", "e-mail", "mail", "e-post", "epost", "e-posti aadress")
NAME = ("name", "nimi")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a file holds: its first line, the columns in it, and the cells by column of each line, counted from 1.

    ``broken_at`` is the line from which on it is no CSV, 0 where it can be read.
    """

    head: str
    columns: Collection[str]
    lines: Mapping[int, Mapping[str, str]]
    broken_at: int = 0


def read_listed(text: str, names: Mapping[str, Sequence[str]]) -> Listed:
    """Return what the file *text* holds; *names* says how each column may be called.

    Columns are apart by a comma, a semicolon or a tab; further columns are passed over, and so are empty lines. A cell
    that a line has not is empty.
    """
    text = text.removeprefix("\ufeff")
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=head.count))
    try:
        columns = _columns(next(reader, []), names)
        lines = [(reader.line_num, _named(cells, columns)) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error:
        return Listed(head=head.strip(), columns=(), lines={}, broken_at=reader.line_num)
    return Listed(head=head.strip(), columns=columns, lines=dict(lines))


def _columns(head: Sequence[str], names: Mapping[str, Sequence[str]]) -> dict[str, int]:
    found = [cell.strip().lower() for cell in head]
    return {column: found.index(name) for column, known in names.items() for name in known if name in found}


def _named(cells: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {column: cells[at].strip() if at < len(cells) else "" for column, at in columns.items()}
