"""Paying meanwhile: undisputed lines are paid with a request, and the ledger on the file says so from then on."""

from dataclasses import replace
from datetime import datetime, time
from decimal import Decimal

import pytest

from simulator.coverage.library import Library
from simulator.desk.correspondents import Happened
from simulator.desk.fold import fold
from simulator.desk.payments import can_pay_meanwhile, ledger_of
from simulator.desk.sending import decision_data, decision_problems
from simulator.domain.answers import Answer, Correspondence, Gives
from simulator.domain.decision import Asked, Decision, Disposition, Row
from simulator.domain.papers import Paper
from simulator.errors import InvalidAction
from simulator.paths import scenarios_folder

WAIT = ("wait", {})
ASKED = (Asked(paper="estimate", holder="workshop", why="repair"),)


@pytest.fixture(scope="module")
def rules():
    return Library.read(scenarios_folder()).rules("motor_own_damage", "ee", "standard")


@pytest.fixture
def claim(exercise):
    """Return the claim with what comes when a kind of paper is asked for, and papers that lie there already."""

    def make(*there, **answers):
        papers = (*(paper for paper in exercise.file.papers if paper.kind != "payment_history"), *there)
        answered = {
            kind: Answer(holder="department", gives=Gives.ASKED, after_days=1, at=time(11, 5), papers=(paper,))
            for kind, paper in answers.items()
        }
        file = replace(exercise.file, papers=papers)
        return replace(exercise, file=file, correspondence=Correspondence(answers=answered))

    return make


@pytest.fixture
def play(rules, log):
    def at(exercise, *acts):
        return fold(exercise, log(*acts), form=rules.form_for(exercise.file), guide=rules.guide)

    return at


def ledger(name="payment_history", **fields):
    at = datetime(2026, 1, 2, 9, 0)
    return Paper(id=name, kind="payment_history", sender="department", received_at=at, fields=fields)


def request(*, asked=ASKED, offs=None, **rows):
    paid = {line: Row(accepted=Decimal(amount)) for line, amount in rows.items()}
    taken = {name: Decimal(amount) for name, amount in (offs or {}).items()}
    return Decision(disposition=Disposition.REQUEST_INFORMATION, asked=asked, rows=paid, offs=taken)


def paying(**parts):
    return ("decide", decision_data(request(**parts)))


def of_ledger(state):
    return [paper for paper in state.file.papers if paper.kind == "payment_history"]


def kinds(decision, file, rules):
    return [gap.kind for gap in decision_problems(decision, file, rules.form_for(file), rules.guide)]


def test_what_was_paid_stands_in_the_ledger_and_in_the_letters(claim, play):
    state = play(claim(), paying(L1="450.50", offs={"deductible": "200"}))
    (printed,) = of_ledger(state)
    assert printed.fields["paid_before"] == "250.5"
    policy = next(paper for paper in state.file.papers if paper.kind == "declarations")
    assert printed.fields.get("policy_number") == policy.fields.get("policy_number")
    assert (printed.received_at, printed.replaces) == (state.file.as_of, None)
    paid, asked = state.letters
    assert (paid.happened, paid.amount, paid.papers) == (Happened.PAID, Decimal("250.50"), (printed.id,))
    assert asked.happened is Happened.ASKED


def test_the_act_is_kept_with_the_file_as_it_stood_before_it_was_paid(claim, play):
    state = play(claim(), paying(L1="450"))
    assert "payment_history" not in {paper.kind for paper in state.acts[0].file.papers}


def test_the_ledger_that_lay_there_is_printed_anew_with_all_that_it_said(claim, play):
    state = play(claim(ledger(premium_outstanding="30", paid_before="120")), paying(L1="450"))
    old, new = of_ledger(state)
    assert (new.id, new.replaces) == ("payment_history_2", old.id)
    assert new.fields["paid_before"] == "570"
    assert new.fields["premium_outstanding"] == "30"


def test_a_sum_that_cannot_be_read_is_not_added_to(claim, play):
    state = play(claim(ledger(paid_before="?")), paying(L1="450"))
    assert of_ledger(state)[-1].fields["paid_before"] == "?"


def test_a_second_payment_is_added_to_the_first(claim, play):
    second = paying(asked=(Asked(paper="licence", holder="claimant", why="licence_from"),), L2="60")
    came = replace(ledger("estimate"), kind="estimate", sender="workshop")
    exercise = claim()
    answer = Answer(holder="workshop", gives=Gives.ASKED, after_days=1, at=time(11, 5), papers=(came,))
    exercise = replace(exercise, correspondence=Correspondence(answers={"estimate": answer}))
    state = play(exercise, paying(L1="450"), WAIT, second)
    first, again = of_ledger(state)
    assert (again.replaces, again.fields["paid_before"]) == (first.id, "510")


def test_a_ledger_that_comes_later_lists_our_payment_too(claim, play):
    exercise = claim(payment_history=ledger(paid_before="300", premium_outstanding="10"))
    asked = (Asked(paper="payment_history", holder="department", why="paid_before"),)
    state = play(exercise, paying(asked=asked, L1="450"), WAIT)
    ours, theirs = of_ledger(state)
    assert (theirs.replaces, theirs.fields["paid_before"]) == (ours.id, "750")
    assert theirs.fields["premium_outstanding"] == "10"


def test_taking_the_act_back_takes_the_payment_back(claim, play):
    exercise = claim()
    before = play(exercise)
    after = play(exercise, paying(L1="450"), ("undo", {}))
    assert after.file == before.file
    assert after.letters == ()


def test_nothing_paid_changes_nothing_on_the_file(claim, play):
    exercise = claim()
    assert play(exercise, paying()).file == play(exercise).file


def test_what_is_paid_with_a_request_is_its_total():
    assert request(L1="450", L2="50", offs={"deductible": "200"}).total == 300
    assert request(L1="450").pays_meanwhile
    assert not request().pays_meanwhile


@pytest.mark.parametrize(
    ("parts", "gap"),
    [
        ({"L9": "10"}, "unknown"),
        ({"L1": "-10", "L2": "20"}, "paid"),
        ({"L1": "0"}, "nothing_paid"),
        ({"L1": "100", "offs": {"deductible": "200"}}, "nothing_paid"),
        ({"offs": {"deductible": "-50"}}, "nothing_paid"),
    ],
)
def test_what_cannot_be_paid_meanwhile_is_not_sent(claim, rules, parts, gap):
    assert gap in kinds(request(**parts), claim().file, rules)


def test_a_refused_row_has_no_place_in_a_request(claim, rules):
    decision = replace(request(L1="100"), rows={"L1": Row(accepted=Decimal(100)), "L2": Row(refused=True)})
    assert kinds(decision, claim().file, rules) == ["paid"]


@pytest.mark.parametrize("act", [Disposition.REJECT, Disposition.ESCALATE])
def test_no_other_act_pays_meanwhile(claim, rules, act):
    decision = replace(request(L1="100"), disposition=act, lead="event", queue="supervisor", asked=())
    assert kinds(decision, claim().file, rules) == ["unpaid"]


def test_where_the_guide_does_not_say_so_nothing_is_paid_meanwhile(claim, rules, log):
    guide = replace(rules.guide, requests=replace(rules.guide.requests, pay_undisputed=False))
    exercise = claim()
    form = rules.form_for(exercise.file)
    with pytest.raises(InvalidAction, match="nothing can be paid"):
        fold(exercise, log(paying(L1="450")), form=form, guide=guide)


def test_a_claim_of_one_line_or_a_form_without_a_ledger_has_nothing_to_pay_apart(claim, rules):
    file = claim().file
    form = rules.form_for(file)
    assert can_pay_meanwhile(file, form, rules.guide)
    assert not can_pay_meanwhile(replace(file, lines=file.lines[:1]), form, rules.guide)
    bare = replace(form, documents={name: one for name, one in form.documents.items() if name != "payment_history"})
    assert ledger_of(bare) is None
    assert not can_pay_meanwhile(file, bare, rules.guide)
