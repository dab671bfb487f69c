"""The debrief: one's own, once the claim is decided; opening it makes the decision final."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from simulator.coverage.determination import Determination, LineResult, Need, Request, SheetOff
from simulator.desk.actions import ActionKind
from simulator.desk.sending import decision_data
from simulator.domain.decision import Decision, Disposition, Row
from simulator.persistence.items import Item, LoggedAction
from simulator.services import shifts
from simulator.web.items.views import weights

LINES = {"L1": "510.88", "L2": "548.08", "L3": "669.60", "L4": "0", "L5": "394.32"}
SCENARIO = """{"title": {"en": "Wear on the <headlamp>", "et": "Kulum esitulel"},
 "debrief": {"en": "A lamp is not paid as new.", "et": "Laterna eest ei maksta nagu uue eest."}}"""


@pytest.fixture(scope="module")
def content(motor_content):
    return motor_content


@pytest.fixture
def tess(visit):
    return visit("tess")


def result(name, amount):
    refused = not Decimal(amount)
    return LineResult(
        line=name,
        disposition=Disposition.REJECT if refused else Disposition.APPROVE,
        accepted=Decimal(amount),
        payable=Decimal(amount),
        grounds=("alcohol",) if refused else (),
    )


APPROVAL = Determination(
    disposition=Disposition.APPROVE,
    payable=Decimal("1822.88"),
    lead="alcohol",
    grounds=("alcohol",),
    cites=("event", "deductible"),
    lines=tuple(result(name, amount) for name, amount in LINES.items()),
    offs=(SheetOff(id="deductible", clause="deductible", amount=Decimal(300)),),
    needs=(
        Need(fact="occurred_on", line="", pins=("first_notice#occurred_on",), provision="in_force"),
        Need(fact="cause", line="", pins=("first_notice#cause", "police_report#cause"), provision="event"),
    ),
)
REQUEST = Determination(
    disposition=Disposition.REQUEST_INFORMATION,
    payable=Decimal(0),
    requests=(Request(paper="expert_note", holder="department", proves=("prejudice",), because=("notice",)),),
    cites=("notice",),
)
ESCALATION = Determination(
    disposition=Disposition.ESCALATE,
    payable=Decimal(0),
    escalate_to="supervisor",
    because_of="authority",
    then=APPROVAL,
)


@pytest.fixture
def decided(claim, session, people, motor_content, app, now):
    """A claim that somebody decided: ``decided("tess")``, pins on the notice and a spare one, the lamp paid as new."""

    def put(short="tess", determination=APPROVAL, **changes):
        item_id = claim(short, determination=determination, body=SCENARIO)
        desk = shifts.desk_of(session, item_id, person_id=people[short].id, library=motor_content.library)
        rows = {name: Row(accepted=Decimal(amount)) for name, amount in {**LINES, "L2": "644.80"}.items()}
        pins = ("first_notice#occurred_on", "invoice#odometer")
        decision = Decision(
            disposition=Disposition.APPROVE, rows=rows, offs={"deductible": Decimal(300)}, pins=pins,
            reason="Covered <b>and</b> due.",
        )  # fmt: skip
        decision = replace(decision, **changes)
        acts = [
            (ActionKind.OPEN, {"paper": "invoice"}),
            *((ActionKind.PIN, {"pin": pin}) for pin in decision.pins),
            (ActionKind.DECIDE, decision_data(decision)),
        ]
        with app.app_context():
            shifts.act(session, desk, acts, weights=weights(), now=now)
        return item_id

    return put


def path(item_id):
    return f"/items/{item_id}/debrief"


def opened(visitor, item_id):
    """Open the debrief as a person does: by its button."""
    answer = visitor.post(path(item_id))
    assert (answer.status_code, answer.location) == (303, path(item_id))
    return visitor.get(answer.location)


def log(session, item_id):
    session.expire_all()
    found = select(LoggedAction.kind).where(LoggedAction.item_id == item_id).order_by(LoggedAction.n)
    return session.scalars(found).all()


def state(session, item_id):
    return session.get(Item, item_id, populate_existing=True).state


def plain(html):
    """Return the words of a page."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).replace("\u00a0", " ").split())


def test_opening_the_debrief_closes_the_claim_and_the_decision_stands(tess, decided, session):
    item_id = decided()
    assert opened(tess, item_id).status_code == 200
    assert state(session, item_id) == "closed"
    assert log(session, item_id)[-1] == "close"
    tess.post(f"/items/{item_id}/undo")
    assert state(session, item_id) == "closed"


def test_it_can_be_read_again_and_opened_twice_without_writing_twice(tess, decided, session):
    item_id = decided()
    first, second = opened(tess, item_id), opened(tess, item_id)
    assert without_token(first.text) == without_token(second.text)
    assert log(session, item_id).count("close") == 1


def without_token(page):
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


def test_looking_at_a_debrief_writes_nothing(tess, decided, session):
    item_id = decided()
    page = tess.get(path(item_id))
    assert page.status_code == 200
    assert state(session, item_id) == "decided"
    assert "There is no debrief yet" in page.text
    assert f'action="{path(item_id)}"' in page.text


@pytest.mark.parametrize("how", ["get", "post"])
def test_an_open_claim_says_what_to_do_and_tells_nothing(tess, claim, session, how):
    item_id = claim(determination=APPROVAL, body=SCENARIO)
    if how == "post":
        assert tess.post(path(item_id)).status_code == 303
    page = tess.get(path(item_id))
    assert page.status_code == 200
    assert "Decide the claim first." in page.text
    for secret in ("1,822.88", "headlamp", "lamp is not paid", "Alcohol", "3.1"):
        assert secret not in page.text
    assert state(session, item_id) == "open"


@pytest.mark.parametrize("short", ["tom", "ines", "rae", "ada"])
def test_a_stranger_finds_nothing(visit, tess, decided, session, short):
    item_id = decided("tess")
    stranger = visit(short)
    assert stranger.post(path(item_id)).status_code == 404
    assert state(session, item_id) == "decided"
    opened(tess, item_id)
    answer = stranger.get(path(item_id))
    assert answer.status_code == 404
    assert "MTR-2041" not in answer.text


def test_who_is_not_signed_in_is_sent_to_sign_in(visit, decided):
    item_id = decided()
    assert visit(None).get(path(item_id)).location.startswith("/sign-in")
    assert visit(None).post(path(item_id)).location.startswith("/sign-in")


def test_a_forged_form_closes_nothing(tess, decided, session):
    item_id = decided()
    assert tess.client.post(path(item_id)).status_code == 400
    assert state(session, item_id) == "decided"


def test_the_page_tells_verdict_score_why_and_lessons(tess, decided):
    words = plain(opened(tess, decided()).text)
    assert "Right decision, €96.72 too much" in words
    assert re.search(r"\d\d / 100", words)
    assert "Below the pass mark of 70" in words or "Pass mark 70 reached" in words
    assert "A paper that decides stayed unopened" in words or "A fact that decides went unnoticed" in words
    assert "€96.72 would have been paid without being owed" in words
    assert "A lamp is not paid as new." in words


def test_you_and_the_expected_stand_side_by_side_with_the_rule_and_every_slip(tess, decided):
    page = opened(tess, decided()).text
    words = plain(page)
    assert page.count("data-criterion") == 6
    assert "€1,919.60 €1,822.88" in words
    assert "you 644.80, expected 548.08" in words
    assert "The rows count 60 %, the total 40 %." in words


def test_the_settlement_is_worked_with_the_text_of_its_clauses(tess, decided):
    words = plain(opened(tess, decided()).text)
    assert "2,122.88 − 300.00 = 1,822.88." in words
    assert "The deductible comes off last, once an event." in words
    assert "Lines together 2,219.60 2,122.88 2,122.88" in words


def test_marks_are_drawn_on_the_papers_themselves_and_listed(tess, decided):
    page = opened(tess, decided()).text
    assert re.search(
        r'<span class="ev hit" data-cite="§\u00a01.1"><span class="vh">found </span>14\.03\.2026</span>', page
    )
    assert '<span class="ev miss" data-cite="§\u00a02.1">' in page
    assert '<span class="ev extra" data-cite="">' in page
    assert "name=pin" not in page
    assert page.count('<article class="mini') == 2


def test_what_a_person_or_an_author_wrote_is_escaped(tess, decided):
    page = opened(tess, decided()).text
    assert "Wear on the &lt;headlamp&gt;" in page
    assert "<headlamp>" not in page


def test_a_request_that_was_due_is_told_with_paper_holder_and_fact(tess, decided):
    words = plain(opened(tess, decided(determination=REQUEST)).text)
    assert "What had to be asked for" in words
    assert "not asked for" in words
    assert "Too soon: what decides was not on the file yet" in words


def test_an_escalation_that_was_due_is_told_with_what_should_be_decided_there(tess, decided):
    words = plain(opened(tess, decided(determination=ESCALATION)).text)
    assert "not yours to decide" in words
    assert "What should be decided there Approve, €1,822.88" in words


def test_the_next_claim_is_one_form_away(tess, decided):
    page = opened(tess, decided()).text
    form = re.search(r'<form method="post" action="/claims/next">.*?</form>', page, re.DOTALL)
    assert 'name="csrf_token"' in form[0]
    assert 'data-key="n"' in form[0]


@pytest.mark.parametrize("determination", [APPROVAL, REQUEST, ESCALATION])
def test_the_estonian_page_is_estonian_throughout(tess, decided, determination):
    tess.get("/language/et")
    words = plain(opened(tess, decided(determination=determination)).text)
    assert "Mis läks kõigepealt valesti" in words
    assert "Laterna eest ei maksta nagu uue eest." in words
    for english in ("What went wrong", "You and the expected", "Points", "pinned", "found", "missed", "Because"):
        assert english not in words


def test_reading_a_debrief_costs_few_statements(tess, decided, statements):
    item_id = decided()
    opened(tess, item_id)
    with statements() as seen:
        assert tess.get(path(item_id)).status_code == 200
    assert seen.count <= 8, seen.texts


def test_opening_a_debrief_costs_few_statements(tess, decided, statements):
    item_id = decided()
    with statements() as seen:
        assert tess.post(path(item_id)).status_code == 303
    assert seen.count <= 8, seen.texts


def test_the_next_claim_makes_the_decision_final_too(tess, decided, claim, session):
    item_id = decided()
    claim("tess")
    assert state(session, item_id) == "closed"
    assert tess.get(path(item_id)).status_code == 200
    assert session.scalar(select(func.count()).select_from(LoggedAction).where(LoggedAction.kind == "close")) == 1
