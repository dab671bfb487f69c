"""Each criterion at its edges."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from simulator.coverage.determination import Alternative, Need, Request
from simulator.domain.decision import Asked, Decision, Disposition, Row
from simulator.scoring.criteria import JUDGES

APPROVE, REJECT = Disposition.APPROVE, Disposition.REJECT
REQUEST, ESCALATE = Disposition.REQUEST_INFORMATION, Disposition.ESCALATE


def with_row(decision, **changes):
    return replace(decision, rows={**decision.rows, **changes})


def some(act):
    """Return a decision of that act that can be sent."""
    rows = {f"L{n}": Row(accepted=Decimal(0)) for n in range(1, 6)}
    parts = {
        APPROVE: {"rows": rows},
        REJECT: {"lead": "event"},
        REQUEST: {"asked": (Asked(paper="estimate", holder="workshop"),)},
        ESCALATE: {"queue": "supervisor"},
    }
    return Decision(disposition=act, **parts[act])


# The decision


@pytest.mark.parametrize("expected", ["approval", "refusal", "request", "escalation"])
@pytest.mark.parametrize("done", list(Disposition))
def test_an_act_is_worth_what_the_cost_table_says(motor, right, weights, expected, done):
    claim = motor(getattr(right, expected)())
    worth = weights.worth_of(done, claim.determination.disposition)
    assert claim.share("disposition", some(done)) == worth
    assert (worth == 1) is (done is claim.determination.disposition)


def test_money_and_cover_that_go_wrong_earn_nothing_and_waiting_a_part(weights):
    wrong = [(APPROVE, REJECT), (REJECT, APPROVE), (REQUEST, APPROVE), (REQUEST, REJECT), (ESCALATE, APPROVE)]
    assert {weights.worth_of(done, expected) for expected, done in wrong} == {0}
    waiting = [(APPROVE, REQUEST), (APPROVE, ESCALATE), (REJECT, REQUEST), (REJECT, ESCALATE), (REQUEST, ESCALATE)]
    assert all(0 < weights.worth_of(done, expected) < 1 for expected, done in waiting)


@pytest.mark.parametrize(("worth", "is_right"), [(Fraction(7, 10), False), (Fraction(1), True)])
def test_another_act_of_the_guide_is_worth_what_the_guide_says(motor, right, worth, is_right):
    other = Alternative(disposition=ESCALATE, worth=worth)
    card = motor(right.refusal(alternatives=(other,))).card(some(ESCALATE))
    assert card.criterion("disposition").share == worth
    assert card.act_right is is_right


# The amount


def test_the_right_sheet_earns_all_of_the_amount(motor, right):
    claim = motor(right.approval())
    assert claim.share("amount", claim.followed()) == 1


def test_a_refused_line_and_one_accepted_at_nothing_are_the_same_money(motor, right):
    claim = motor(right.approval())
    decision = with_row(claim.followed(), L4=Row(accepted=Decimal(0)))
    assert claim.share("amount", decision) == 1


def test_a_wrong_row_costs_its_part_and_the_total_falls_to_nothing_at_the_edge_of_near(motor, right):
    claim = motor(right.approval())
    near = Decimal("2008.88") / 4

    def share(more):
        return claim.share("amount", with_row(claim.followed(), L1=Row(accepted=Decimal("793.60") + more)))

    rows = Fraction(5, 6) * Fraction(6, 10)
    assert share(near) == rows
    assert share(near + 1) == rows
    assert share(near / 2) == rows + Fraction(1, 4) * Fraction(4, 10)
    assert share(Decimal("0.01")) < rows + Fraction(1, 2) * Fraction(4, 10)


def test_a_row_that_neither_side_took_does_not_count_and_one_that_was_taken_does(motor, right):
    claim = motor(right.approval())
    decision = claim.followed()
    taken = replace(decision, offs={**decision.offs, "prior_payment": Decimal(1)})
    assert claim.card(taken).criterion("amount").rows == ("prior_payment",)


def test_where_nothing_is_due_the_amount_is_all_or_nothing(motor, right):
    nothing = right.approval(payable=Decimal(0))
    nothing = replace(nothing, lines=nothing.lines[3:4], offs=())
    claim = motor(nothing)
    rows = {f"L{n}": Row(accepted=Decimal(0)) for n in range(1, 6)}
    decision = Decision(disposition=APPROVE, rows=rows)
    assert claim.share("amount", decision) == 1
    assert claim.share("amount", with_row(decision, L4=Row(accepted=Decimal(1)))) == 0


def test_a_total_within_the_tolerance_of_the_guide_is_right(motor, right):
    wide = Alternative(disposition=APPROVE, worth=Fraction(1), amount_within=Fraction(3, 100))
    claim = motor(right.approval(alternatives=(wide,)))
    inside = with_row(claim.followed(), L1=Row(accepted=Decimal("793.60") + Decimal("60.26")))
    outside = with_row(claim.followed(), L1=Row(accepted=Decimal("793.60") + Decimal("60.27")))
    assert claim.share("amount", inside) == 1
    assert claim.share("amount", outside) < 1


def test_no_payment_earns_nothing_of_the_amount_and_a_refusal_is_not_asked_for_one(motor, right):
    assert motor(right.approval()).share("amount", some(REJECT)) == 0
    assert motor(right.refusal()).card(some(APPROVE)).criterion("amount") is None


# The grounds


def cited(claim, *names, **more):
    return replace(claim.followed(), cites=names, **more)


def test_two_spare_clauses_are_free_and_the_third_costs(motor, right):
    claim = motor(right.approval(lines=(), lead="", grounds=()))
    sheet = right.rows(L4=Row(accepted=Decimal(0)))

    def share(*names):
        return claim.share("grounds", cited(claim, *names, rows=sheet))

    assert share("event", "deductible") == 1
    assert share("event", "deductible", "limit", "basis") == 1
    assert share("event", "deductible", "limit", "basis", "alcohol") == Fraction(85, 100)
    assert share("event") == Fraction(1, 2)
    assert share() == 0


def test_a_clause_on_which_a_deciding_fact_bears_is_never_spare(motor, right):
    facts = [
        Need(fact=name, line="", pins=("first_notice#cause",), provision=name) for name in ("limit", "basis", "alcohol")
    ]
    claim = motor(right.approval(lines=(), lead="", grounds=(), needs=tuple(facts)))
    every = cited(
        claim, "event", "deductible", "limit", "basis", "alcohol", rows=right.rows(L4=Row(accepted=Decimal(0)))
    )
    assert claim.share("grounds", every) == 1


@pytest.mark.parametrize(
    ("lead", "share"), [("alcohol", Fraction(1)), ("notice", Fraction(1, 2)), ("event", Fraction(0))]
)
def test_a_further_ground_in_place_of_the_leading_one_is_worth_half(motor, right, lead, share):
    claim = motor(right.refusal())
    decision = cited(claim, "alcohol", "notice", lead=lead)
    assert claim.share("grounds", decision) == share * Fraction(6, 10) + Fraction(4, 10)


def test_the_ground_of_a_refused_row_is_looked_at_on_that_row(motor, right):
    claim = motor(right.approval())
    wrong = with_row(claim.followed(), L4=Row(accepted=Decimal(0), refused=True, ground="alcohol"))
    card = claim.card(wrong)
    assert card.criterion("grounds").share == Fraction(4, 10)
    assert card.criterion("grounds").rows == ("L4",)
    assert not card.reason_right


def test_what_the_form_does_not_have_need_not_be_cited(motor, right):
    claim = motor(right.request(cites=("identity", "notice")))
    assert claim.card(claim.followed()).criterion("grounds").share == 1


# The evidence


def pinned(claim, *pins, **more):
    return replace(claim.followed(), pins=pins, ties={}, **more)


def test_any_field_that_states_a_fact_will_do(motor, right):
    claim = motor(right.approval())
    first = pinned(claim, "first_notice#occurred_on", "first_notice#cause")
    police = pinned(claim, "police_report#occurred_on", "first_notice#cause")
    assert claim.share("evidence", first) == claim.share("evidence", police) == Fraction(85, 100)


@pytest.mark.parametrize(("spare", "share"), [(0, "85/100"), (2, "85/100"), (3, "765/1000"), (20, "0")])
def test_two_spare_pins_are_free_and_each_more_costs(motor, right, spare, share):
    claim = motor(right.approval())
    invoice = [f"invoice#{name}" for name in claim.exercise.file.paper("invoice").fields]
    estimate = [f"estimate#{name}" for name in claim.exercise.file.paper("estimate").fields]
    pins = ("first_notice#occurred_on", "first_notice#cause", *[*invoice, *estimate][:spare])
    assert claim.share("evidence", pinned(claim, *pins)) == Fraction(share)


def test_a_fact_is_tied_to_its_clause_or_to_the_field_that_it_clashes_with(motor, right):
    claim = motor(right.approval())
    decision = claim.followed()
    assert claim.share("evidence", decision) == 1
    pins = ("first_notice#occurred_on", "police_report#occurred_on", "first_notice#cause")
    clash = {pins[0]: pins[1], pins[2]: "provision:event"}
    assert claim.share("evidence", replace(decision, pins=pins, ties=clash)) == 1
    wrong = {pins[0]: "provision:alcohol", pins[2]: "provision:event"}
    assert claim.share("evidence", replace(decision, pins=pins, ties=wrong)) == Fraction(925, 1000)


def test_what_no_provision_asks_for_can_be_pinned_and_need_not_be_tied(motor, right):
    claim = motor(right.escalation())
    assert claim.share("evidence", claim.followed()) == 1


def test_where_no_paper_states_what_decides_nothing_is_asked_of_the_evidence(motor, right):
    claim = motor(right.request(needs=(Need(fact="prejudice", line="", pins=(), provision="notice"),)))
    assert claim.card(claim.followed()).criterion("evidence") is None


# The request


@pytest.mark.parametrize(
    ("asked", "share"),
    [
        ([Asked(paper="expert_note", holder="department", why="prejudice")], "1"),
        ([Asked(paper="expert_note", holder="workshop", why="prejudice")], "8/10"),
        ([Asked(paper="expert_note", holder="department", why="repair")], "8/10"),
        ([Asked(paper="expert_note", holder="department")], "8/10"),
        ([Asked(paper="estimate", holder="workshop", why="repair")], "0"),
        (
            [
                Asked(paper="expert_note", holder="department", why="prejudice"),
                Asked(paper="estimate", holder="workshop"),
            ],
            "3/4",
        ),
    ],
)
def test_paper_holder_and_reason_count_each_and_what_was_not_needed_costs(motor, right, asked, share):
    claim = motor(right.request())
    decision = replace(claim.followed(), asked=tuple(asked))
    assert claim.share("request", decision) == Fraction(share)


def test_another_set_of_papers_that_the_engine_accepts_is_as_good(motor, right):
    police = Request(paper="police_report", holder="police", proves=("occurred_on",), because=("in_force",))
    claim = motor(right.request(other_requests=((police,),)))
    asked = (Asked(paper="police_report", holder="police", why="occurred_on"),)
    assert claim.share("request", replace(claim.followed(), asked=asked)) == 1


def test_a_paper_that_is_due_for_itself_needs_no_reason(motor, right):
    itself = Request(paper="police_report", holder="police", proves=(), because=("notice",))
    claim = motor(right.request(itself))
    assert claim.share("request", claim.followed()) == 1
    asked = (Asked(paper="police_report", holder="police", why="cause"),)
    assert claim.share("request", replace(claim.followed(), asked=asked)) == 1


# The escalation


@pytest.mark.parametrize(
    ("queue", "brief", "share"),
    [
        ("supervisor", ("authority",), "1"),
        ("supervisor", (), "6/10"),
        ("supervisor", ("trigger:fraud",), "6/10"),
        ("legal", ("authority", "trigger:lawyer"), "4/10"),
        ("legal", (), "0"),
    ],
)
def test_the_receiver_and_what_the_brief_names_count_each(motor, right, queue, brief, share):
    claim = motor(right.escalation())
    assert claim.share("escalation", replace(claim.followed(), queue=queue, brief=brief)) == Fraction(share)


@pytest.mark.parametrize(("because", "brief"), [("lawyer", "trigger:lawyer"), ("alcohol", "provision:alcohol")])
def test_a_brief_names_a_trigger_or_a_clause(motor, right, because, brief):
    claim = motor(right.escalation(because_of=because))
    assert claim.followed().brief == (brief,)
    assert claim.share("escalation", claim.followed()) == 1


# Care and time


def test_a_paper_that_decides_has_to_be_opened_before_deciding_and_a_reason_written(motor, right):
    claim = motor(right.approval())
    decision = claim.followed()
    assert claim.share("procedure", decision) == 1
    assert claim.share("procedure", replace(decision, reason=" ")) == Fraction(3, 4)
    assert claim.share("procedure", decision, opened=("police_report",)) == Fraction(5, 8)
    assert claim.share("procedure", decision, opened=("invoice",)) == Fraction(1, 4)


def test_work_up_to_twice_the_model_path_is_in_time_and_twice_that_earns_nothing(motor, right):
    claim = motor(right.approval())
    state = claim.worked(claim.followed())

    def share(minutes):
        review = replace(claim.review(claim.followed()), minutes=minutes)
        return JUDGES["timeliness"](review).share

    assert state.work_minutes == 18
    assert [share(minutes) for minutes in (0, 36, 54, 72, 200)] == [1, 1, Fraction(1, 2), 0, 0]
