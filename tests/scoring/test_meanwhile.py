"""Paying undisputed lines meanwhile: rightly it costs nothing, left out it costs nothing, wrongly it costs."""

from dataclasses import replace
from decimal import Decimal

import pytest

from simulator.authoring.parse import read_scenarios
from simulator.domain.decision import Disposition, Row
from simulator.domain.text import LANGUAGES
from simulator.paths import scenarios_folder
from simulator.scoring.debrief import Taught, debrief
from simulator.scoring.debrief.model import Outcome, Tone
from simulator.scoring.meanwhile import disputed_in, owed_with, paying, undisputed

SCENARIOS = {one.file.rpartition("/")[2]: one for one in read_scenarios(scenarios_folder() / "library")}
CENT = Decimal("0.01")


@pytest.fixture(scope="module")
def glass(library_claim):
    """A glass line on which nothing is open, and a body line whose estimate is missing."""
    return library_claim(SCENARIOS["glass_paid_meanwhile.yaml"])


@pytest.fixture(scope="module")
def halves(library_claim):
    """Two clear lines that are above authority together, and a third that is open."""
    return library_claim(SCENARIOS["two_halves_are_a_whole.yaml"])


@pytest.fixture(scope="module")
def plain(library_claim):
    return library_claim(SCENARIOS["half_an_estimate.yaml"])


def with_rows(decision, offs=None, **rows):
    paid = {line: Row(accepted=Decimal(amount)) for line, amount in rows.items()}
    return replace(decision, rows=paid, offs=decision.offs if offs is None else offs)


def card_of(claim, *decisions):
    return claim.scored(claim.acted(*decisions, reads=True))


def amount_of(claim, *decisions):
    return card_of(claim, *decisions).criterion("amount")


def told(claim, *decisions):
    state = claim.acted(*decisions, reads=True)
    around = {"exercise": claim.exercise, "rules": claim.rules}
    card = claim.scored(state)
    return debrief(state, claim.rights(state), card, weights=claim.weights, taught=Taught(), **around)


def test_who_follows_pays_the_clear_line_and_earns_everything(glass):
    decision = glass.followed()
    assert set(decision.rows) == {"L1"}
    assert decision.total == sum(glass.determination.pay_now.values()) > 0
    card = card_of(glass, None, None)
    assert card.total == 100
    assert card.measures.is_money_right
    assert card.measures.paid > decision.total


def test_who_waits_with_all_of_it_earns_everything_too(glass):
    unpaid = replace(glass.followed(), rows={}, offs={})
    card = card_of(glass, unpaid, None)
    assert card.total == 100
    assert card.measures.paid == card_of(glass, None, None).measures.paid


def test_a_line_that_is_open_takes_the_points_of_the_amount(glass):
    guessed = with_rows(glass.followed(), L1=glass.followed().rows["L1"].accepted, L2="300")
    found = amount_of(glass, guessed, None)
    assert found.points == 0
    label = glass.exercise.file.lines[1].label
    assert label.en in found.because.en
    assert label.et in found.because.et


def test_a_second_deductible_that_is_kept_back_meanwhile_is_paid_in_the_end(glass):
    decision = glass.followed()
    twice = replace(decision, offs={"deductible": decision.offs["deductible"] * 2})
    card = card_of(glass, twice, None)
    assert 0 < card.criterion("amount").share < 1
    assert card.measures.is_money_right


def test_a_cent_too_much_meanwhile_is_told_though_it_comes_off_in_the_end(glass):
    right = glass.followed().rows["L1"].accepted
    card = card_of(glass, with_rows(glass.followed(), L1=right + CENT), None)
    assert card.criterion("amount").share < 1
    assert "Paid meanwhile" in card.criterion("amount").because.en
    assert card.measures.is_money_right


def test_what_was_paid_without_being_owed_stays_overpaid_to_the_end(glass):
    far_too_much = with_rows(glass.followed(), L1="2400", offs={})
    card = card_of(glass, far_too_much, None)
    owed = card_of(glass, None, None).measures.owed
    assert (card.measures.owed, card.measures.paid, card.measures.overpaid) == (owed, 2400, 2400 - owed)


def test_a_part_within_the_limit_of_a_whole_above_it_is_for_others_to_pay(halves):
    one_half = with_rows(halves.followed(), offs={}, L1=halves.determination.lines[0].accepted)
    assert one_half.total < 2500
    card = card_of(halves, one_half, None)
    assert card.criterion("amount").points == 0
    assert "others have to see" in card.criterion("amount").because.en
    assert halves.determination.pay_now == {}
    assert card.measures.overpaid == 0


def test_what_was_paid_before_counts_towards_authority_afterwards(halves):
    one_half = with_rows(halves.followed(), offs={}, L1=halves.determination.lines[0].accepted)
    state = halves.acted(one_half)
    right = halves.rights(replace(state, acts=(*state.acts, replace(state.acts[0], file=state.file))))[-1]
    assert right.disposition is Disposition.ESCALATE
    assert right.because_of == "authority"
    assert right.then.payable < 2500 < right.then.payable + one_half.total


def test_a_needless_request_may_still_pay_what_is_clear(glass):
    approval = glass.rights(glass.acted(None, None))[-1]
    decision = with_rows(glass.followed(), offs={}, L2=approval.lines[1].accepted)
    assert undisputed(approval) == approval.lines
    assert disputed_in(decision, approval) == ()


def test_one_of_two_clear_lines_may_be_paid_alone(halves):
    of = replace(halves.determination, pay_now={"L1": CENT, "L2": CENT})
    line = of.lines[0]
    decision = with_rows(halves.followed(), offs={"deductible": of.offs[0].amount}, L1=line.accepted)
    sheet = paying(decision, of)
    assert [one.line for one in sheet.lines] == ["L1"]
    assert sheet.payable == line.accepted - sum(off.amount for off in of.offs)


def test_what_was_rightly_paid_of_a_payment_is_at_most_what_was_due(glass):
    right = glass.followed()
    assert owed_with(right, glass.determination) == right.total
    assert owed_with(with_rows(right, L1="2400"), glass.determination) == right.total
    assert owed_with(with_rows(right, offs={}, L2="50"), glass.determination) == 0


def test_deciding_too_early_counts_what_was_undisputed_as_owed(glass):
    refused = replace(glass.followed(), disposition=Disposition.REJECT, lead="event", rows={}, offs={}, asked=())
    measures = card_of(glass, refused).measures
    assert measures.owed == sum(glass.determination.pay_now.values())
    assert measures.early


def test_after_a_half_answer_the_half_is_paid(plain):
    card = card_of(plain, None, None, None)
    assert card.total == 100
    state = plain.acted(None, None, None)
    assert [sent.decision.pays_meanwhile for sent in state.acts] == [False, True, False]


def test_the_debrief_tells_what_was_paid_and_what_could_be(glass):
    page = told(glass, replace(glass.followed(), rows={}, offs={}), None)
    first = page.turns[0]
    assert "may be paid meanwhile" in first.expected.en
    assert "meanwhile" not in first.yours.en
    paid = told(glass, None, None).turns[0]
    assert "; pay " in paid.yours.en
    assert "maksa vahepeal" in paid.yours.et
    assert page.verdict.outcome is Outcome.RIGHT


def test_the_debrief_names_a_payment_that_was_not_free_first_and_says_what_to_look_at(glass):
    page = told(glass, with_rows(glass.followed(), L1="100", L2="300", offs={}), None)
    assert (page.verdict.outcome, page.verdict.tone) == (Outcome.PAID_AMISS, Tone.PARTLY)
    assert "not settled" in page.lessons.first.en
    assert "Before you pay a part" in page.lessons.next_time.en
    for language in LANGUAGES:
        assert "{" not in page.verdict.sentence.in_(language)


def test_an_open_claim_that_went_up_owes_what_is_left(halves):
    one_half = with_rows(halves.followed(), offs={}, L1=halves.determination.lines[0].accepted)
    page = told(halves, one_half, None)
    rest = page.measures[0].note.en
    assert "waits for a decision" in rest
    assert f"{one_half.total:,.2f}" not in rest
