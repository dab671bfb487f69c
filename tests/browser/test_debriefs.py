"""The debrief in a browser: for everybody, at every width, by keyboard alone, without scripts, on two sheets."""

import re
from datetime import UTC, datetime

import pytest

from simulator.authoring.checks import verified
from simulator.authoring.parse import read_scenarios
from simulator.authoring.robots import ROBOTS
from simulator.desk.actions import ActionKind
from simulator.desk.sending import decision_data
from simulator.desk.state import Status
from simulator.domain.decision import Asked, Decision, Disposition
from simulator.domain.dice import Dice
from simulator.json_codec import to_json
from simulator.paths import scenarios_folder
from simulator.persistence.people import person_by_email
from simulator.scoring.path import next_acts
from simulator.scoring.weights import load
from simulator.services import shifts

REQUEST = Disposition.REQUEST_INFORMATION
OPEN_ALL = "document.querySelectorAll('main details').forEach(one => { one.open = true; })"
FOCUSED = "document.activeElement.closest('tr')?.querySelector('th')?.textContent ?? ''"


@pytest.fixture(scope="module")
def decided(live):
    """Claims that Tess decided as the careless novice does: an approval, and what had to be asked for or sent on."""
    weights = load((scenarios_folder() / "scoring.yaml").read_text("utf-8"))
    wanted, found = {"approve", "request_information", "escalate"}, {}
    content, now = live.house.content, datetime.now(UTC)
    for scenario in read_scenarios(scenarios_folder() / "library"):
        act = scenario.expect[0].disposition.value
        if act in found or act not in wanted:
            continue
        exercise, determination = verified(scenario, 1, market=scenario.markets[0], content=content)
        rules = content.library.rules(exercise.file.form, exercise.file.market, exercise.file.guide)
        state = ROBOTS["careless"](exercise, rules, Dice(1))
        with live.house.sessions() as session:
            person_id = person_by_email(session, "tess@example.com").id
            item_id = shifts.take_up(
                session, person_id=person_id, exercise=exercise, determination=determination,
                scenario_body=to_json(scenario), library=content.library, now=now,
            )  # fmt: skip
            desk = shifts.desk_of(session, item_id, person_id=person_id, library=content.library)
            acts = [(action.kind, action.data) for action in state.actions[2:]]
            shifts.act(session, desk, acts, weights=weights, now=now)
        found[act] = f"/items/{item_id}/debrief"
    return {**found, "several": several(live, weights)}


def several(live, weights):
    """Return the debrief of a claim on which Tess asked the wrong holder, sent it on unripe, and then did it right."""
    content, now = live.house.content, datetime.now(UTC)
    scenario = next(
        one for one in read_scenarios(scenarios_folder() / "library") if one.file.endswith("missing_estimate.yaml")
    )
    exercise, determination = verified(scenario, 2, market="ee", content=content)
    amiss = Decision(disposition=REQUEST, asked=(Asked(paper="estimate", holder="claimant", why="repair"),))
    sent_on = Decision(disposition=Disposition.ESCALATE, queue="supervisor", reason="What does it cost?")
    acts = [[(ActionKind.DECIDE, decision_data(one))] for one in (amiss, sent_on)]
    with live.house.sessions() as session:
        person_id = person_by_email(session, "tess@example.com").id
        item_id = shifts.take_up(
            session, person_id=person_id, exercise=exercise, determination=determination,
            scenario_body=to_json(scenario), library=content.library, now=now,
        )  # fmt: skip
        desk = shifts.desk_of(session, item_id, person_id=person_id, library=content.library)
        while desk.state.status is not Status.DECIDED:
            if desk.state.can_wait:
                desk = shifts.wait(session, desk, weights=weights, now=now)
            else:
                now_right = next_acts(desk.state, desk.exercise, desk.rules)
                desk = shifts.act(session, desk, acts.pop(0) if acts else now_right, weights=weights, now=now)
    return f"/items/{item_id}/debrief"


def see(window, path):
    """Open a debrief, closing its claim where that is still to be done."""
    page = window.open(path)
    if page.locator(f"form[action='{path}'] button").count():
        with page.expect_navigation():
            page.locator(f"form[action='{path}'] button").click()
    return page


def test_axe_finds_nothing_and_nothing_scrolls_sideways_with_everything_open(desk, decided, look):
    window = desk(**look)
    window.sign_in()
    found = {}
    for act, path in decided.items():
        page = see(window, path)
        closed = [*window.axe(), *(["scrolls sideways"] if window.scrolls_sideways() else [])]
        page.evaluate(OPEN_ALL)
        found[act] = [*closed, *window.axe(), *(["scrolls sideways, open"] if window.scrolls_sideways() else [])]
    assert {act: problems for act, problems in found.items() if problems} == {}


def test_j_and_k_walk_over_the_criteria_and_enter_opens_one(desk, decided):
    window = desk()
    page = window.sign_in()
    see(window, decided["approve"])
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) == "Decision"
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) == "Amount"
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert page.evaluate(FOCUSED) == "Decision"
    assert page.locator("details[data-criterion][open]").count() == 0
    page.keyboard.press("Enter")
    assert page.locator("details[data-criterion][open]").count() == 1


def test_n_asks_for_the_next_claim_by_its_form(desk, decided):
    window = desk()
    page = window.sign_in()
    see(window, decided["approve"])
    with page.expect_request("**/claims/next") as asked:
        page.keyboard.press("n")
    assert asked.value.method == "POST"
    page.wait_for_load_state()
    window.problems.clear()


def test_everything_can_be_read_without_scripts(desk, decided):
    window = desk(width=390, scripts=False)
    page = window.sign_in()
    see(window, decided["approve"])
    first = page.locator("details[data-criterion]").first
    assert not first.locator(".counted").is_visible()
    first.locator("summary").click()
    assert first.locator(".counted").is_visible()
    assert not page.locator("#print").is_visible()
    assert page.locator("form[action='/claims/next'] button").is_visible()


def test_every_stop_of_the_keyboard_can_be_seen(desk, decided):
    window = desk(width=390, height=700)
    page = window.sign_in()
    see(window, decided["approve"])
    covered, stops = [], 0
    for _ in range(70):
        page.keyboard.press("Tab")
        name = page.evaluate(SEEN)
        if name == "body":
            break
        stops += 1
        covered += [name] if name else []
    assert stops > 15
    assert covered == []


SEEN = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return 'body';
  const box = focused.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, Math.min(box.y + box.height / 2, innerHeight - 2));
  return top && (focused.contains(top) || top.contains(focused)) ? '' : focused.outerHTML.slice(0, 80);
}"""


@pytest.mark.parametrize("width", [1440, 390])
def test_each_act_of_several_bears_its_own_mark(desk, decided, width):
    window = desk(width=width, scripts=False)
    page = window.sign_in()
    see(window, decided["several"])
    rows = page.locator(".turns tbody tr")
    assert rows.evaluate_all("found => found.map(one => one.className)") == ["differs", "differs", "", ""]
    assert "from: claimant" in rows.first.inner_text()
    assert "from: workshop" in rows.first.inner_text()
    assert "days of waiting" in rows.first.inner_text()
    assert page.locator("h1").inner_text() == "Right in the end, but the request missed its mark"
    assert "for nothing" in page.locator(".lessons").inner_text()


@pytest.mark.parametrize("language", ["en", "et"])
def test_it_prints_on_two_sheets_of_paper_and_several_acts_on_three(desk, decided, language):
    window = desk(language=language)
    page = window.sign_in()
    for act, path in decided.items():
        see(window, path)
        printed = page.pdf(prefer_css_page_size=True)
        assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= (3 if act == "several" else 2)
