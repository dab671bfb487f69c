"""The library: what shipped and what was written here as one list, filtered, paged, in few statements."""

from uuid import uuid4

import pytest

from simulator.authoring.shelf import Wanted
from simulator.persistence.content import keep
from simulator.persistence.engine import writing
from simulator.persistence.items import Item, Shift, StoredScorecard
from simulator.services import scenarios


@pytest.fixture
def look(session, ines, stock):
    def looked(page=1, size=25, language="en", **wanted):
        return scenarios.shelf(
            session, Wanted(**wanted), person=ines, stock=stock, language=language, page=page, size=size
        )

    return looked


@pytest.fixture
def play(session, people, now):
    """Store a decided claim of a scenario with its scores: ``play(scenario_id, 80, 90)``."""

    def played(scenario_id, *totals, state="closed", kind="practice"):
        with writing(session):
            (body,) = keep(session, "{}")
            shift = Shift(person_id=people["tess"].id, kind=kind, created_at=now)
            session.add(shift)
            session.flush()
            names = ("exercise_hash", "determination_hash", "scenario_hash")
            closed = now if state == "closed" else None
            item = Item(
                shift_id=shift.id,
                person_id=people["tess"].id,
                number="1",
                scenario_id=scenario_id,
                seed="1",
                state=state,
                created_at=now,
                decided_at=closed,
                closed_at=closed,
                **dict.fromkeys(names, body),
            )
            session.add(item)
            session.flush()
            for n, total in enumerate(totals, 1):
                session.add(StoredScorecard(item_id=item.id, n=n, total=total, body="{}", created_at=now))

    return played


def test_what_shipped_and_what_was_written_stand_in_one_list_with_their_states(
    look, begun, publish, session, ines, stock, now, shipped
):
    published, retired, wrong = begun(level=2), begun(level=3), begun(expect="approve")
    publish(published)
    publish(retired)
    scenarios.retire(session, retired, person=ines, now=now)
    scenarios.save(session, wrong, "title: [", revision=1, person=ines, stock=stock, now=now)
    found = {one.id: (str(one.state), str(one.proof), one.version) for one in look().entries}
    assert found == {
        shipped: ("built_in", "passed", 1),
        published: ("published", "passed", 1),
        retired: ("retired", "passed", 1),
        wrong: ("draft", "problems", 0),
    }


def test_a_list_shows_how_far_the_checks_of_each_draft_are(look, begun, prove, session, ines, stock, now):
    unchecked, passed, failed, running = begun(level=2), begun(level=3), begun(expect="approve"), begun(level=4)
    prove(passed)
    prove(failed)
    scenarios.start_check(session, running, person=ines, stock=stock, now=now)
    found = {one.id: str(one.proof) for one in look(state="draft").entries}
    assert found == {unchecked: "unchecked", passed: "passed", failed: "failed", running: "running"}


def test_filters_go_together_and_tell_what_they_would_find(look, begun, shipped):
    begun(level=2)
    begun(level=3)
    assert look(level=2).count == 1
    assert look(level=2, state="built_in").count == 0
    assert look(text="jalgratas päev").count == 3
    assert look(skill="coverage", form="bicycle", market="ee").count == 3
    assert [one.id for one in look(text=shipped).entries] == [shipped]
    assert look(lacks="et").count == 0
    assert look().choices["level"] == {"1": 1, "2": 1, "3": 1}
    assert look().choices["state"] == {"built_in": 1, "draft": 2}


def test_a_draft_that_lacks_a_language_is_found(look, begun, session, ines, stock, now, text_of):
    scenario_id = begun()
    text = text_of(scenario_id).replace(", et: Kaitse oli lõppenud.", "")
    scenarios.save(session, scenario_id, text, revision=1, person=ines, stock=stock, now=now)
    assert [one.id for one in look(lacks="et").entries] == [scenario_id]


def test_plays_are_those_decided_with_the_mean_of_their_newest_scores_and_no_trials(look, play, shipped):
    play(shipped, 40, 80)
    play(shipped, 91)
    play(shipped, state="open")
    play(shipped, 10, kind="trial")
    (entry,) = look().entries
    assert (entry.plays, entry.mean) == (2, 85.5)


def test_a_list_of_many_pages_and_asks_the_database_as_often_as_one_of_few(look, begun, statements, play):
    begun()
    with statements() as few:
        look()
    for level in (1, 2, 3, 4, 5) * 5:
        play(begun(level=level), 80)
    with statements() as many:
        found = look(page=2)
    assert (found.count, found.pages, len(found.entries)) == (27, 2, 2)
    assert many.count == few.count
    assert look(page=9).page == 2


def test_what_comes_out_at_a_seed_is_shown_before_anybody_works_on_it(begun, session, ines, stock, text_of):
    scenario_id = begun()
    found = scenarios.preview(session, scenario_id, 7, market="ee", person=ines, stock=stock)
    assert [str(act.disposition) for act in found.acts] == ["reject"]
    assert found.agrees
    assert found.twin is not None
    assert str(found.twin.determination.disposition) == "approve"
    wrong = scenarios.preview_of(text_of(str(uuid4()), expect="approve"), 7, market="", stock=stock)
    assert not wrong.agrees
    assert wrong.failures[0].seed == 7


def test_a_preview_keeps_nothing_of_texts_that_change_with_each_key(session, ines, stock, text_of):
    before = set(stock.content.kept)
    for level in range(1, 5):
        scenarios.preview_of(text_of(str(uuid4()), level=level), 1, market="ee", stock=stock)
    assert set(stock.content.kept) == before
