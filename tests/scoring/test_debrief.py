"""The debrief: told apart as a mentor would, complete in both languages, and true to determination and scorecard."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from fractions import Fraction

import pytest

from simulator.authoring.parse import read_scenarios
from simulator.authoring.robots import ROBOTS
from simulator.coverage.determination import Alternative
from simulator.desk.state import DeskState, Status
from simulator.domain.decision import Asked, Decision, Disposition, Row
from simulator.domain.dice import Dice
from simulator.domain.text import Text
from simulator.errors import InvalidAction
from simulator.json_codec import from_json, to_json
from simulator.paths import scenarios_folder
from simulator.scoring.debrief import Debrief, Taught, debrief
from simulator.scoring.debrief.model import Find, Outcome, Tone

SCENARIOS = read_scenarios(scenarios_folder() / "library")
TAUGHT = Taught(title=Text("A lesson", "Õppetund"), debrief=Text("Look twice.", "Vaata kaks korda."))
APPROVE, REJECT = Disposition.APPROVE, Disposition.REJECT
REQUEST, ESCALATE = Disposition.REQUEST_INFORMATION, Disposition.ESCALATE


def told(claim, decision, opened=None):
    """Return the debrief of *decision* on *claim*."""
    return of_state(claim, claim.worked(decision, opened))


def of_state(claim, state):
    around = {"exercise": claim.exercise, "rules": claim.rules}
    card, right = claim.scored(state), claim.rights(state)
    return debrief(state, right, card, weights=claim.weights, taught=TAUGHT, **around)


def some(act, **more):
    rows = {f"L{n}": Row(accepted=Decimal(100)) for n in range(1, 6)}
    parts = {
        APPROVE: {"rows": rows},
        REJECT: {"lead": "event"},
        REQUEST: {"asked": (Asked(paper="estimate", holder="workshop"),)},
        ESCALATE: {"queue": "supervisor"},
    }
    return Decision(disposition=act, **parts[act] | more)


def texts(value: object, where: str = "") -> Iterator[tuple[str, Text]]:
    """Yield every text of a debrief with the place where it stands."""
    if isinstance(value, Text):
        yield where, value
    elif is_dataclass(value):
        for one in fields(value):
            yield from texts(getattr(value, one.name), f"{where}.{one.name}")
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from texts(one, f"{where}.{key}")
    elif isinstance(value, tuple):
        for at, one in enumerate(value):
            yield from texts(one, f"{where}[{at}]")


# The verdict


@pytest.mark.parametrize(
    ("expected", "decision", "outcome", "sentence"),
    [
        ("approval", some(REJECT), Outcome.REFUSED_OWED, "Refused, though it is covered"),
        ("approval", some(REQUEST), Outcome.ASKED_IN_VAIN, "Asked, though nothing that decides was missing"),
        ("approval", some(ESCALATE), Outcome.SENT_IN_VAIN, "Sent on, though you could have decided it"),
        ("refusal", some(APPROVE), Outcome.PAID_UNOWED, "Approved, though it is not covered"),
        ("refusal", some(APPROVE, cites=("alcohol",)), Outcome.SUSPICION, "Right suspicion, wrong decision"),
        ("refusal", some(REQUEST), Outcome.ASKED_IN_VAIN, "Asked, though nothing that decides was missing"),
        ("request", some(APPROVE), Outcome.TOO_SOON, "Too soon: what decides was not on the file yet"),
        ("request", some(REJECT, lead="notice"), Outcome.SUSPICION, "Right suspicion, wrong decision"),
        ("request", some(ESCALATE), Outcome.UNRIPE, "Sent on before the file was ripe"),
        ("request", some(REQUEST), Outcome.WRONG_PAPER, "Right to ask, but not for this"),
        ("escalation", some(APPROVE), Outcome.NOT_YOURS, "Right view, but not yours to decide"),
        ("escalation", some(REJECT), Outcome.NOT_YOURS_NOR_RIGHT, "This was not yours to decide"),
        ("escalation", some(REQUEST), Outcome.NO_PAPER_SETTLES, "Asked for papers where somebody else has to decide"),
        ("escalation", some(ESCALATE, queue="legal"), Outcome.WRONG_DESK, "Right to send it on, but not to that desk"),
    ],
)
def test_a_decision_is_told_apart(motor, right, expected, decision, outcome, sentence):
    verdict = told(motor(getattr(right, expected)()), decision).verdict
    assert (verdict.outcome, verdict.sentence.en) == (outcome, sentence)


def test_two_facts_tied_as_a_clash_show_that_something_was_noticed(motor, right):
    pins = ("first_notice#occurred_on", "police_report#occurred_on")
    decision = some(APPROVE, pins=pins, ties={pins[0]: pins[1]})
    assert told(motor(right.request()), decision).verdict.outcome is Outcome.SUSPICION


def test_a_right_decision_is_told_by_what_it_lacks(motor, right):
    claim = motor(right.approval())
    whole = claim.followed()
    outcomes = {
        Outcome.RIGHT: whole,
        Outcome.TOO_MUCH: replace(whole, offs={}),
        Outcome.TOO_LITTLE: replace(whole, offs={"deductible": Decimal(500)}),
        Outcome.WRONG_ROWS: replace(
            whole,
            rows={**whole.rows, "L1": Row(accepted=Decimal("793.61")), "L2": Row(accepted=Decimal("548.07"))},
        ),
        Outcome.THIN: replace(whole, pins=(), ties={}),
        Outcome.NEARLY: replace(whole, reason=""),
    }
    assert {outcome: told(claim, decision).verdict.outcome for outcome, decision in outcomes.items()} == {
        outcome: outcome for outcome in outcomes
    }
    assert told(claim, outcomes[Outcome.TOO_MUCH]).verdict.sentence.en == "Right decision, €300.00 too much"
    assert told(claim, outcomes[Outcome.TOO_LITTLE]).verdict.sentence.et == "Õige otsus, 200,00\u00a0€ liiga vähe"


def test_right_for_the_wrong_reason_is_not_called_right(motor, right):
    claim = motor(right.refusal())
    verdict = told(claim, replace(claim.followed(), lead="event", cites=())).verdict
    assert (verdict.outcome, verdict.tone) == (Outcome.WRONG_REASON, Tone.PARTLY)


def test_an_act_that_the_guide_accepts_is_right_and_says_so(motor, right):
    other = Alternative(disposition=ESCALATE, worth=1)
    claim = motor(right.refusal(alternatives=(other,), because_of="authority"))
    decision = some(
        ESCALATE, brief=("authority",), cites=("alcohol", "notice"), pins=claim.followed().pins,
        ties=claim.followed().ties, reason="A close call.",
    )  # fmt: skip
    shown = told(claim, decision)
    assert shown.verdict.tone is not Tone.WRONG
    assert [one.en for one in shown.alternatives] == ["Escalate: right as well"]


def test_what_else_the_guide_accepts_is_told_with_its_worth(motor, right):
    others = (
        Alternative(disposition=ESCALATE, worth=Fraction(7, 10)),
        Alternative(disposition=APPROVE, worth=Fraction(1), amount_within=Fraction(3, 100)),
    )
    claim = motor(right.approval(alternatives=others))
    assert [one.en for one in told(claim, claim.followed()).alternatives] == [
        "Escalate: worth 70 % of the decision",
        "An amount within 3 % of the expected one",
    ]


# Lessons


def test_what_went_wrong_first_is_told_in_the_order_of_the_work(motor, right):
    claim = motor(right.approval())
    whole = claim.followed()
    unread = told(claim, replace(whole, pins=(), ties={}, offs={}), opened=("police_report",)).lessons
    assert unread.first.en.startswith("A paper that decides stayed unopened: First notice")
    missed = told(claim, replace(whole, pins=whole.pins[:1], ties={}, offs={})).lessons
    assert missed.first.en.startswith("A fact that decides went unnoticed: the cause.")
    assert "§\u00a02.1" in missed.first.en
    amount = told(claim, replace(whole, offs={})).lessons
    assert amount.first.en == "The sum: €300.00 more than is owed. 5 of 6 rows right."
    assert told(claim, replace(whole, reason="")).lessons.first.en == "The decision has no reason."
    assert told(claim, whole).lessons.first.en == "Nothing went wrong."


@pytest.mark.parametrize(
    ("expected", "decision", "words"),
    [
        ("approval", some(REJECT), "Kaur Tamm would have been refused €2,008.88 that is owed."),
        ("refusal", some(APPROVE), "€500.00 would have been paid without being owed"),
        ("approval", some(ESCALATE), "Kaur Tamm would have waited in vain."),
        ("request", some(APPROVE), "A decision on half a file"),
        ("request", some(REQUEST), "Kaur Tamm would have to be asked a second time."),
        ("escalation", some(APPROVE), "Whoever has to see this claim would not have seen it"),
    ],
)
def test_the_cost_names_the_money_and_the_person(motor, right, expected, decision, words):
    assert words in told(motor(getattr(right, expected)()), decision).lessons.cost.en


def test_the_why_is_what_decides_and_where_most_was_lost(motor, right):
    claim = motor(right.approval())
    assert "€2,008.88 is due" in told(claim, claim.followed()).why.en
    assert "Most was lost on Amount" in told(claim, replace(claim.followed(), offs={})).why.en
    assert "You chose “Approve” where the file asks for “Reject”." in told(motor(right.refusal()), some(APPROVE)).why.en


# Marks, settlement, grounds, requests, path


def test_facts_are_marked_where_they_were_found_or_stand_and_the_rest_is_spare(motor, right):
    claim = motor(right.approval())
    decision = replace(claim.followed(), pins=("police_report#occurred_on", "invoice#total"), ties={})
    papers = {paper.paper: [(mark.pin, mark.find) for mark in paper.marks] for paper in told(claim, decision).papers}
    assert papers == {
        "first_notice": [("first_notice#cause", Find.MISSED)],
        "police_report": [("police_report#occurred_on", Find.FOUND)],
        "invoice": [("invoice#total", Find.SPARE)],
    }


def test_the_settlement_adds_up_from_line_to_line_and_shows_where_yours_differs(motor, right):
    claim = motor(right.approval())
    rows = told(claim, replace(claim.followed(), offs={"deductible": Decimal(200)})).settlement.rows
    assert [(row.kind, row.expected, row.running) for row in rows if row.kind in ("sum", "off", "total")] == [
        ("sum", Decimal("2308.88"), Decimal("2308.88")),
        ("off", Decimal(-300), Decimal("2008.88")),
        ("total", Decimal("2008.88"), Decimal("2008.88")),
    ]
    assert [row.label.en for row in rows if row.differs][-1] == "Payable"
    off = next(row for row in rows if row.kind == "off")
    assert (off.yours, off.note.en) == (Decimal(-200), "2,308.88 − 300.00 = 2,008.88.")
    assert off.clause.text.en == "The deductible comes off last, once an event."


def test_a_refusal_that_was_refused_has_no_settlement_and_one_that_was_paid_has(motor, right):
    claim = motor(right.refusal())
    assert told(claim, claim.followed()).settlement is None
    lines = tuple(replace(line, grounds=("alcohol",), disposition=REJECT) for line in right.approval().lines)
    paid = motor(right.refusal(lines=lines, offs=right.approval().offs))
    assert told(paid, some(APPROVE)).settlement.rows[-1].yours == 500


def test_every_clause_that_decides_is_there_with_its_text_and_whether_it_was_named(motor, right):
    claim = motor(right.refusal())
    grounds = told(claim, replace(claim.followed(), cites=("limit",))).grounds
    assert [(one.clause.id, one.find, one.role.en) for one in grounds] == [
        ("alcohol", Find.FOUND, "Leads the refusal"),
        ("notice", Find.MISSED, "Refuses the claim too"),
        ("limit", Find.SPARE, "Decides nothing here"),
    ]
    assert all(one.clause.text.en and one.clause.text.et for one in grounds)


def test_what_was_asked_stands_beside_what_had_to_be(motor, right):
    claim = motor(right.request())
    asked = (Asked(paper="expert_note", holder="workshop"), Asked(paper="estimate", holder="workshop", why="repair"))
    rows = told(claim, replace(claim.followed(), asked=asked)).asked
    assert [row.find for row in rows] == [Find.FOUND, Find.SPARE]
    assert "Held by: another department of ours" in rows[0].note.en
    assert "You did not say what it should prove." in rows[0].note.en
    assert told(claim, some(APPROVE)).asked[0].find is Find.MISSED


def test_where_a_claim_had_to_go_stands_beside_where_it_went(motor, right):
    claim = motor(right.escalation())
    handing = told(claim, replace(claim.followed(), queue="legal", brief=())).handing
    assert (handing.is_queue_right, handing.is_brief_right) == (False, False)
    assert handing.then.en == "Approve, €2,008.88"
    assert told(motor(right.approval()), some(APPROVE)).handing is None


def test_your_steps_stand_beside_the_model_path_in_minutes_of_work(motor, right):
    claim = motor(right.approval())
    path = told(claim, claim.followed()).path
    assert {row.find for row in path.rows} == {Find.FOUND}
    assert [row.at for row in path.rows] == [18, 18, 18, 18, 18]
    assert path.minutes == path.model_minutes == 18
    less = told(claim, some(APPROVE), opened=("invoice",)).path
    assert less.minutes == 2
    assert {row.find for row in less.rows} == {Find.MISSED}


def test_without_a_decision_there_is_nothing_to_tell(motor, right, weights):
    claim = motor(right.approval())
    card = claim.card(claim.followed())
    with pytest.raises(InvalidAction):
        debrief(
            DeskState(file=claim.exercise.file), (), card, exercise=claim.exercise, rules=claim.rules,
            weights=weights, taught=TAUGHT,
        )  # fmt: skip


# Over the library


NOBODYS = some(REQUEST, asked=(Asked(paper="estimate", holder="claimant"),))
SEVERAL = {
    "sends it on first, and it comes back": (some(ESCALATE, reason="?"),),
    "asks amiss and then refuses": (NOBODYS, some(REJECT)),
    "asks amiss twice, sends it on, then pays": (NOBODYS, NOBODYS, some(ESCALATE, reason="?"), some(APPROVE)),
}


def decisions_of(claim):
    """Return the desks of the follower, of every robot, and of claims with several acts right and wrong."""
    dice = Dice("debriefs")
    yield "follower", claim.follower()
    for name, robot in ROBOTS.items():
        yield name, robot(claim.exercise, claim.rules, dice)
    for name, acts in SEVERAL.items():
        yield name, ended(claim, acts)


def ended(claim, acts):
    """Return the desk after *acts*, and after what was right from there on where they did not end the claim."""
    rows = {line.id: Row(accepted=line.claimed) for line in claim.exercise.file.lines}
    acts = [replace(act, rows=rows) if act.disposition is APPROVE else act for act in acts]
    for several in range(1, 20):
        state = claim.acted(*[*acts, *[None] * 20][:several], reads=True)
        if state.status is Status.DECIDED:
            return state
    raise AssertionError(f"{acts} never came to an end")


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.file.rpartition("/")[2])
def test_every_debrief_of_the_library_is_complete_and_true(library_claim, content, scenario):
    for market in [one for one in scenario.markets if one in content.markets]:
        check_debriefs(library_claim(scenario, market=market))


def check_debriefs(claim):
    for name, state in decisions_of(claim):
        shown = of_state(claim, state)
        for where, text in texts(shown):
            assert bool(text.en) == bool(text.et), (name, where, text)
            assert "{" not in text.en + text.et, (name, where, text)
        assert shown.verdict.sentence.en
        assert shown.total == sum(row.points for row in shown.criteria)
        check_turns(shown, state)
        assert (shown.verdict.tone is Tone.RIGHT) <= all(not row.differs for row in shown.criteria)
        for paper in shown.papers:
            on_paper = state.file.paper(paper.paper)
            assert all(on_paper.statement(mark.pin.partition("#")[2]) is not None for mark in paper.marks)
        if shown.settlement is not None:
            check_sum(shown.settlement.rows)
    assert shown_as_right(claim)


def check_turns(shown, state):
    """Every act has a turn with its own mark, the same beside the model path, and one that went wrong is the lesson."""
    if not shown.turns:
        assert len(state.acts) == 1
        return
    assert [turn.n for turn in shown.turns] == [sent.n for sent in state.acts]
    if any(turn.find is Find.MISSED for turn in shown.turns):
        assert shown.verdict.tone is not Tone.RIGHT
        assert shown.lessons.first.en != "Nothing went wrong."
    slipped = next((turn for turn in shown.turns[:-1] if turn.find is Find.MISSED), None)
    assert slipped is None or shown.lessons.first.en.endswith(slipped.because.en)
    assert len({row.paper for row in shown.asked}) == len(shown.asked)


def check_sum(rows):
    """The lines less what comes off is what is payable, to the cent, and every running total follows the last."""
    lines = sum((row.expected for row in rows if row.kind == "line"), Decimal(0))
    offs = sum((row.expected for row in rows if row.kind == "off"), Decimal(0))
    assert lines + offs == rows[-1].expected
    running = [row.running for row in rows if row.kind in ("line", "off")]
    assert running[-1] == rows[-1].expected


def shown_as_right(claim):
    shown = of_state(claim, claim.follower())
    return (shown.verdict.tone, shown.lessons.first.en, shown.total) == (Tone.RIGHT, "Nothing went wrong.", 100)


def test_the_same_log_gives_the_same_debrief_byte_for_byte(library_claim):
    claim = library_claim(SCENARIOS[0])
    shown = {to_json(told(claim, claim.followed())) for _ in range(2)}
    assert len(shown) == 1
    assert from_json(Debrief, shown.pop()) == told(claim, claim.followed())
