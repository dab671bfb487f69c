"""Publishing: only what was proved, word for word; versions never change, and work under way keeps its own."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from simulator.errors import Conflict, InvalidContent, NotFound
from simulator.json_codec import from_json
from simulator.paths import scenarios_folder
from simulator.persistence.audit import AuditRow
from simulator.persistence.content import keep, kept
from simulator.persistence.engine import writing
from simulator.persistence.items import Item
from simulator.persistence.scenarios import CheckRun, ScenarioVersion
from simulator.practice import skills as practice_skills
from simulator.scoring.debrief import Taught
from simulator.services import practice, scenarios
from simulator.services.scenarios import proving


@pytest.fixture
def edit(session, ines, stock):
    return lambda scenario_id: scenarios.editing(session, scenario_id, person=ines, stock=stock)


@pytest.fixture
def save(session, ines, stock, now):
    def saved(scenario_id, text, revision):
        return scenarios.save(session, scenario_id, text, revision=revision, person=ines, stock=stock, now=now)

    return saved


@pytest.fixture
def try_to_publish(session, ines, stock, now):
    def tried(scenario_id, revision, person=ines):
        return scenarios.publish(session, scenario_id, revision=revision, person=person, stock=stock, now=now)

    return tried


def ids_in_use(session, stock):
    return [one.id for one in scenarios.in_use(session, stock)]


def test_a_draft_whose_checks_passed_is_published_and_practice_serves_it(
    begun, publish, edit, session, stock, ines, shipped
):
    scenario_id = begun()
    assert ids_in_use(session, stock) == [shipped]
    assert publish(scenario_id) == 1
    assert ids_in_use(session, stock) == [shipped, scenario_id]
    found = edit(scenario_id)
    assert (found.version, found.is_draft, found.revision) == (1, False, 2)
    (version,) = scenarios.history(session, scenario_id, person=ines)
    assert (version.n, version.by, version.note) == (1, "Ines Kask", "Ready")


def test_a_wrong_expectation_cannot_be_published_and_the_error_says_where_and_what_to_change(
    begun, prove, try_to_publish, session, stock, shipped
):
    scenario_id = begun(expect="approve")
    found = prove(scenario_id)
    assert (found.state, found.done, found.failed) == ("failed", 100, 100)
    with pytest.raises(scenarios.Unproved) as refused:
        try_to_publish(scenario_id, 1)
    message = str(refused.value)
    for words in (
        "market ee, seed 1, agrees",
        "expected approve, the engine holds reject (grounds in_force)",
        "in_force decides",
        "correct expect, the case or replies",
        "#occurred_on",
    ):
        assert words in message
    assert refused.value.progress.failures[0].pins
    assert ids_in_use(session, stock) == [shipped]


def test_what_was_never_checked_or_is_still_being_checked_cannot_be_published(
    begun, try_to_publish, session, ines, stock, now
):
    scenario_id = begun()
    with pytest.raises(scenarios.Unproved, match="not checked over 100 seeds"):
        try_to_publish(scenario_id, 1)
    run = scenarios.start_check(session, scenario_id, person=ines, stock=stock, now=now)
    scenarios.advance(session, run, person=ines, stock=stock, now=now, slice_of=10)
    with pytest.raises(scenarios.Unproved, match="seed 10 of 100"):
        try_to_publish(scenario_id, 1)


def test_checks_over_fewer_than_a_hundred_seeds_do_not_count(begun, prove, try_to_publish):
    scenario_id = begun()
    assert prove(scenario_id, seeds=20).state == "passed"
    with pytest.raises(scenarios.Unproved, match="not checked over 100 seeds"):
        try_to_publish(scenario_id, 1)


def test_the_checks_of_one_text_say_nothing_of_the_next(begun, prove, save, try_to_publish, text_of):
    scenario_id = begun()
    prove(scenario_id)
    save(scenario_id, text_of(scenario_id, expect="approve"), 1)
    with pytest.raises(scenarios.Unproved):
        try_to_publish(scenario_id, 2)


def test_checks_by_another_edition_of_the_forms_do_not_count(begun, prove, try_to_publish, session):
    scenario_id = begun()
    prove(scenario_id)
    session.execute(update(CheckRun).values(edition="older"))
    session.commit()
    with pytest.raises(scenarios.Unproved):
        try_to_publish(scenario_id, 1)


def test_a_draft_with_problems_is_neither_checked_nor_published(begun, save, try_to_publish, session, ines, stock, now):
    scenario_id = begun()
    save(scenario_id, "title: x", 1)
    with pytest.raises(InvalidContent) as refused:
        try_to_publish(scenario_id, 2)
    assert all(problem.line and problem.fix for problem in refused.value.problems)
    with pytest.raises(InvalidContent):
        scenarios.start_check(session, scenario_id, person=ines, stock=stock, now=now)


def test_a_double_click_publishes_one_version(begun, prove, try_to_publish, session):
    scenario_id = begun()
    prove(scenario_id)
    assert [try_to_publish(scenario_id, 1), try_to_publish(scenario_id, 1)] == [1, 1]
    assert session.scalars(select(ScenarioVersion.n)).all() == [1]


def test_who_publishes_what_another_has_changed_meanwhile_is_told(begun, prove, save, try_to_publish, ivar, text_of):
    scenario_id = begun()
    prove(scenario_id)
    save(scenario_id, text_of(scenario_id, level=2), 1)
    prove(scenario_id)
    with pytest.raises(scenarios.StaleDraft):
        try_to_publish(scenario_id, 1, person=ivar)
    assert try_to_publish(scenario_id, 2, person=ivar) == 1
    with pytest.raises(scenarios.StaleDraft):
        try_to_publish(scenario_id, 1)


def test_the_same_words_are_not_published_again(begun, publish, save, try_to_publish, text_of):
    scenario_id = begun()
    publish(scenario_id)
    save(scenario_id, text_of(scenario_id), 2)
    with pytest.raises(Conflict, match="word for word"):
        try_to_publish(scenario_id, 3)


@pytest.fixture
def take(session, people, stock, now):
    """Let Tess take a claim of what is in use, one scenario alone."""
    skills = practice_skills.load((scenarios_folder() / "skills.yaml").read_text("utf-8"))

    def taken(scenario_id):
        only = [one for one in scenarios.in_use(session, stock) if one.id == scenario_id]
        return practice.next_claim(
            session, person_id=people["tess"].id, scenarios=only, skills=skills, content=stock.content, now=now
        )

    return taken


def debrief_of(session, item_id):
    name = session.scalar(select(Item.scenario_hash).where(Item.id == item_id))
    return from_json(Taught, kept(session, name)[name]).debrief.en


def test_a_publish_while_people_work_leaves_their_claim_as_it_was_promised(
    begun, publish, save, take, session, stock, text_of
):
    scenario_id = begun()
    publish(scenario_id)
    first = take(scenario_id)
    save(scenario_id, text_of(scenario_id).replace("Cover had ended.", "Cover was over."), 2)
    assert publish(scenario_id) == 2
    assert debrief_of(session, first) == "Cover had ended."
    assert scenarios.promised(session, [scenario_id], stock)[0].debrief.en == "Cover was over."


def test_what_is_retired_is_served_no_more_until_it_is_restored(
    begun, publish, take, session, ines, stock, now, shipped, edit
):
    scenario_id = begun()
    publish(scenario_id)
    item = take(scenario_id)
    for _ in range(2):
        scenarios.retire(session, scenario_id, person=ines, now=now)
    assert ids_in_use(session, stock) == [shipped]
    assert edit(scenario_id).is_retired
    assert debrief_of(session, item) == "Cover had ended."
    with pytest.raises(NotFound, match="not in use"):
        scenarios.promised(session, [scenario_id], stock)
    scenarios.restore(session, scenario_id, person=ines, now=now)
    assert [one.id for one in scenarios.promised(session, [scenario_id, shipped], stock)] == [scenario_id, shipped]
    acts = session.scalars(select(AuditRow.act).where(AuditRow.subject == scenario_id).order_by(AuditRow.at)).all()
    assert acts.count("scenario_retired") == acts.count("scenario_restored") == 1


def test_what_is_retired_is_neither_written_nor_published(begun, prove, save, try_to_publish, session, ines, now):
    scenario_id = begun()
    prove(scenario_id)
    scenarios.retire(session, scenario_id, person=ines, now=now)
    for attempt in (lambda: save(scenario_id, "x", 2), lambda: try_to_publish(scenario_id, 2)):
        with pytest.raises(Conflict, match="retired"):
            attempt()


def test_the_history_shows_what_changed_and_a_version_can_be_taken_back(
    begun, publish, save, edit, session, ines, stock, now, text_of
):
    scenario_id = begun()
    publish(scenario_id)
    save(scenario_id, text_of(scenario_id, level=2), 2)
    told = {"person": ines, "stock": stock}
    lines = scenarios.difference(session, scenario_id, before=1, after=None, **told)
    assert lines[:2] == ("--- version 1", "+++ draft")
    assert {"-level: 1", "+level: 2"} <= set(lines)
    with pytest.raises(Conflict, match="being written"):
        scenarios.take_back(session, scenario_id, 1, revision=3, now=now, **told)
    publish(scenario_id)
    names = scenarios.difference(session, scenario_id, before=2, after=1, **told)[:2]
    assert names == ("--- version 2", "+++ version 1")
    taken = scenarios.take_back(session, scenario_id, 1, revision=4, now=now, **told)
    assert (taken.text, taken.is_draft) == (text_of(scenario_id), True)
    assert publish(scenario_id) == 3
    assert [one.n for one in scenarios.history(session, scenario_id, person=ines)] == [3, 2, 1]
    with pytest.raises(NotFound):
        scenarios.difference(session, scenario_id, before=9, after=1, **told)


def test_a_run_goes_on_where_a_killed_process_left_it_and_is_the_same_for_everybody(
    begun, session, ines, ivar, stock, now
):
    scenario_id = begun()
    run = scenarios.start_check(session, scenario_id, person=ines, stock=stock, now=now)
    assert scenarios.start_check(session, scenario_id, person=ivar, stock=stock, now=now) == run
    later = now + timedelta(minutes=5)
    done = [
        scenarios.advance(session, run, person=who, stock=stock, now=later, slice_of=40) for who in (ines, ivar, ines)
    ]
    assert [(one.done, one.state) for one in done] == [(40, "running"), (80, "running"), (100, "passed")]
    assert done[-1].dispositions == {"reject": 100}
    assert done[-1].robots["always_approve"] < 70
    assert scenarios.advance(session, run, person=ines, stock=stock, now=later) == done[-1]


def test_of_two_that_work_off_the_same_slice_one_counts(begun, session, ines, stock, now, monkeypatch):
    scenario_id = begun()
    run = scenarios.start_check(session, scenario_id, person=ines, stock=stock, now=now)
    first = scenarios.progress(session, run, person=ines)
    scenarios.advance(session, run, person=ines, stock=stock, now=now, slice_of=30)
    seen = iter([first])
    real = proving.progress
    monkeypatch.setattr(proving, "progress", lambda *args, **more: next(seen, None) or real(*args, **more))
    assert scenarios.advance(session, run, person=ines, stock=stock, now=now, slice_of=30).done == 30


def test_a_scenario_that_names_what_the_form_has_not_is_told_while_it_is_written(begun, save, text_of):
    scenario_id = begun()
    found = save(scenario_id, text_of(scenario_id).replace("provision: in_force", "provision: in_forse"), 1)
    (problem,) = found.read.problems
    assert problem.line == 7
    assert 'did you mean "in_force"?' in problem.message
    assert "there are" in problem.fix


def test_what_this_edition_cannot_read_any_more_is_left_out_and_stops_nobody(begun, publish, session, stock, shipped):
    scenario_id = begun(level=5)
    publish(scenario_id)
    with writing(session):
        (odd,) = keep(session, '{"of": "another edition"}')
        session.execute(update(ScenarioVersion).values(body_hash=odd))
    assert ids_in_use(session, stock) == [shipped]
    with pytest.raises(NotFound, match="not in use"):
        scenarios.promised(session, [scenario_id], stock)
