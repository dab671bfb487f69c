"""Trials: an author plays what was written on the real desk, and it counts nowhere."""

from uuid import UUID, uuid4

import pytest

from simulator.authoring.parse import read_scenarios
from simulator.coverage.determine import determine
from simulator.desk.actions import ActionKind
from simulator.desk.sending import decision_data
from simulator.errors import NotAllowed, NotFound
from simulator.paths import scenarios_folder
from simulator.persistence.practice import finished, items_by_state, on_desk, taken_up
from simulator.persistence.scenarios import plays
from simulator.scoring import weights
from simulator.scoring.follower import decision_from
from simulator.services import shifts
from simulator.services.scenarios import Stock
from simulator.services.trials import try_out
from simulator.services.twins import take_twin

ASKED = UUID("11111111-1111-4111-8111-111111111111")


@pytest.fixture(scope="module")
def stock(content):
    folder = scenarios_folder()
    shipped = read_scenarios(folder / "library")
    loaded = weights.load((folder / "scoring.yaml").read_text("utf-8"))
    return Stock(content=content, shipped=shipped, folder=folder, skills=(), weights=loaded)


@pytest.fixture
def ines(people):
    return people["ines"]


def tried(session, stock, ines, now, *, seed=3, asked=ASKED):
    name = stock.shipped[0].id
    return try_out(session, name, seed, market="ee", asked=asked, person=ines, stock=stock, now=now)


def decided(session, item_id, stock, ines, now):
    desk = shifts.desk_of(session, item_id, person_id=ines.id, library=stock.content.library)
    found = determine(desk.rules, desk.state.file)
    sent = decision_data(decision_from(found, desk.form, desk.rules.guide))
    desk = shifts.act(session, desk, [(ActionKind.DECIDE, sent)], weights=stock.weights, now=now)
    return shifts.act(session, desk, [(ActionKind.CLOSE, {})], weights=stock.weights, now=now)


def test_a_trial_is_on_no_desk_and_in_no_measure(session, stock, ines, now):
    item_id = tried(session, stock, ines, now)
    assert (on_desk(session, ines.id, 9), items_by_state(session, ines.id)) == ([], {})
    session.rollback()
    decided(session, item_id, stock, ines, now)
    assert finished(session, ines.id, 9) == []
    assert taken_up(session, ines.id, 9) == ()
    assert plays(session, [stock.shipped[0].id]) == {}


def test_the_twin_of_a_trial_is_a_trial(session, stock, ines, now):
    desk = decided(session, tried(session, stock, ines, now), stock, ines, now)
    assert take_twin(session, desk, content=stock.content, now=now) != desk.item_id
    assert on_desk(session, ines.id, 9) == []


def test_a_double_click_makes_one_trial_and_another_seed_another(session, stock, ines, now):
    first = tried(session, stock, ines, now)
    assert tried(session, stock, ines, now) == first
    assert tried(session, stock, ines, now, seed=4) != first
    assert tried(session, stock, ines, now, asked=uuid4()) != first


def test_only_instructors_try_out_and_only_what_there_is(session, stock, people, ines, now):
    with pytest.raises(NotAllowed):
        tried(session, stock, people["tess"], now)
    with pytest.raises(NotFound):
        try_out(session, str(uuid4()), 1, market="", asked=ASKED, person=ines, stock=stock, now=now)
