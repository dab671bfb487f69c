"""The claim file: one form that keeps everything, one decision that counts once, nothing of the answer."""

import re

import pytest
from sqlalchemy import func, select

from simulator.persistence.items import LoggedAction, StoredScorecard

LINES = ("L1", "L2", "L3", "L4", "L5")


@pytest.fixture(scope="module")
def content(motor_content):
    return motor_content


@pytest.fixture
def tess(visit):
    return visit("tess")


def approval(visit, page, **fields):
    return visit.form(page, disposition="approve", **{f"pay.{line}": "100" for line in LINES} | fields)


def path(item_id, rest=""):
    return f"/items/{item_id}{rest}"


def log(session, item_id):
    session.expire_all()
    found = select(LoggedAction.kind).where(LoggedAction.item_id == item_id).order_by(LoggedAction.n)
    return session.scalars(found).all()


def scorecards(session, item_id):
    return session.scalar(select(func.count()).select_from(StoredScorecard).where(StoredScorecard.item_id == item_id))


def test_every_paper_and_the_whole_wording_are_on_the_page(tess, claim):
    page = tess.get(path(claim()))
    assert page.status_code == 200
    assert page.text.count('<div class="pp"') == 9
    assert page.text.count("name=cite value=") == 7
    assert "MTR-2041" in page.text


def test_looking_writes_nothing(tess, claim, session):
    item_id = claim()
    before = log(session, item_id)
    tess.get(path(item_id))
    tess.get(path(item_id, "?paper=invoice&compare=email"))
    assert log(session, item_id) == before


def test_a_paper_is_opened_by_a_button_of_the_form_which_keeps_what_was_typed(tess, claim, session):
    item_id = claim()
    page = tess.get(path(item_id))
    sent = tess.form(page, pay__L1="12,5", disposition="approve", pin="first_notice#occurred_on", cite="notice")
    answer = tess.post(path(item_id, "/open/invoice"), sent)
    assert (answer.status_code, answer.location) == (303, path(item_id, "?paper=invoice"))
    page = tess.get(answer.location)
    assert 'value="12,5"' in page.text
    assert "value=first_notice#occurred_on checked" in page.text
    assert log(session, item_id)[2:] == ["pin", "cite", "draft", "open"]


def test_what_did_not_change_is_not_written_again(tess, claim, session):
    item_id = claim()
    tess.post(path(item_id, "/save"), approval(tess, tess.get(path(item_id)), cite="notice"))
    before = log(session, item_id)
    tess.post(path(item_id, "/save"), tess.form(tess.get(path(item_id))))
    assert log(session, item_id) == before


def test_pins_can_be_tied_and_taken_off(tess, claim, session):
    item_id = claim()
    pins = ["invoice#dated_on", "first_notice#occurred_on"]
    tess.post(path(item_id, "/save"), tess.form(tess.get(path(item_id)), pin=pins))
    tied = tess.form(tess.get(path(item_id)), **{"tie.invoice#dated_on": "first_notice#occurred_on"})
    tess.post(path(item_id, "/save"), tied)
    assert 'class="clash"' in tess.get(path(item_id)).text
    tess.post(path(item_id, "/save"), tess.form(tess.get(path(item_id)), pin=pins[:1]))
    assert log(session, item_id)[2:] == ["pin", "pin", "tie", "unpin"]
    assert 'class="clash"' not in tess.get(path(item_id)).text


def test_a_decision_is_recorded_and_can_be_taken_back(tess, claim, session):
    item_id = claim()
    answer = tess.post(path(item_id, "/decision"), approval(tess, tess.get(path(item_id)), off__deductible="300"))
    assert (answer.status_code, answer.location) == (303, path(item_id))
    page = tess.get(path(item_id))
    assert "Recorded" in page.text
    assert "€200.00 to Kaur Tamm" in page.text
    assert tess.post(path(item_id, "/undo")).status_code == 303
    page = tess.get(path(item_id))
    assert tess.form(page)["off.deductible"] == "300"
    assert scorecards(session, item_id) == 0


def test_a_double_submit_scores_once(tess, claim, session):
    item_id = claim()
    sent = approval(tess, tess.get(path(item_id)))
    answers = [tess.post(path(item_id, "/decision"), sent) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert log(session, item_id).count("decide") == 1
    assert scorecards(session, item_id) == 1


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"disposition": ""}, "d-approve", "Choose what you decide."),
        (
            {"disposition": "approve", "pay__L1": "lots"},
            "pay.L1",
            "Enter the amount in euros, for example 2180.00",
        ),
        ({"disposition": "approve", "pay__L1": "-5"}, "pay.L1", "Enter the amount without a minus."),
        ({"disposition": "approve"}, "pay.L2", "enter what you accept, or refuse it."),
        ({"disposition": "approve", "refuse__L3": "yes"}, "ground.L3", "choose the provision that refuses it."),
        ({"disposition": "approve", "off__deductible": "3.005"}, "off.deductible", "Enter the amount in euros"),
        ({"disposition": "reject"}, "lead", "Choose the provision that leads the refusal."),
        ({"disposition": "request_information"}, "ask.0.paper", "Choose which paper you need."),
        (
            {"disposition": "request_information", "ask__0__paper": "estimate"},
            "ask.0.holder",
            "Choose who should send it.",
        ),
        ({"disposition": "escalate"}, "queue-0", "Choose who takes the claim over."),
    ],
)
def test_what_a_decision_lacks_is_told_at_its_field_and_nothing_typed_is_lost(
    tess, claim, session, fields, field, words
):
    item_id = claim()
    sent = tess.form(tess.get(path(item_id)), reason="My own words", **fields)
    answer = tess.post(path(item_id, "/decision"), sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'<a href="#{field}">' in answer.text
    assert re.search(rf'id="?{re.escape(field)}["\s>]', answer.text)
    assert "My own words" in answer.text
    assert "My own words" in tess.get(path(item_id)).text
    assert "decide" not in log(session, item_id)


def test_fields_of_choices_that_were_not_made_are_ignored(tess, claim, session):
    item_id = claim()
    sent = tess.form(tess.get(path(item_id)), pay__L1="nonsense", disposition="reject", lead="event")
    assert tess.post(path(item_id, "/decision"), sent).status_code == 303


def test_a_request_and_an_escalation_are_sent_as_they_were_chosen(tess, claim):
    item_id = claim()
    asked = {"ask.0.paper": "estimate", "ask.0.holder": "workshop", "ask.0.why": "repair"}
    tess.post(
        path(item_id, "/decision"), tess.form(tess.get(path(item_id)), disposition="request_information", **asked)
    )
    assert "Request information: Estimate" in tess.get(path(item_id)).text
    tess.post(path(item_id, "/undo"))
    chosen = {"queue": "supervisor", "brief.authority": "yes", "brief.provision": "alcohol"}
    tess.post(path(item_id, "/decision"), tess.form(tess.get(path(item_id)), disposition="escalate", **chosen))
    page = tess.get(path(item_id)).text
    assert "Escalate: Supervisor" in page
    assert "It is over my authority; 3.1" in page


def test_another_window_is_told_and_never_overwritten(tess, claim, session):
    item_id = claim()
    old = tess.get(path(item_id))
    tess.post(path(item_id, "/save"), tess.form(old, pay__L1="111"))
    answer = tess.post(path(item_id, "/save"), tess.form(old, pay__L1="222"))
    assert answer.status_code == 409
    assert "changed in another window" in answer.text
    assert 'value="222"' in answer.text
    assert 'value="111"' in tess.get(path(item_id)).text
    assert tess.post(path(item_id, "/save"), tess.form(answer, pay__L1="222", keep="1")).status_code == 303
    assert 'value="222"' in tess.get(path(item_id)).text


def test_a_script_saves_and_hears_the_revision(tess, claim):
    item_id = claim()
    old = tess.form(tess.get(path(item_id)), pay__L1="111")
    answer = tess.post(path(item_id, "/open/email"), old, headers={"X-Desk": "autosave"})
    assert answer.json == {"revision": 4, "saved": "Saved 09:30", "work": "4 min of work", "sources": {}}
    late = tess.post(path(item_id, "/save"), {**old, "pay.L1": "5"}, headers={"X-Desk": "autosave"})
    assert (late.status_code, late.json["revision"]) == (409, 4)


def test_a_note_goes_on_file_and_is_shown_as_written(tess, claim):
    item_id = claim()
    tess.post(path(item_id, "/note"), tess.form(tess.get(path(item_id)), note="Asked <b>twice</b>"))
    page = tess.get(path(item_id)).text
    assert "Your note: Asked &lt;b&gt;twice&lt;/b&gt;" in page


def test_a_claim_that_is_set_aside_keeps_its_work(tess, claim):
    item_id = claim()
    answer = tess.post(path(item_id, "/aside"), tess.form(tess.get(path(item_id)), pay__L2="7"))
    assert (answer.status_code, answer.location) == (303, "/")
    assert tess.form(tess.get(path(item_id)))["pay.L2"] == "7"


def test_two_papers_can_lie_side_by_side_without_losing_the_wording(tess, claim):
    item_id = claim()
    answer = tess.post(path(item_id, "/compare"), tess.form(tess.get(path(item_id)), compare="email"))
    page = tess.get(answer.location).text
    assert 'id="second"' in page
    assert page.count('<div class="pp"') == 9
    assert "name=cite value=notice" in page
    assert page.count("hidden>") >= 7


@pytest.mark.parametrize("rest", ["", "/save", "/open/invoice", "/compare", "/note", "/aside", "/decision", "/undo"])
def test_a_stranger_finds_nothing(tess, visit, claim, rest):
    item_id = claim("tess")
    tom = visit("tom")
    answer = tom.get(path(item_id)) if not rest else tom.post(path(item_id, rest), {"revision": "2"})
    assert answer.status_code == 404
    assert "MTR-2041" not in answer.text


def test_a_decided_claim_cannot_be_worked_on(tess, claim, session):
    item_id = claim()
    sent = approval(tess, tess.get(path(item_id)))
    tess.post(path(item_id, "/decision"), sent)
    before = log(session, item_id)
    assert tess.post(path(item_id, "/save"), {**sent, "pay.L1": "1"}).status_code == 303
    assert log(session, item_id) == before
    assert "disabled value=invoice#total" in tess.get(path(item_id)).text


def test_opening_a_claim_file_costs_few_statements(tess, claim, statements):
    item_id = claim()
    tess.get(path(item_id))
    with statements() as seen:
        tess.get(path(item_id))
    assert seen.count <= 5, seen.texts


def test_sending_a_decision_costs_few_statements(tess, claim, statements):
    item_id = claim()
    sent = approval(tess, tess.get(path(item_id)))
    with statements() as seen:
        assert tess.post(path(item_id, "/decision"), sent).status_code == 303
    assert seen.count <= 9, seen.texts


def test_the_estonian_page_takes_commas_and_says_so(tess, claim):
    item_id = claim()
    tess.get("/language/et")
    page = tess.get(path(item_id))
    assert "Kinnita otsus" in page.text
    answer = tess.post(path(item_id, "/decision"), tess.form(page, disposition="approve", pay__L1="palju"))
    assert "Sisesta summa eurodes, näiteks 2180,00" in answer.text
