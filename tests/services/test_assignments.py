"""Work given out: what was promised is what is worked on, once, each with an own file or all with the same."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from simulator.authoring.parse import read_scenarios
from simulator.domain.text import Text
from simulator.errors import Conflict, Invalid, NotFound
from simulator.json_codec import from_json
from simulator.paths import scenarios_folder
from simulator.persistence.assignments import (
    AssignedItem,
    Assignment,
    SeedPolicy,
    given_count,
    given_to,
    own_claims,
    progress_of,
    results_of,
    work_of_group,
)
from simulator.persistence.audit import AuditRow
from simulator.persistence.content import kept
from simulator.persistence.items import Item
from simulator.scoring.debrief import Taught
from simulator.services.assignments import MOST_CLAIMS, Order, give, take, withdraw
from simulator.services.groups import add_member, create_group, remove_member


@pytest.fixture(scope="module")
def scenarios():
    found = read_scenarios(scenarios_folder() / "library")
    names = ("clean_approval", "last_day_of_the_period")
    return tuple(next(one for one in found if one.file.endswith(f"{name}.yaml")) for name in names)


@pytest.fixture
def group(session, people, now):
    """A group of Ines with Tess and Tom in it."""
    ines = people["ines"].id
    made = create_group(session, "Newcomers", leader_id=ines, group_id=uuid4(), now=now)
    for short in ("tess", "tom"):
        add_member(session, made, f"{short}@example.com", leader_id=ines, now=now)
    return made


@pytest.fixture
def given(session, people, group, scenarios, now):
    """Give work out: ``given(due_at=...)``."""

    def out(by="ines", assignment_id=None, **more):
        order = Order(
            **{"title": "Week 1", "scenarios": scenarios, "opens_at": now, "due_at": now + timedelta(days=7), **more}
        )
        return give(session, group, order, leader_id=people[by].id, assignment_id=assignment_id or uuid4(), now=now)

    return out


@pytest.fixture
def taken(session, people, content, now):
    def up(short, assignment_id, n=1, at=now):
        item_id = take(session, assignment_id, n, person=people[short], content=content, now=at)
        return session.get(Item, item_id, populate_existing=True)

    return up


def count(session, table):
    session.rollback()
    return session.scalar(select(func.count()).select_from(table))


def test_what_is_given_to_a_group_is_given_to_everybody_in_it(session, people, given, now):
    given()
    for short, much in (("tess", 1), ("tom", 1), ("rae", 0)):
        assert given_count(session, people[short].id, now) == much
    (row,) = given_to(session, people["tess"].id, now, 9)
    assert (row.title, row.claims, row.begun, row.closed) == ("Week 1", 2, 0, 0)


def test_what_is_given_to_one_person_is_nobody_elses(session, people, given, now):
    given(person_id=people["tess"].id)
    assert [given_count(session, people[short].id, now) for short in ("tess", "tom")] == [1, 0]


def test_a_double_click_gives_out_once(session, people, given):
    name = uuid4()
    assert given(assignment_id=name) == given(assignment_id=name) == name
    assert count(session, Assignment) == 1


@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"title": "x" * 121}, {"scenarios": ()}, {"many": MOST_CLAIMS + 1}, {"late": 0}]
)
def test_work_that_cannot_be_is_not_given_out(session, given, scenarios, now, wrong):
    if "many" in wrong:
        wrong = {"scenarios": (scenarios[0],) * wrong["many"]}
    if "late" in wrong:
        wrong = {"due_at": now}
    with pytest.raises(Invalid):
        given(**wrong)
    assert count(session, Assignment) == 0


def test_only_who_leads_a_group_gives_work_to_people_who_are_in_it(people, given):
    with pytest.raises(NotFound):
        given(by="rae")
    with pytest.raises(NotFound):
        given(person_id=people["rae"].id)


def test_a_claim_is_taken_up_once_however_often_it_is_asked_for(session, given, taken):
    name = given()
    assert taken("tess", name).id == taken("tess", name).id
    assert (count(session, Item), count(session, AssignedItem)) == (1, 1)


def test_two_windows_at_once_take_one(session, people, given, taken, monkeypatch):
    name = given()
    first = taken("tess", name)
    monkeypatch.setattr("simulator.services.assignments.item_of", lambda *how: None)
    assert taken("tess", name).id == first.id
    assert count(session, Item) == 1


@pytest.mark.parametrize(("policy", "alike"), [(SeedPolicy.OWN, False), (SeedPolicy.SAME, True)])
def test_each_has_an_own_file_or_all_have_the_same(given, taken, policy, alike):
    name = given(seeds=policy)
    tess, tom = taken("tess", name), taken("tom", name)
    assert (tess.exercise_hash == tom.exercise_hash) is alike


def test_the_market_asked_for_is_that_of_the_claim(session, people, given, taken, scenarios):
    both = next(one for one in scenarios if set(one.markets) == {"us", "ee"})
    for market in ("us", "ee"):
        item = taken("tess", given(scenarios=(both,), market=market))
        assert f'"market":"{market}"' in kept(session, item.exercise_hash)[item.exercise_hash]
    people["tom"].market = "us"
    item = taken("tom", given(scenarios=(both,)))
    assert '"market":"us"' in kept(session, item.exercise_hash)[item.exercise_hash]


def test_everybody_works_on_the_version_that_was_promised(session, given, taken, scenarios):
    """Another version, or none any longer: the work that was given out knows only what is stored with it."""
    name = given(scenarios=scenarios[:1])
    newer = replace(scenarios[0], title=Text("Another", "Teine"))
    other = given(scenarios=(newer,))
    old, new = taken("tess", name), taken("tess", other)
    titles = [from_json(Taught, kept(session, one.scenario_hash)[one.scenario_hash]).title.en for one in (old, new)]
    assert titles == [scenarios[0].title.en, "Another"]


def test_who_has_not_been_given_it_finds_nothing(people, given, taken, now):
    name = given(person_id=people["tess"].id)
    for short, n in (("tom", 1), ("rae", 1), ("tess", 3), ("tess", 0)):
        with pytest.raises(NotFound):
            taken(short, name, n)


def test_work_is_there_once_it_opens_and_late_work_is_not_refused(session, people, given, taken, now):
    name = given(opens_at=now + timedelta(hours=1))
    assert given_to(session, people["tess"].id, now, 9) == []
    with pytest.raises(NotFound):
        taken("tess", name)
    assert taken("tess", name, at=now + timedelta(days=30)).state == "open"


def test_what_is_withdrawn_is_offered_no_longer_and_stays_where_it_was_begun(session, people, given, taken, now):
    name = given()
    begun = taken("tess", name)
    with pytest.raises(NotFound):
        withdraw(session, name, leader_id=people["rae"].id, now=now)
    for _ in range(2):
        withdraw(session, name, leader_id=people["ines"].id, now=now)
    assert given_to(session, people["tess"].id, now, 9) == []
    with pytest.raises(NotFound):
        taken("tess", name, 2)
    assert session.get(Item, begun.id, populate_existing=True).state == "open"
    acts = session.scalars(select(AuditRow.act).where(AuditRow.act.like("work%")).order_by(AuditRow.act)).all()
    assert acts == ["work_given_out", "work_withdrawn"]


def test_who_has_left_the_group_is_given_nothing_more(session, people, group, given, taken, now):
    name = given()
    taken("tom", name)
    remove_member(session, group, people["tom"].id, leader_id=people["ines"].id, now=now)
    with pytest.raises(NotFound):
        taken("tom", name, 2)
    assert progress_of(session, [name])[name] == (2, 0, 0)


def test_progress_and_results_are_read_in_few_statements(session, people, group, given, taken, statements):
    names = [given(title=f"Week {n}") for n in range(3)]
    for name in names[:2]:
        for short in ("tess", "tom"):
            taken(short, name)
    everybody = [people[short].id for short in ("tess", "tom")]
    ines = people["ines"].id
    with statements() as seen:
        assert list(progress_of(session, names).values()) == [(2, 2, 0), (2, 2, 0), (2, 0, 0)]
        assert len(results_of(session, names, everybody)) == 4
        assert len(own_claims(session, names, everybody[0])) == 6
        assert len(work_of_group(session, group, ines, 9)) == 3
    assert len([text for text in seen.texts if "SELECT" in text]) == 5


def test_an_id_that_is_somebody_elses_is_refused(session, people, given, scenarios, now):
    name = given()
    other = create_group(session, "Others", leader_id=people["rae"].id, group_id=uuid4(), now=now)
    order = Order(title="Mine", scenarios=scenarios[:1], opens_at=now, due_at=None)
    with pytest.raises(Conflict):
        give(session, other, order, leader_id=people["rae"].id, assignment_id=name, now=now)
