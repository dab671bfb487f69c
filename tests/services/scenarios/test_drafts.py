"""Drafts: begun, saved by revision, never overwritten, kept however broken."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from simulator.authoring.beginnings import Aim
from simulator.errors import Conflict, Invalid, NotAllowed, NotFound
from simulator.persistence.audit import AuditRow
from simulator.persistence.content import content_hash, kept
from simulator.persistence.scenarios import StoredScenario
from simulator.services import scenarios

BROKEN = "id: [\ntitle: "


@pytest.fixture
def save(session, ines, stock, now):
    def saved(scenario_id, text, revision, person=ines, later=0):
        at = now + timedelta(minutes=later)
        return scenarios.save(session, scenario_id, text, revision=revision, person=person, stock=stock, now=at)

    return saved


@pytest.fixture
def edit(session, ines, stock):
    return lambda scenario_id: scenarios.editing(session, scenario_id, person=ines, stock=stock)


def test_a_draft_from_a_provision_has_nothing_wrong_and_passes_its_checks(session, ines, stock, now, edit, prove):
    aim = Aim(form="bicycle", market="ee", provision="in_force")
    new = scenarios.begin_teaching(session, aim, person=ines, stock=stock, now=now)
    found = edit(new)
    assert (found.read.problems, found.origin, found.revision) == ((), "provision", 1)
    assert found.came_from == "bicycle ee in_force outside"
    assert prove(new).state == "passed"


def test_a_blank_draft_says_by_line_what_is_still_to_be_written(session, ines, stock, now, edit):
    new = scenarios.begin_blank(session, form="bicycle", market="ee", person=ines, stock=stock, now=now)
    problems = edit(new).read.problems
    assert {problem.key for problem in problems} == {"title", "debrief"}
    assert all(problem.line and problem.fix for problem in problems)


@pytest.mark.parametrize(("form", "market"), [("boat", "ee"), ("bicycle", "us")])
def test_a_draft_of_a_form_that_is_not_here_cannot_begin(session, ines, stock, now, form, market):
    with pytest.raises(NotFound):
        scenarios.begin_blank(session, form=form, market=market, person=ines, stock=stock, now=now)


def test_a_double_click_begins_one_draft(session, ines, ivar, stock, now):
    new = uuid4()
    blank = {"form": "bicycle", "market": "ee", "stock": stock, "now": now, "scenario_id": new}
    first = scenarios.begin_blank(session, person=ines, **blank)
    assert scenarios.begin_blank(session, person=ines, **blank) == first == str(new)
    with pytest.raises(Conflict):
        scenarios.begin_blank(session, person=ivar, **blank)
    assert session.scalar(select(func.count()).select_from(StoredScenario)) == 1


def test_what_shipped_is_edited_as_a_copy_with_an_id_of_its_own(session, ines, stock, now, edit, text_of, shipped):
    with pytest.raises(NotFound, match="duplicated"):
        edit(shipped)
    copy = scenarios.duplicate(session, shipped, person=ines, stock=stock, now=now)
    found = edit(copy)
    assert found.text == text_of(copy)
    assert (found.origin, found.came_from, found.read.problems) == ("duplicate", shipped, ())


def test_a_draft_is_kept_however_broken_and_goes_on_showing_its_title(begun, save, edit, session):
    scenario_id = begun()
    assert save(scenario_id, BROKEN, 1).read.problems
    found = edit(scenario_id)
    assert (found.text, found.revision, found.read.scenario) == (BROKEN, 2, None)
    row = session.get(StoredScenario, scenario_id)
    assert (row.card["title"]["en"], row.problems) == ("A bicycle the day after", 1)


def test_two_editors_never_overwrite_each_other_and_the_second_is_told_who_and_when(
    begun, save, edit, ivar, now, text_of
):
    scenario_id = begun()
    save(scenario_id, text_of(scenario_id, level=2), 1, later=1)
    with pytest.raises(scenarios.StaleDraft) as refused:
        save(scenario_id, text_of(scenario_id, level=3), 1, person=ivar, later=2)
    told = refused.value
    assert (told.by, told.at, told.revision) == ("Ines Kask", now + timedelta(minutes=1), 2)
    assert told.text == edit(scenario_id).text == text_of(scenario_id, level=2)
    assert save(scenario_id, text_of(scenario_id, level=3), told.revision, person=ivar).by == "Ivar Mets"


def test_the_same_text_sent_twice_is_saved_once(begun, save, text_of):
    scenario_id = begun()
    text = text_of(scenario_id, level=2)
    assert save(scenario_id, text, 1).revision == save(scenario_id, text, 1).revision == 2


def test_line_ends_of_a_browser_become_those_of_files(begun, save, text_of):
    scenario_id = begun()
    text = text_of(scenario_id, level=2)
    assert save(scenario_id, text.replace("\n", "\r\n"), 1).text == text


def test_a_text_that_is_too_long_is_refused_and_what_stands_stays(begun, save, edit):
    scenario_id = begun()
    with pytest.raises(Invalid, match="at most 60000 characters"):
        save(scenario_id, "#" * 60_001, 1)
    assert edit(scenario_id).revision == 1


def test_the_id_of_a_scenario_cannot_be_changed_by_its_text(begun, save, text_of):
    scenario_id = begun()
    (problem,) = save(scenario_id, text_of(str(uuid4())), 1).read.problems
    assert (problem.key, problem.line, problem.fix) == ("id", 1, f"write id: {scenario_id}")


def test_a_draft_that_is_given_up_leaves_the_version_and_its_text_stays_stored(
    begun, publish, save, edit, session, ines, stock, now, text_of
):
    scenario_id = begun()
    publish(scenario_id)
    revision = edit(scenario_id).revision
    draft = text_of(scenario_id, level=4)
    save(scenario_id, draft, revision)
    scenarios.give_up(session, scenario_id, revision=revision + 1, person=ines, stock=stock, now=now)
    found = edit(scenario_id)
    assert (found.text, found.is_draft, found.version) == (text_of(scenario_id), False, 1)
    assert kept(session, content_hash(draft)) == {content_hash(draft): draft}
    assert session.get(StoredScenario, scenario_id).card["level"] == 1


def test_a_draft_of_which_nothing_was_published_is_not_thrown_away(begun, session, ines, stock, now):
    scenario_id = begun()
    with pytest.raises(Conflict, match="Retire it"):
        scenarios.give_up(session, scenario_id, revision=1, person=ines, stock=stock, now=now)


def test_nobody_but_an_instructor_reads_or_writes_scenarios(begun, people, session, stock, now, shipped):
    scenario_id = begun()
    for short in ("tess", "rae", "ada"):
        who = {"person": people[short], "stock": stock}
        for attempt in (
            lambda who=who: scenarios.editing(session, scenario_id, **who),
            lambda who=who: scenarios.save(session, scenario_id, "", revision=1, now=now, **who),
            lambda who=who: scenarios.begin_blank(session, form="bicycle", market="ee", now=now, **who),
            lambda who=who: scenarios.duplicate(session, shipped, now=now, **who),
            lambda who=who: scenarios.give_up(session, scenario_id, revision=1, now=now, **who),
            lambda who=who: scenarios.take_back(session, scenario_id, 1, revision=1, now=now, **who),
            lambda who=who: scenarios.start_check(session, scenario_id, now=now, **who),
            lambda who=who: scenarios.publish(session, scenario_id, revision=1, now=now, **who),
            lambda who=who: scenarios.retire(session, scenario_id, person=who["person"], now=now),
            lambda who=who: scenarios.export(session, **who),
            lambda who=who: scenarios.import_zip(session, b"", now=now, **who),
            lambda who=who: scenarios.preview(session, scenario_id, 1, market="ee", **who),
        ):
            with pytest.raises(NotAllowed):
                attempt()


def test_who_wrote_on_a_scenario_is_noted_once_a_sitting(begun, save, session, ines, ivar):
    scenario_id = begun()
    save(scenario_id, BROKEN, 1)
    save(scenario_id, BROKEN + "x", 2, person=ivar, later=1)
    save(scenario_id, BROKEN + "xy", 3, person=ivar, later=2)
    save(scenario_id, BROKEN + "xyz", 4, person=ivar, later=90)
    rows = session.scalars(select(AuditRow).where(AuditRow.subject == scenario_id).order_by(AuditRow.at)).all()
    assert [(row.act, row.person_id) for row in rows] == [
        ("scenario_begun", ines.id),
        ("scenario_saved", ivar.id),
        ("scenario_saved", ivar.id),
    ]
