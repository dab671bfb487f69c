"""Errors flagged on the page: a flag goes with its pin, is kept, and tells nothing before the decision."""

import re
from dataclasses import replace
from uuid import UUID

import pytest

from simulator.authoring.checks import verified
from simulator.authoring.parse import read_scenarios
from simulator.desk.actions import ActionKind
from simulator.json_codec import to_json
from simulator.paths import scenarios_folder
from simulator.services import shifts

PLATE, TOTAL = "record#plate", "invoice#total"


@pytest.fixture
def put(session, people, content, now):
    """Put a claim of that scenario on Tess's desk."""
    scenarios = {one.file.split("/")[-1]: one for one in read_scenarios(scenarios_folder() / "library")}

    def on_desk(name, change=lambda exercise, right: (exercise, right)):
        scenario = scenarios[f"{name}.yaml"]
        exercise, right = change(*verified(scenario, 1, market="ee", content=content))
        return shifts.take_up(
            session,
            person_id=people["tess"].id,
            exercise=exercise,
            determination=right,
            scenario_body=to_json(scenario),
            library=content.library,
            now=now,
        )

    return on_desk


@pytest.fixture
def item(put):
    return f"/items/{put('a_sum_that_does_not_add_up')}"


@pytest.fixture
def tess(visit):
    return visit("tess")


@pytest.fixture
def state(session, people, content):
    def of(path):
        desk = shifts.desk_of(
            session, UUID(path.rpartition("/")[2]), person_id=people["tess"].id, library=content.library
        )
        session.rollback()
        return desk.state

    return of


def save(tess, item, **fields):
    return tess.post(f"{item}/save", tess.form(tess.get(item)) | fields)


def test_what_is_pinned_can_be_flagged_and_stays_flagged(tess, item, state):
    assert save(tess, item, pin=[PLATE, TOTAL]).status_code == 303
    assert save(tess, item, flag=[TOTAL]).status_code == 303
    assert (state(item).pins, state(item).flags) == ((PLATE, TOTAL), (TOTAL,))
    page = tess.get(item).text
    assert f'name="flag" value="{TOTAL}" checked' in page
    assert f'name="flag" value="{PLATE}">' in page


def test_a_flag_goes_with_its_pin_and_comes_only_with_one(tess, item, state):
    save(tess, item, flag=[TOTAL])
    assert state(item).flags == ()
    save(tess, item, pin=[TOTAL], flag=[TOTAL])
    assert state(item).flags == (TOTAL,)
    save(tess, item, pin=[])
    assert (state(item).pins, state(item).flags) == ((), ())


def test_a_flag_that_is_sent_twice_is_one_act(tess, item, state):
    form = tess.form(tess.get(item)) | {"pin": [TOTAL], "flag": [TOTAL], "keep": "1"}
    for _ in range(3):
        tess.post(f"{item}/save", form)
    kinds = [action.kind for action in state(item).actions]
    assert kinds.count(ActionKind.FLAG) == kinds.count(ActionKind.PIN) == 1


@pytest.mark.parametrize("nowhere", ["record#nothing", "invoice#nothing", "nothing#total", "", "record#"])
def test_what_is_not_on_the_file_is_passed_over(tess, item, state, nowhere):
    assert save(tess, item, pin=[nowhere], flag=[nowhere]).status_code == 303
    assert state(item).flags == ()


def test_the_record_is_opened_like_a_paper_but_is_none(tess, item, state):
    before = state(item)
    assert tess.post(f"{item}/open/record", tess.form(tess.get(item))).status_code == 303
    after = state(item)
    assert (after.current, after.opened, after.work_minutes) == ("record", before.opened, before.work_minutes)
    page = tess.get(item).text
    assert '<div class="pp" data-paper="record">' in page
    assert "Keyed by hand" in page


def test_flags_stay_when_a_decision_is_undone(tess, item, state):
    save(tess, item, pin=[TOTAL], flag=[TOTAL])
    tess.post(f"{item}/decision", tess.form(tess.get(item), disposition="reject", lead="event"))
    tess.post(f"{item}/undo")
    assert state(item).flags == (TOTAL,)


def test_the_page_is_the_same_whatever_was_planted_and_whatever_is_to_be_flagged(tess, put):
    """Two claims that differ only in what is right give the same bytes but for their own address."""
    pages = []
    for change in (lambda *of: of, lambda exercise, right: (replace(exercise, planted=()), replace(right, flags=()))):
        item_id = str(put("a_sum_that_does_not_add_up", change))
        save(tess, f"/items/{item_id}", pin=[TOTAL, PLATE], flag=[TOTAL])
        text = tess.get(f"/items/{item_id}").text.replace(item_id, "?")
        pages.append(re.sub(r'\d\d:\d\d|name="csrf_token" value="[^"]*"', "?", text))
    assert pages[0] == pages[1]


def test_a_stranger_can_neither_open_nor_flag(visit, item):
    tom = visit("tom")
    for rest in ("", "/save", "/open/record"):
        answer = tom.get(item) if not rest else tom.post(item + rest, {"pin": [TOTAL], "flag": [TOTAL]})
        assert answer.status_code == 404


@pytest.mark.parametrize(
    ("flag", "found"),
    [
        ([TOTAL], ["flagged"]),
        ([], ["not flagged"]),
        ([PLATE], ["not flagged", "flagged without need"]),
        ([TOTAL, PLATE], ["flagged", "flagged without need"]),
    ],
)
def test_the_debrief_shows_each_error_and_what_was_made_of_it(tess, item, flag, found):
    save(tess, item, pin=[TOTAL, PLATE], flag=flag)
    tess.post(f"{item}/decision", tess.form(tess.get(item), disposition="reject", lead="event"))
    tess.post(f"{item}/debrief")
    told = tess.get(f"{item}/debrief").text
    errors = told.partition("Errors on the file")[2].partition("</section>")[0]
    assert re.findall(r"</svg> ([^<]+)</td>", errors) == found
    assert "the total says" in errors


def test_what_was_flagged_stands_beside_the_decision_that_was_sent(tess, item):
    save(tess, item, pin=[TOTAL, PLATE], flag=[PLATE])
    tess.post(f"{item}/decision", tess.form(tess.get(item), disposition="reject", lead="event"))
    page = tess.get(item).text
    words = re.search(rf"<label class=wrong><input type=checkbox disabled value={PLATE} checked>([^<]+)</label>", page)
    assert f"<dt>Flagged as wrong</dt><dd>{words[1]}</dd>" in page


@pytest.mark.parametrize(
    ("flag", "marks"),
    [
        ([TOTAL], {TOTAL: ("hit", "error", "flagged"), PLATE: ("extra", "", "spare")}),
        ([], {TOTAL: ("miss", "error", "not flagged"), PLATE: ("extra", "", "spare")}),
        ([PLATE], {TOTAL: ("miss", "error", "not flagged"), PLATE: ("extra", "", "flagged without need")}),
    ],
)
def test_errors_and_false_alarms_are_marked_on_the_papers_and_on_the_record(tess, item, flag, marks):
    page = tess.get(item).text
    words = {place: re.search(rf"value={place}>([^<]+)</label>", page)[1] for place in marks}
    save(tess, item, pin=[TOTAL, PLATE], flag=flag)
    tess.post(f"{item}/decision", tess.form(tess.get(item), disposition="reject", lead="event"))
    tess.post(f"{item}/debrief")
    told = tess.get(f"{item}/debrief").text
    for place, (look, cite, status) in marks.items():
        opening = f'<span class="ev {look}" data-cite="{cite}"><span class="vh">{status} </span>'
        assert told.count(f"{opening}{words[place]}</span>") == 1
