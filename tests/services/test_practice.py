"""The next claim: verified, never the same file twice, and one at a time."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from simulator.authoring.checks import Unfit
from simulator.authoring.parse import read_scenarios
from simulator.desk.actions import ActionKind
from simulator.desk.sending import decision_data
from simulator.domain.decision import Decision, Disposition
from simulator.domain.exercise import Exercise
from simulator.errors import Misconfigured
from simulator.json_codec import from_json
from simulator.paths import scenarios_folder
from simulator.persistence.content import StoredContent
from simulator.persistence.engine import sessions
from simulator.persistence.items import Item, LoggedAction
from simulator.persistence.practice import FIRST_ACTS
from simulator.practice import skills as practice_skills
from simulator.scoring.path import next_acts
from simulator.scoring.weights import load
from simulator.services import practice, shifts

SCENARIOS = scenarios_folder()
REFUSAL = (ActionKind.DECIDE, decision_data(Decision(disposition=Disposition.REJECT, lead="alcohol")))
NOTE = (ActionKind.NOTE, {"text": "Begun"})


@pytest.fixture(scope="module")
def weights():
    return load((SCENARIOS / "scoring.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def library():
    return read_scenarios(SCENARIOS / "library")


@pytest.fixture(scope="module")
def skills():
    return practice_skills.load((SCENARIOS / "skills.yaml").read_text("utf-8"))


@pytest.fixture
def take(session, people, content, library, skills, now):
    """Take the next claim as one of the cast: ``take("tess")``."""

    def taken(short="tess", *, scenarios=library, later=timedelta(0), market=""):
        return practice.next_claim(
            session,
            person_id=people[short].id,
            scenarios=scenarios,
            skills=skills,
            content=content,
            now=now + later,
            market=market,
        )

    return taken


@pytest.fixture
def work(session, people, content, weights, now):
    """Act on an item of Tess, or decide it as the model path does: ``work(item, NOTE)``, ``work(item)``."""

    def worked(item_id, *acts, library=content.library):
        desk = shifts.desk_of(session, item_id, person_id=people["tess"].id, library=library)
        later = now + timedelta(minutes=5)
        if acts:
            return shifts.act(session, desk, acts, weights=weights, now=later)
        while desk.state.status.value != "decided":
            todo = next_acts(desk.state, desk.exercise, desk.rules)
            desk = shifts.act(session, desk, todo, weights=weights, now=later)
        return desk

    return worked


def items(session):
    return session.scalar(select(func.count()).select_from(Item))


def test_the_next_claim_is_one_that_can_be_worked_on(take, work, session):
    assert work(take()).state.status.value == "decided"
    assert items(session) == 1


def test_taking_up_writes_the_first_acts_alone(take, session):
    item_id = take()
    acts = session.scalar(select(func.count()).select_from(LoggedAction).where(LoggedAction.item_id == item_id))
    assert acts == FIRST_ACTS


def test_a_claim_that_was_not_begun_is_given_again(take, work, session):
    first = take()
    assert [take(), take()] == [first, first]
    work(first, NOTE)
    assert take() != first
    assert items(session) == 2


def test_claims_that_lie_on_the_desk_are_given_oldest_first(take, claim, session, now):
    younger, older = claim(), claim()
    session.execute(update(Item).where(Item.id == older).values(created_at=now - timedelta(days=1)))
    session.commit()
    assert take() == older != younger
    assert items(session) == 2


def test_somebody_elses_claim_is_never_given(take):
    assert take("tess") != take("tom")


def test_no_two_claims_of_a_person_are_the_same_file(take, work, session):
    for _ in range(6):
        work(take(), NOTE)
    rows = session.execute(select(Item.seed, Item.exercise_hash)).all()
    assert len({seed for seed, _ in rows}) == len({name for _, name in rows}) == 6


def test_two_people_have_files_of_their_own(take, session):
    assert take("tess") != take("tom")
    hashes = session.scalars(select(Item.exercise_hash)).all()
    assert len(set(hashes)) == 2


def test_the_next_claim_makes_the_decision_before_it_final(take, work, session):
    decided = take()
    work(decided)
    take()
    assert session.get(Item, decided, populate_existing=True).state == "closed"


def test_so_does_a_next_claim_that_lay_there_already(take, work, claim, session, motor_content):
    lying, decided = claim(), claim()
    work(decided, REFUSAL, library=motor_content.library)
    assert take() == lying
    assert session.get(Item, decided, populate_existing=True).state == "closed"


def test_a_seed_that_fails_its_checks_is_not_served(take, monkeypatch, session):
    refused = []
    real = practice.verified

    def picky(scenario, seed, **rest):
        if len(refused) < 3:
            refused.append(seed)
            raise Unfit("not this one")
        return real(scenario, seed, **rest)

    monkeypatch.setattr(practice, "verified", picky)
    seed = int(session.get(Item, take()).seed)
    assert len(refused) == 3
    assert seed == refused[-1] + 1


def test_where_no_exercise_passes_its_checks_none_is_served(take, session):
    with pytest.raises(Misconfigured):
        take(scenarios=())
    assert items(session) == 0


def test_two_windows_that_ask_at_once_are_given_one_claim(engine, people, content, library, skills, now, session):
    together, given = threading.Barrier(2), []

    class Together(tuple):
        """A library of which both windows have begun to choose before either writes."""

        def __iter__(self):
            if not given:
                together.wait(20)
            return super().__iter__()

    def ask(person_id):
        with sessions(engine)() as own:
            given.append(
                practice.next_claim(
                    own, person_id=person_id, scenarios=library, skills=chosen, content=content, now=now
                )
            )

    chosen = replace(skills, skills=Together(skills.skills))
    windows = [threading.Thread(target=ask, args=(people["tess"].id,)) for _ in range(2)]
    for window in windows:
        window.start()
    for window in windows:
        window.join(60)
    assert len(given) == 2
    assert given[0] == given[1]
    assert items(session) == 1


def test_a_name_that_an_older_claim_has_is_passed_over(claim, take, work, people, motor_content):
    older = claim(item_id=practice.practice_item(people["tess"].id, 1))
    work(older, REFUSAL, library=motor_content.library)
    assert take() == practice.practice_item(people["tess"].id, 2)


@pytest.mark.parametrize("market", ["ee", "us"])
def test_who_practises_in_one_market_gets_claims_of_that_one(take, work, session, market):
    for _ in range(5):
        work(take(market=market), NOTE)
    exercises = session.execute(select(StoredContent.body).join(Item, Item.exercise_hash == StoredContent.hash))
    assert {from_json(Exercise, body).file.market for (body,) in exercises} == {market}
