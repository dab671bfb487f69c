"""A claim that waits: what was asked for comes, reminders go out, the supervisor answers, all on the page."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from simulator.authoring.checks import unanswered, verified
from simulator.authoring.parse import read_scenarios
from simulator.desk.correspondents import Happened
from simulator.paths import scenarios_folder
from simulator.persistence.items import Item, LoggedAction, StoredScorecard, StoredState
from simulator.services import shifts

ESTIMATE = {"ask__0__paper": "estimate", "ask__0__holder": "workshop", "ask__0__why": "repair"}


@pytest.fixture(scope="module")
def scenarios():
    return {one.file.split("/")[-1]: one for one in read_scenarios(scenarios_folder() / "library")}


@pytest.fixture
def put(session, people, content, scenarios, now):
    """Put a claim of a scenario on Tess's desk: ``put("missing_estimate")``."""

    def on_desk(name, change=lambda exercise: exercise):
        exercise, determination = verified(scenarios[f"{name}.yaml"], 1, market="ee", content=content)
        return shifts.take_up(
            session,
            person_id=people["tess"].id,
            exercise=change(exercise),
            determination=determination,
            scenario_body="{}",
            library=content.library,
            now=now,
        )

    return on_desk


@pytest.fixture
def tess(visit):
    return visit("tess")


def path(item_id, rest=""):
    return f"/items/{item_id}{rest}"


def send(tess, item_id, **fields):
    return tess.post(path(item_id, "/decision"), tess.form(tess.get(path(item_id)), **fields))


def ask(tess, item_id):
    return send(tess, item_id, disposition="request_information", **ESTIMATE)


def happened(session, people, content, item_id):
    desk = shifts.desk_of(session, item_id, person_id=people["tess"].id, library=content.library)
    session.rollback()
    return [letter.happened for letter in desk.state.letters]


def count(session, table, item_id):
    session.rollback()
    return session.scalar(select(func.count()).select_from(table).where(table.item_id == item_id))


def test_what_was_asked_for_comes_after_a_wait_and_can_be_opened(tess, put, session):
    item_id = put("missing_estimate")
    assert ask(tess, item_id).status_code == 303
    page = tess.get(path(item_id))
    assert "Wait for the reply" in page.text
    assert "See the debrief" not in page.text
    assert session.get(Item, item_id, populate_existing=True).state == "waiting"
    session.rollback()
    assert tess.post(path(item_id, "/wait")).status_code == 303
    page = tess.get(path(item_id))
    assert "Came in: Repair estimate (Workshop)" in page.text
    assert f'formaction="{path(item_id, "/open/estimate")}"' in page.text
    assert "estimate#" in page.text
    assert count(session, StoredState, item_id) == 1
    assert count(session, StoredScorecard, item_id) == 0


def test_what_was_sent_can_be_taken_back_until_one_waits(tess, put, session):
    item_id = put("missing_estimate")
    ask(tess, item_id)
    tess.post(path(item_id, "/undo"))
    assert session.get(Item, item_id, populate_existing=True).state == "open"
    session.rollback()
    ask(tess, item_id)
    tess.post(path(item_id, "/wait"))
    tess.post(path(item_id, "/undo"))
    assert "Came in: Repair estimate" in tess.get(path(item_id)).text


def test_a_double_wait_waits_once(tess, put, session, people, content):
    item_id = put("missing_estimate")
    ask(tess, item_id)
    for _ in range(3):
        assert tess.post(path(item_id, "/wait")).status_code == 303
    assert happened(session, people, content, item_id) == [Happened.ASKED, Happened.CAME]


def test_two_acts_in_turn_are_scored_once_at_the_end(tess, put, session):
    item_id = put("missing_estimate")
    ask(tess, item_id)
    tess.post(path(item_id, "/wait"))
    page = tess.get(path(item_id))
    lines = {f"pay.{name.split('.')[1]}": "100" for name in tess.form(page) if name and name.startswith("pay.")}
    answer = tess.post(path(item_id, "/decision"), tess.form(page, disposition="approve", **lines))
    assert answer.status_code == 303
    assert count(session, StoredScorecard, item_id) == 1
    assert "See the debrief" in tess.get(path(item_id)).text
    tess.post(path(item_id, "/debrief"))
    assert tess.get(path(item_id, "/debrief")).status_code == 200


def test_silence_is_reminded_on_the_page_and_what_was_typed_stays(tess, put, session, people, content):
    item_id = put("missing_estimate", unanswered)
    ask(tess, item_id)
    tess.post(path(item_id, "/wait"))
    page = tess.get(path(item_id))
    assert "a reminder is due" in page.text
    assert "Send a reminder" in page.text
    assert "Wait for the reply" not in page.text
    tess.post(path(item_id, "/remind"), tess.form(page, reason="So far nothing."))
    page = tess.get(path(item_id))
    assert "So far nothing." in page.text
    assert "Send a reminder" not in page.text
    tess.post(path(item_id, "/wait"), tess.form(page))
    assert happened(session, people, content, item_id)[-1] is Happened.REMINDER_DUE


def test_what_is_on_its_way_is_not_asked_for_twice(tess, put):
    item_id = put("missing_estimate", unanswered)
    ask(tess, item_id)
    tess.post(path(item_id, "/wait"))
    answer = ask(tess, item_id)
    assert answer.status_code == 422
    assert "You have asked for this paper" in answer.text


def test_a_needless_escalation_comes_back_with_the_reason(tess, put):
    item_id = put("clean_approval")
    assert send(tess, item_id, disposition="escalate", queue="supervisor", reason="Not sure.").status_code == 303
    tess.post(path(item_id, "/wait"))
    page = tess.get(path(item_id))
    assert "handed back. This is within your authority" in page.text
    assert page.text.count('name="disposition"') == 4


def test_a_claim_that_was_taken_over_can_only_be_debriefed(tess, put, session):
    item_id = put("a_lawyer_writes")
    send(tess, item_id, disposition="escalate", queue="legal", **{"brief.trigger:lawyer": "yes"})
    assert count(session, StoredScorecard, item_id) == 0
    tess.post(path(item_id, "/wait"))
    page = tess.get(path(item_id))
    assert "taken over and decided there" in page.text
    assert "Undo" not in page.text
    assert count(session, StoredScorecard, item_id) == 1
    tess.post(path(item_id, "/undo"))
    assert session.get(Item, item_id, populate_existing=True).state == "decided"


def test_nothing_to_wait_for_writes_nothing(tess, put, session):
    item_id = put("clean_approval")
    before = count(session, LoggedAction, item_id)
    assert tess.post(path(item_id, "/wait")).status_code == 303
    assert tess.post(path(item_id, "/remind")).status_code == 303
    assert count(session, LoggedAction, item_id) == before


@pytest.mark.parametrize("rest", ["/wait", "/remind"])
def test_a_stranger_finds_nothing(put, visit, rest):
    assert visit("tom").post(path(put("missing_estimate"), rest)).status_code == 404


def test_a_waiting_page_is_the_same_whatever_the_answer_will_be(tess, put, scenarios):
    def other(exercise):
        answers = exercise.correspondence.answers
        late = {kind: replace(answer, after_days=answer.after_days + 30) for kind, answer in answers.items()}
        return replace(exercise, correspondence=replace(exercise.correspondence, answers=late))

    pages = []
    for change in (lambda exercise: exercise, other, unanswered):
        item_id = put("missing_estimate", change)
        ask(tess, item_id)
        pages.append(tess.get(path(item_id)).text.replace(str(item_id), "it"))
    tokens = [page.split('name="csrf_token"')[0] for page in pages]
    assert tokens[0] == tokens[1] == tokens[2]


def test_a_claim_that_waits_stays_on_the_desk_at_home(tess, put):
    item_id = put("missing_estimate")
    ask(tess, item_id)
    home = tess.get("/").text
    assert "Waits for a reply" in home
    assert f'href="{path(item_id)}"' in home
    assert "waits for its debrief" not in home


def test_the_debrief_tells_every_act_in_turn(tess, put, session):
    item_id = put("missing_estimate")
    send(tess, item_id, disposition="escalate", queue="supervisor", reason="Not sure.")
    tess.post(path(item_id, "/wait"))
    ask(tess, item_id)
    tess.post(path(item_id, "/wait"))
    page = tess.get(path(item_id))
    lines = {name: "100" for name in tess.form(page) if name and name.startswith("pay.")}
    tess.post(path(item_id, "/decision"), tess.form(page, disposition="approve", **lines))
    tess.post(path(item_id, "/debrief"))
    told = tess.get(path(item_id, "/debrief")).text
    turns = told.partition("Your acts in turn")[2].partition("</table>")[0]
    assert turns.count("<tr") == 4
    assert "Send it on to" in turns
    assert "handed back. What decides is not on the file yet" in turns
    assert "Ask for: Repair estimate" in turns
    assert "Came in: Repair estimate (Workshop)" in turns
    assert "of waiting" in turns
    assert "The file is not ripe for others" in told.partition("What went wrong first")[2].partition("</dd>")[0]


def test_one_act_on_one_claim_needs_no_list(tess, put):
    item_id = put("clean_approval")
    send(tess, item_id, disposition="reject", lead="event")
    tess.post(path(item_id, "/debrief"))
    assert "Your acts in turn" not in tess.get(path(item_id, "/debrief")).text
