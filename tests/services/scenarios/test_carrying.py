"""Zips: all of it or nothing, every problem with file and line, nothing written outside."""

import io
import zipfile
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from simulator.authoring import archive
from simulator.authoring.archive import LARGEST_TEXTS, LARGEST_ZIP, MOST_FILES
from simulator.errors import Invalid, InvalidContent
from simulator.persistence.scenarios import StoredScenario
from simulator.services import scenarios


def zip_of(files, *, kind=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as zipped:
        for name, text in files:
            zipped.writestr(name, text)
    return buffer.getvalue()


@pytest.fixture
def bring(session, ines, stock, now):
    def brought(zipped, **more):
        return scenarios.import_zip(session, zipped, person=ines, stock=stock, now=now, **more)

    return brought


def count(session):
    return session.scalar(select(func.count()).select_from(StoredScenario))


def test_what_is_exported_comes_in_elsewhere_as_it_was(begun, session, ines, stock, now, bring, shipped, text_of):
    scenario_id = begun()
    zipped = scenarios.export(session, person=ines, stock=stock, scenarios=[scenario_id, shipped])
    assert zipped == scenarios.export(session, person=ines, stock=stock, scenarios=[scenario_id, shipped])
    with zipfile.ZipFile(io.BytesIO(zipped)) as opened:
        texts = {opened.read(name).decode() for name in opened.namelist()}
        assert len(opened.namelist()) == 2
    assert texts == {text_of(scenario_id), text_of(shipped)}
    assert bring(zipped).same == tuple(sorted(zipfile.ZipFile(io.BytesIO(zipped)).namelist()))


def test_a_zip_of_two_makes_two_drafts_and_a_dry_run_makes_none(bring, session, text_of, ines, stock):
    first, second = str(uuid4()), str(uuid4())
    zipped = zip_of([("a.yaml", text_of(first)), ("deep/b.yaml", text_of(second, level=2))])
    assert bring(zipped, dry_run=True).new == ("a.yaml", "deep/b.yaml")
    assert count(session) == 0
    assert bring(zipped).new == ("a.yaml", "deep/b.yaml")
    found = scenarios.editing(session, second, person=ines, stock=stock)
    assert (found.origin, found.came_from, found.text) == ("import", "deep/b.yaml", text_of(second, level=2))
    assert bring(zipped).same == ("a.yaml", "deep/b.yaml")


def test_one_bad_file_keeps_all_out_and_every_problem_has_its_file_and_line(bring, session, text_of):
    good, bad = text_of(str(uuid4())), text_of(str(uuid4()), level=9)
    zipped = zip_of(
        [
            ("a.yaml", good),
            ("b.yaml", bad),
            ("c.yaml", good.replace("form: bicycle", "form: boat")),
            ("d.txt", "x"),
            ("e.yaml", b"\xff\xfe"),
        ]
    )
    with pytest.raises(InvalidContent) as refused:
        bring(zipped)
    told = {(problem.file, problem.line) for problem in refused.value.problems}
    assert told >= {("b.yaml", 4), ("c.yaml", 5), ("d.txt", 0), ("e.yaml", 0)}
    assert all(problem.fix for problem in refused.value.problems)
    assert count(session) == 0


@pytest.mark.parametrize(
    "name", ["../a.yaml", "/etc/a.yaml", "..\\a.yaml", "C:\\a.yaml", "deep/../../a.yaml"], ids=range(5)
)
def test_a_name_that_leads_out_of_the_zip_is_refused(bring, session, text_of, name):
    with pytest.raises(InvalidContent, match="leads out of the zip"):
        bring(zip_of([(name, text_of(str(uuid4())))]))
    assert count(session) == 0


def test_a_broken_zip_is_a_plain_error(bring, text_of):
    whole = zip_of([("a.yaml", text_of(str(uuid4())))])
    damaged = bytearray(whole)
    damaged[45] ^= 0xFF
    for zipped in (b"", b"no zip at all", whole[: len(whole) // 2], bytes(damaged)):
        with pytest.raises(Invalid, match="no zip, or it is damaged"):
            bring(zipped)
    with pytest.raises(Invalid, match="no scenario in this zip"):
        bring(zip_of([]))


def test_a_zip_that_is_too_large_or_swells_is_refused(bring):
    with pytest.raises(Invalid, match="larger than 2 MB"):
        bring(b"x" * (LARGEST_ZIP + 1))
    with pytest.raises(Invalid, match="500 are the most"):
        bring(zip_of([(f"{n}.yaml", "") for n in range(MOST_FILES + 1)]))
    with pytest.raises(InvalidContent, match="too long"):
        bring(zip_of([("bomb.yaml", "a" * 50_000_000)]))


def test_a_whole_that_is_too_long_is_refused_before_it_is_read(bring):
    full = "a" * (LARGEST_TEXTS // 100)
    with pytest.raises(Invalid, match="longer than 8 MB"):
        bring(zip_of([(f"{n}.yaml", full) for n in range(101)]))


@pytest.mark.parametrize(
    ("limit", "match"),
    [("MOST_FILES", "There are 2 files"), ("LARGEST_TEXTS", "longer than"), ("LARGEST_ZIP", "larger than")],
)
def test_what_could_not_come_in_again_does_not_go_out(
    begun, bring, session, ines, stock, shipped, monkeypatch, limit, match
):
    both = [begun(), shipped]
    zipped = scenarios.export(session, person=ines, stock=stock, scenarios=both)
    size = sum(one.file_size for one in zipfile.ZipFile(io.BytesIO(zipped)).infolist())
    held = {"MOST_FILES": 2, "LARGEST_TEXTS": size, "LARGEST_ZIP": len(zipped)}[limit]
    monkeypatch.setattr(archive, limit, held)
    assert scenarios.export(session, person=ines, stock=stock, scenarios=both) == zipped
    assert len(bring(zipped).same) == 2
    monkeypatch.setattr(archive, limit, held - 1)
    for carry in (lambda: scenarios.export(session, person=ines, stock=stock, scenarios=both), lambda: bring(zipped)):
        with pytest.raises(Invalid, match=match):
            carry()


def test_a_draft_with_problems_stays_and_its_newest_version_goes(begun, publish, session, ines, stock, now, text_of):
    broken, mended = begun(), begun()
    publish(mended)
    for one, revision in ((broken, 1), (mended, 2)):
        text = text_of(one, level=9)
        scenarios.save(session, one, text, revision=revision, person=ines, stock=stock, now=now)
    zipped = scenarios.export(session, person=ines, stock=stock)
    with zipfile.ZipFile(io.BytesIO(zipped)) as opened:
        assert [opened.read(name).decode() for name in opened.namelist()] == [text_of(mended)]
    with pytest.raises(Invalid, match="has problems"):
        scenarios.export(session, person=ines, stock=stock, scenarios=[broken])


def test_two_files_with_one_id_are_refused(bring, text_of):
    same = str(uuid4())
    with pytest.raises(InvalidContent, match=r"also the id of a\.yaml"):
        bring(zip_of([("a.yaml", text_of(same)), ("b.yaml", text_of(same, level=2))]))


def test_what_shipped_cannot_be_replaced(bring, session, text_of, shipped):
    with pytest.raises(InvalidContent, match="belongs to a scenario that shipped"):
        bring(zip_of([("a.yaml", text_of(shipped, level=2))]))
    assert bring(zip_of([("a.yaml", text_of(shipped))])).same == ("a.yaml",)
    assert count(session) == 0


def test_a_draft_that_somebody_is_writing_is_never_overwritten(begun, bring, publish, session, ines, stock, text_of):
    scenario_id = begun()
    zipped = zip_of([("a.yaml", text_of(scenario_id, level=2))])
    with pytest.raises(InvalidContent, match="a draft of it is being written here"):
        bring(zipped)
    publish(scenario_id)
    assert bring(zipped).changed == ("a.yaml",)
    found = scenarios.editing(session, scenario_id, person=ines, stock=stock)
    assert (found.text, found.version, found.is_draft) == (text_of(scenario_id, level=2), 1, True)
