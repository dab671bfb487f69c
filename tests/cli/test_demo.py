"""The demonstration: two trainees, claims ready to review, and for one of them some weeks of work."""

from datetime import UTC, datetime, timedelta

import pytest

from simulator.authoring.parse import read_scenarios
from simulator.cli.demo_claims import HISTORY, OPEN, fill_desk
from simulator.cli.demo_groups import CLASSMATES, NAME, WORK
from simulator.cli.demo_hiring import CANDIDATES, DRAFT, TITLE
from simulator.cli.demo_people import PEOPLE, seed_demo
from simulator.config import Config
from simulator.errors import Misconfigured
from simulator.paths import scenarios_folder
from simulator.persistence.assessments import assessments_of
from simulator.persistence.assignments import results_of, work_of_group
from simulator.persistence.candidates import candidates_of, items_of_sitting
from simulator.persistence.engine import make_engine
from simulator.persistence.groups import groups_led, members_of
from simulator.persistence.items import Item
from simulator.persistence.password_links import open_link_of
from simulator.persistence.people import Role, person_by_email
from simulator.persistence.practice import items_by_state, on_desk, played
from simulator.persistence.reviews import comments_on
from simulator.persistence.scenarios import authored
from simulator.services.assessments import reviews_of
from simulator.services.people import add_person
from simulator.services.practice import next_claim
from simulator.services.scenarios import history
from simulator.web.context import House

NOW = datetime(2026, 3, 23, 7, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def scenarios():
    return read_scenarios(scenarios_folder() / "library")


def opened(folder, template, content, scenarios):
    file = folder / "demo.db"
    file.write_bytes(template.read_bytes())
    address = f"sqlite:///{file}"
    house = House(config=Config(data=folder, database_url=address, secret_key="a key"), engine=make_engine(address))
    house.__dict__.update(content=content, scenarios=scenarios)
    return house


@pytest.fixture(scope="module")
def demo(sqlite_template, tmp_path_factory, content, scenarios):
    """A demonstration that was started once, and what it told."""
    house = opened(tmp_path_factory.mktemp("demo"), sqlite_template, content, scenarios)
    yield house, seed_demo(house, now=NOW)
    house.engine.dispose()


@pytest.fixture
def house(demo):
    return demo[0]


@pytest.fixture
def person(house):
    def named(short):
        with house.sessions() as session:
            return person_by_email(session, f"{short}@example.com")

    return named


def test_rae_has_an_assessment_in_progress_and_a_draft(house, person):
    with house.sessions() as session:
        draft, running = assessments_of(session, person("rae").id, limit=9)
    assert (draft.title, draft.fixed_at, draft.invited) == (DRAFT, None, 0)
    assert (running.title, running.invited, running.begun, running.ended) == (TITLE, len(CANDIDATES), 4, 3)
    assert running.fixed_at is not None


def test_candidates_of_the_demonstration_stand_at_every_stage(house, person):
    with house.sessions() as session:
        running = assessments_of(session, person("rae").id, limit=9)[1].id
        found = {one.candidate.email: one for one in candidates_of(session, running, limit=9)}
        decided = {
            email: sum(item.state == "closed" for item in items_of_sitting(session, one.candidate.id))
            for email, one in found.items()
        }
    assert {one.email: one.claims for one in CANDIDATES} == decided
    assert found["noor@example.com"].candidate.more_time == 50
    assert found["liis.vaher@example.com"].candidate.opened_at is not None
    assert found["peeter@example.com"].candidate.opened_at is None


def test_rae_has_decided_about_some_who_have_ended_and_has_others_to_read(house, person):
    with house.sessions() as session:
        rae = person("rae")
        found = candidates_of(session, assessments_of(session, rae.id, limit=9)[1].id, limit=9)
        letters = {one.candidate.id: one.candidate.n for one in found if one.candidate.ended_how}
        reviews = reviews_of(session, letters, person=rae)
    assert sorted(letters.values()) == [1, 2, 3]
    assert sorted(letters[one] for one, review in reviews.items() if review.decided_at) == [1, 2]


def counts(house, person):
    with house.sessions() as session:
        return dict(items_by_state(session, person.id))


def test_tess_has_a_history_and_tom_comes_for_the_first_time(house, person):
    assigned = sum(len(one.done["tess@example.com"]) for one in WORK)
    assert counts(house, person("tess")) == {"closed": len(HISTORY) + assigned, "open": len(OPEN)}
    assert counts(house, person("tom")) == {"open": len(OPEN)}


def test_claims_that_lie_open_want_different_decisions(house, person, scenarios):
    wanted = {one.id: one.expect[0].disposition for one in scenarios}
    with house.sessions() as session:
        for short in ("tess", "tom"):
            rows = on_desk(session, person(short).id, 9)
            assert tuple(wanted[session.get(Item, row.item_id).scenario_id] for row in rows) == OPEN


def test_the_history_lies_in_the_weeks_before_now_and_gets_better(house, person):
    with house.sessions() as session:
        of = played(session, person("tess").id, 99)
    assert NOW - timedelta(days=50) < of[-1].decided_at < of[0].decided_at < NOW
    early, late = of[len(of) // 2 :], of[: len(of) // 2]
    assert sum(one.outcome.total for one in late) / len(late) > sum(one.outcome.total for one in early) / len(early)


def test_a_second_start_keeps_what_was_there(demo, house, person):
    before = counts(house, person("tess"))
    assert seed_demo(house, now=NOW + timedelta(days=3)) == demo[1]
    assert counts(house, person("tess")) == before


def test_the_instructor_has_written_what_holds_what_does_not_and_what_is_half_done(house, person):
    ines, stock = person("ines"), house.stock
    with house.sessions() as session:
        rows = authored(session, stock.edition)
        told = {row.card["teaches"][0] if row.card["teaches"] else "": row for row in rows}
        published, wrong, half = (told[f"coverage.{name}"] for name in ("intent", "tyres", "inspection"))
        assert (published.version, published.has_draft) == (1, False)
        assert (wrong.version, wrong.problems, wrong.run) == (0, 0, "failed")
        assert (half.version, half.problems, half.run) == (0, 1, None)
        assert len(history(session, published.id, person=ines)) == 1


def test_everybody_of_the_demonstration_can_sign_in(demo):
    assert [line.split(",")[0] for line in demo[1]] == [f"Sign in as {one.email}" for one in PEOPLE]


def test_the_instructor_finds_a_group_with_work_in_progress_results_and_a_comment(house, person):
    ines = person("ines")
    with house.sessions() as session:
        (group,) = groups_led(session, ines.id, 9)
        assert (group.name, group.members) == (NAME, 2 + len(CLASSMATES))
        works = work_of_group(session, group.id, ines.id, 9)
        assert [one.title for one in reversed(works)] == [one.title for one in WORK]
        cells = results_of(session, [one.id for one in works], [one.id for one in members_of(session, group.id, 9)])
        assert {one.state for one in cells} == {"closed"}
        assert len(cells) == sum(len(players) for one in WORK for players in one.done.values())
        tess = [one for one in cells if one.person_id == person("tess").id]
        assert sum(len(comments_on(session, one.item_id)) for one in tess) == 2
        assert [one.total - one.first_total for one in tess if one.total != one.first_total] == [1]
        assert all(one.due_at > NOW for one in works)
    assert counts(house, ines) == {}


def test_the_administrator_finds_a_closed_account_and_a_link_that_waits(house, person):
    assert person("ada").roles == {Role.ADMINISTRATOR}
    assert counts(house, person("ada")) == {}
    assert not person("olev").active
    with house.sessions() as session:
        assert open_link_of(session, person("liis").id, NOW) is not None


def test_a_first_start_that_was_cut_short_is_made_good(house, scenarios):
    with house.sessions() as session:
        nora = add_person(session, "nora@example.com", "Nora Uus", "practice makes", [Role.TRAINEE], now=NOW).id
        next_claim(
            session,
            person_id=nora,
            scenarios=scenarios,
            skills=house.skills,
            content=house.content,
            now=NOW - timedelta(days=60),
        )
        fill_desk(session, nora, house, history=HISTORY[:2], levels=(1, 1, 1), now=NOW)
        assert dict(items_by_state(session, nora)) == {"closed": 2, "open": len(OPEN)}


def test_a_demonstration_is_not_mixed_with_an_installation(sqlite_template, tmp_path, content, scenarios):
    house = opened(tmp_path, sqlite_template, content, scenarios)
    with house.sessions() as session:
        add_person(session, "ada@example.com", "Ada Oja", "practice makes", [Role.ADMINISTRATOR], now=NOW)
    with pytest.raises(Misconfigured):
        seed_demo(house, now=NOW)
    house.engine.dispose()
