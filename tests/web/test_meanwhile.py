"""Paying undisputed lines with a request: the rows on the page, what is kept, what is refused, what is told."""

import pytest

from simulator.authoring.checks import verified
from simulator.authoring.parse import read_scenarios
from simulator.coverage.determine import determine
from simulator.domain.decision import Disposition
from simulator.paths import scenarios_folder
from simulator.persistence.items import StoredScorecard
from simulator.services import shifts

REQUEST = {
    "disposition": "request_information",
    "ask__0__paper": "estimate",
    "ask__0__holder": "workshop",
    "ask__0__why": "repair",
}
ROWS = "<details class=meanwhile"
HEADING = "Pay what is undisputed meanwhile"


@pytest.fixture(scope="module")
def scenarios():
    return {one.file.split("/")[-1]: one for one in read_scenarios(scenarios_folder() / "library")}


@pytest.fixture
def put(session, people, content, scenarios, now):
    def on_desk(name="glass_paid_meanwhile", market="ee"):
        exercise, determination = verified(scenarios[f"{name}.yaml"], 1, market=market, content=content)
        item_id = shifts.take_up(
            session,
            person_id=people["tess"].id,
            exercise=exercise,
            determination=determination,
            scenario_body="{}",
            library=content.library,
            now=now,
        )
        return item_id, determination

    return on_desk


@pytest.fixture
def tess(visit):
    return visit("tess")


def path(item_id, rest=""):
    return f"/items/{item_id}{rest}"


def post(tess, item_id, rest="/decision", **fields):
    return tess.post(path(item_id, rest), tess.form(tess.get(path(item_id)), **REQUEST | fields))


def rightly(determination):
    (line,) = [one for one in determination.lines if one.accepted]
    offs = {f"nowoff__{off.id}": str(off.amount) for off in determination.offs if off.amount}
    return {f"now__{line.line}": str(line.accepted), **offs}


def desk(session, people, content, item_id):
    found = shifts.desk_of(session, item_id, person_id=people["tess"].id, library=content.library)
    session.rollback()
    return found


def test_the_rows_come_when_they_are_asked_for_and_stay_once_something_is_typed(tess, put):
    item_id, _ = put()
    page = tess.get(path(item_id)).text
    assert HEADING in page
    assert ROWS not in page
    answer = post(tess, item_id, "/save", meanwhile="1", reason="Looking.")
    assert answer.location.endswith("?meanwhile=1#meanwhile")
    page = tess.get(answer.location).text
    assert ROWS in page
    assert "Looking." in page
    assert ROWS not in tess.get(path(item_id)).text
    post(tess, item_id, "/save", now__L1="120.50")
    page = tess.get(path(item_id)).text
    assert ROWS in page
    assert 'value="120.50"' in page


def test_a_claim_of_one_line_has_no_such_rows(tess, put):
    item_id, _ = put("half_an_estimate")
    assert HEADING in tess.get(path(item_id)).text
    item_id, _ = put("two_estimates")
    assert HEADING not in tess.get(path(item_id, "?meanwhile=1")).text


def test_the_page_says_nothing_of_what_may_be_paid(tess, put):
    clear, _ = put()
    above, _ = put("two_halves_are_a_whole")
    for item_id in (clear, above):
        page = tess.get(path(item_id, "?meanwhile=1")).text
        assert page.count("name=now.L1") == 1
        assert ROWS in page
        assert HEADING in tess.get(path(item_id)).text


@pytest.mark.parametrize("market", ["ee", "us"])
def test_the_clear_line_is_paid_with_the_request_and_the_rest_in_the_end(tess, put, session, people, content, market):
    item_id, right = put(market=market)
    assert post(tess, item_id, **rightly(right)).status_code == 303
    sent = tess.get(path(item_id)).text
    assert "paid meanwhile" in sent
    assert "Paid meanwhile: " in sent
    there = desk(session, people, content, item_id)
    assert there.state.acts[0].decision.total == sum(right.pay_now.values())
    tess.post(path(item_id, "/wait"), tess.form(tess.get(path(item_id))))
    page = tess.get(path(item_id))
    assert "Payment history" in page.text or "Billing history" in page.text
    there = desk(session, people, content, item_id)
    due = determine(there.rules, there.state.file)
    assert {off.id: off.amount for off in due.offs}["prior_payment"] == sum(right.pay_now.values())
    assert due.disposition is Disposition.APPROVE


def test_undo_takes_the_payment_back_and_keeps_what_was_typed(tess, put, session, people, content):
    item_id, right = put()
    post(tess, item_id, **rightly(right))
    tess.post(path(item_id, "/undo"), tess.form(tess.get(path(item_id))))
    there = desk(session, people, content, item_id)
    assert there.state.file == there.exercise.file
    assert there.state.letters == ()
    page = tess.get(path(item_id)).text
    assert f'value="{right.lines[0].accepted}"' in page
    less = {**rightly(right), "now__L1": "500.00"}
    assert post(tess, item_id, **less).status_code == 303
    assert desk(session, people, content, item_id).state.letters[0].amount < right.pay_now["L1"]
    assert str(right.pay_now["L1"]) not in tess.get(path(item_id)).text


def test_what_is_no_amount_is_said_at_the_row_and_everything_is_kept(tess, put):
    item_id, _ = put()
    answer = post(tess, item_id, now__L1="lots", now__L2="20", reason="The glass is clear.")
    assert answer.status_code == 422
    for kept in ('value="lots"', 'value="20"', "The glass is clear.", ROWS):
        assert kept in answer.text
    assert 'href="#now.L1"' in answer.text
    assert "aria-describedby=err-now.L1" in answer.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"now__L1": "-5"}, "Enter the amount without a minus."),
        ({"now__L1": "100", "nowoff__deductible": "200"}, "What you pay meanwhile comes to nothing"),
        ({"nowoff__deductible": "20"}, "What you pay meanwhile comes to nothing"),
        ({"now__L1": "100", "nowoff__deductible": "x"}, "Enter the amount in euros"),
    ],
)
def test_what_cannot_be_paid_is_not_sent(tess, put, session, people, content, fields, words):
    item_id, _ = put()
    answer = post(tess, item_id, **fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert desk(session, people, content, item_id).state.acts == ()


def test_a_nought_or_an_empty_row_pays_nothing(tess, put, session, people, content):
    item_id, _ = put()
    assert post(tess, item_id, now__L1="0").status_code == 303
    there = desk(session, people, content, item_id).state
    assert not there.acts[0].decision.pays_meanwhile
    assert [letter.amount for letter in there.letters] == [None]


def test_rows_typed_for_a_request_do_not_go_with_another_decision(tess, put, session, people, content):
    item_id, right = put()
    answer = post(tess, item_id, **rightly(right), disposition="escalate", queue="supervisor")
    assert answer.status_code == 303
    assert desk(session, people, content, item_id).state.acts[0].decision.rows == {}


def test_in_estonian_with_commas(tess, put, session, people, content):
    item_id, right = put()
    tess.get("/language/et")
    page = tess.get(path(item_id)).text
    assert "Maksa vahepeal see, mille üle ei vaielda" in page
    typed = {name: text.replace(".", ",") for name, text in rightly(right).items()}
    assert post(tess, item_id, **typed).status_code == 303
    assert "Vahepeal makstud: " in tess.get(path(item_id)).text
    assert desk(session, people, content, item_id).state.letters[0].amount == sum(right.pay_now.values())


def test_the_debrief_tells_it_and_the_score_is_stored(tess, put, session, people, content):
    item_id, right = put()
    post(tess, item_id, **rightly(right))
    tess.post(path(item_id, "/wait"), tess.form(tess.get(path(item_id))))
    answer = post(tess, item_id, disposition="approve", pay__L1="1", pay__L2="1")
    assert answer.status_code == 303
    page = tess.client.post(path(item_id, "/debrief"), data={"csrf_token": tess.csrf()}, follow_redirects=True)
    assert "; pay €" in page.text
    assert "may be paid meanwhile" in page.text
    session.rollback()
    assert session.query(StoredScorecard).count() == 1
