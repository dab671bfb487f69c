"""Two at the same moment: one goes through, the other is told, nothing is lost."""

import threading
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from simulator.persistence.assignments import SeedPolicy
from simulator.persistence.engine import sessions
from simulator.persistence.items import Item
from simulator.persistence.scenarios import CheckRun, ScenarioVersion, StoredScenario
from simulator.services import assignments, groups, scenarios


@pytest.fixture
def at_once(engine):
    """Run verbs at the same moment, each in a session of its own; return what came of each."""

    def run(*verbs):
        ready, outcomes = threading.Barrier(len(verbs)), [None] * len(verbs)

        def work(at, verb):
            with sessions(engine)() as session:
                ready.wait()
                try:
                    outcomes[at] = verb(session)
                except Exception as error:
                    outcomes[at] = error

        threads = [threading.Thread(target=work, args=(at, verb)) for at, verb in enumerate(verbs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return outcomes

    return run


def test_of_two_who_save_at_once_one_is_told_who_was_first(begun, at_once, ines, ivar, stock, now, text_of, session):
    scenario_id = begun()

    def saver(person, level):
        text = text_of(scenario_id, level=level)
        return lambda one: scenarios.save(one, scenario_id, text, revision=1, person=person, stock=stock, now=now)

    outcomes = at_once(saver(ines, 2), saver(ivar, 3))
    (refused,) = [one for one in outcomes if isinstance(one, scenarios.StaleDraft)]
    (saved,) = [one for one in outcomes if isinstance(one, scenarios.Editing)]
    assert (refused.by, refused.text, refused.revision) == (saved.by, saved.text, 2)
    assert session.scalar(select(StoredScenario.draft)) == saved.text


def test_two_clicks_at_once_publish_one_version(begun, prove, at_once, ines, stock, now, session):
    scenario_id = begun()
    prove(scenario_id)

    def click(one):
        return scenarios.publish(one, scenario_id, revision=1, person=ines, stock=stock, now=now)

    outcomes = at_once(click, click)
    assert 1 in outcomes
    assert all(one == 1 or isinstance(one, scenarios.StaleDraft) for one in outcomes)
    assert session.scalars(select(ScenarioVersion.n)).all() == [1]


def test_two_clicks_at_once_begin_one_draft_and_one_run(at_once, ines, stock, now, session):
    new = uuid4()

    def begin(one):
        more = {"person": ines, "stock": stock, "now": now, "scenario_id": new}
        return scenarios.begin_blank(one, form="bicycle", market="ee", **more)

    assert at_once(begin, begin) == [str(new)] * 2
    assert session.scalar(select(func.count()).select_from(StoredScenario)) == 1


def test_two_who_check_one_text_at_once_share_one_run(begun, at_once, ines, ivar, stock, now, session):
    scenario_id = begun()

    def start(person):
        return lambda one: scenarios.start_check(one, scenario_id, person=person, stock=stock, now=now)

    first, second = at_once(start(ines), start(ivar))
    assert first == second

    def go_on(one):
        return scenarios.advance(one, first, person=ines, stock=stock, now=now, slice_of=50)

    for _ in range(2):
        at_once(go_on, go_on)
    run = session.scalars(select(CheckRun)).one()
    assert (run.done, run.state, run.dispositions) == (100, "passed", {"reject": 100})


@pytest.fixture
def give(session, people, ines, stock, now):
    """Give a scenario out to a group in which Tess and Tom learn."""

    def given(scenario_id):
        group = groups.create_group(session, "Newcomers", leader_id=ines.id, group_id=uuid4(), now=now)
        for short in ("tess", "tom"):
            groups.join(session, group, people[short].id, now)
        session.commit()
        order = assignments.Order(
            title="Week 1",
            scenarios=scenarios.promised(session, [scenario_id], stock),
            opens_at=now,
            due_at=None,
            seeds=SeedPolicy.OWN,
        )
        return assignments.give(session, group, order, leader_id=ines.id, assignment_id=uuid4(), now=now)

    return given


def test_work_given_out_goes_on_in_its_version_when_it_is_published_anew_and_retired(
    begun, publish, give, session, people, ines, stock, now, text_of
):
    scenario_id = begun()
    publish(scenario_id)
    work = give(scenario_id)
    who = {"content": stock.content, "now": now}
    first = assignments.take(session, work, 1, person=people["tess"], **who)
    text = text_of(scenario_id).replace("Cover had ended.", "Cover was over.")
    scenarios.save(session, scenario_id, text, revision=2, person=ines, stock=stock, now=now)
    publish(scenario_id)
    scenarios.retire(session, scenario_id, person=ines, now=now)
    second = assignments.take(session, work, 1, person=people["tom"], **who)
    names = session.scalars(select(Item.scenario_hash).where(Item.id.in_([first, second]))).all()
    assert len(names) == 2
    assert len(set(names)) == 1
    assert scenarios.bodies(session, (names[0],))[names[0]].debrief.en == "Cover had ended."
