"""Errors on files that nobody wrote by hand: none where all agrees, one for each slip, wherever the papers lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.coverage.cases import Case, read_cases
from simulator.coverage.comparing import normalised
from simulator.coverage.determination import Flag
from simulator.coverage.determine import determine
from simulator.coverage.library import Library
from simulator.domain.claim import ClaimFile, ClaimLine
from simulator.domain.papers import RECORD, Paper, pin, pinned
from simulator.domain.text import Text
from simulator.paths import scenarios_folder

CASES = Path(__file__).parent / "determinations" / "language" / "errors.yaml"
RECEIVED = datetime(2026, 6, 1, 9, 0)
Fields = dict[str, str]


@cache
def case() -> Case:
    return read_cases(CASES, lambda: Library.read(scenarios_folder()))[0]


def paper(paper_id: str, kind: str, fields: Fields, lines: Mapping[str, Fields] | None = None) -> Paper:
    return Paper(id=paper_id, kind=kind, sender="x", received_at=RECEIVED, fields=fields, lines=lines or {})


def file_of(papers: tuple[Paper, ...], record: Mapping[str, str]) -> ClaimFile:
    line = ClaimLine(id="L1", head="car", label=Text("car", "auto"), claimed=Decimal(0))
    return replace(case().claim, lines=(line,), papers=papers, record=record, as_of=RECEIVED)


def flags(file: ClaimFile) -> list[Flag]:
    return list(determine(case().rules, file).flags)


def by_place(found: list[Flag]) -> set[tuple[str, frozenset[str]]]:
    return {(flag.about, frozenset(flag.pins)) for flag in found}


cents = st.integers(1, 500_000).map(lambda at: Decimal(at) / 100)
names = st.text(alphabet="abdeghiklmnoprstuvõäöü", min_size=4, max_size=9)


def as_written(said: str, way: int) -> str:
    """Return the same statement as another hand writes it."""
    return (said, said.upper(), said.replace(" ", ""), said.replace(" ", "-"))[way]


@st.composite
def clean_files(draw: st.DrawFn) -> ClaimFile:
    """Files whose papers and record come from one truth, each in its own hand."""
    way = st.integers(0, 3)
    name, plate = f"{draw(names)} {draw(names)}", f"{draw(st.integers(100, 999))} {draw(names)[:3]}"
    lost = draw(st.dates(date(2026, 1, 1), date(2026, 5, 1)))
    said = {"policyholder": as_written(name, draw(way)), "occurred_on": lost.isoformat()}
    papers = [paper("c1", "claim_form", said | {"plate": as_written(plate, draw(way))})]
    for at in range(draw(st.integers(1, 4))):
        lines = draw(st.lists(cents, min_size=1, max_size=4))
        total = sum(lines, Decimal(0))
        vat = (total / 6).quantize(Decimal("0.01"))
        fields = {
            "number": f"A-{at}",
            "owner": as_written(name, draw(way)),
            "plate": as_written(plate, draw(way)),
            "dated_on": (lost + timedelta(days=draw(st.integers(0, 30)))).isoformat(),
            "net": str(total - vat),
            "vat": str(vat),
            "total": str(total),
        }
        kind = draw(st.sampled_from(["invoice", "estimate"]))
        papers.append(paper(f"b{at}", kind, fields, {f"L{n}": {"loss": str(one)} for n, one in enumerate(lines, 1)}))
    record = {"policyholder": as_written(name, draw(way)), "plate": as_written(plate, draw(way))}
    return file_of(tuple(papers), record | {"occurred_on": lost.isoformat()})


def marred(file: ClaimFile, place: str, said: str) -> ClaimFile:
    holder, field = pinned(place)
    if holder == RECORD:
        return replace(file, record={**file.record, field: said})
    papers = (replace(one, fields={**one.fields, field: said}) if one.id == holder else one for one in file.papers)
    return replace(file, papers=tuple(papers))


@given(file=clean_files())
def test_a_file_on_which_all_agrees_has_no_error(file: ClaimFile) -> None:
    assert flags(file) == []


@given(data=st.data())
def test_one_slip_is_one_error_and_can_be_pointed_out_where_it_is(data: st.DataObject) -> None:
    file = data.draw(clean_files())
    bill = data.draw(st.sampled_from([one.id for one in file.papers if one.id != "c1"]))
    slips = {
        pin(RECORD, "plate"): "000 xyz",
        pin(RECORD, "policyholder"): "Somebody Else",
        pin(RECORD, "occurred_on"): "2025-01-01",
        pin(bill, "owner"): "Somebody Else",
        pin(bill, "dated_on"): "2025-12-31",
        pin(bill, "total"): "99999999.99",
    }
    place = data.draw(st.sampled_from(sorted(slips)))
    (flag,) = flags(marred(file, place, slips[place]))
    assert place in flag.pins
    assert flag.is_on_record == (pinned(place)[0] == RECORD)


@given(data=st.data())
def test_a_second_copy_is_one_error_unless_it_replaces_the_first(data: st.DataObject) -> None:
    file = data.draw(clean_files())
    first = replace(file.papers[-1], kind="invoice")
    papers = (*file.papers[:-1], first)
    copy = replace(first, id="copy")
    (flag,) = flags(replace(file, papers=(*papers, copy)))
    assert set(flag.pins) == {pin(one, field) for one in (first.id, "copy") for field in ("number", "total")}
    assert flags(replace(file, papers=(*papers, replace(copy, replaces=first.id)))) == []


def told_twice(file: ClaimFile, data: st.DataObject) -> ClaimFile:
    """Return *file* with several slips and copies at once."""
    bills = [one for one in file.papers if one.id != "c1"]
    for one in data.draw(st.lists(st.sampled_from(bills), max_size=3)):
        field = data.draw(st.sampled_from(["owner", "dated_on", "total", "vat", "number"]))
        file = marred(file, pin(one.id, field), data.draw(st.sampled_from(["17", "2025-12-31", "Somebody Else", "?"])))
    copies = data.draw(st.lists(st.sampled_from(file.papers), max_size=2))
    more = tuple(replace(one, id=f"{one.id}_{at}") for at, one in enumerate(copies))
    return replace(file, papers=(*file.papers, *more))


@given(data=st.data())
def test_the_order_of_papers_does_not_change_the_errors(data: st.DataObject) -> None:
    file = told_twice(data.draw(clean_files()), data)
    other = replace(file, papers=tuple(data.draw(st.permutations(file.papers))))
    assert flags(other) == flags(file)


@given(data=st.data())
def test_each_error_stands_somewhere_and_no_two_stand_at_the_same_place(data: st.DataObject) -> None:
    file = told_twice(data.draw(clean_files()), data)
    papers = {one.id: one for one in file.papers}
    seen: set[str] = set()
    for flag in flags(file):
        own = set(flag.pins[:1] if flag.about == "too_early" else flag.pins)
        assert own
        assert own.isdisjoint(seen)
        seen |= own
        for holder, field in map(pinned, flag.pins):
            assert field in file.record if holder == RECORD else papers[holder].statement(field) is not None


@given(data=st.data())
def test_a_right_paper_in_the_place_of_a_wrong_one_heals_it(data: st.DataObject) -> None:
    file = data.draw(clean_files())
    right = data.draw(st.sampled_from([one for one in file.papers if one.id != "c1"]))
    wrong = marred(file, pin(right.id, "total"), "99999999.99")
    assert flags(replace(wrong, papers=(*wrong.papers, replace(right, id="mended", replaces=right.id)))) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("A-17", "a 17", True),
        ("123 ABC", "123abc", True),
        ("100", "100.00", True),
        ("0417", "417", True),
        ("-5", "5", False),
        ("1E2", "100", False),
        ("10/2", "5", False),
        ("2026-05-04", "2026-05-14", False),
        ("Õun", "Oun", False),
    ],
)
def test_statements_are_compared_by_their_letters_and_numbers_by_their_value(one: str, other: str, same: bool) -> None:
    assert (normalised(one) == normalised(other)) is same
