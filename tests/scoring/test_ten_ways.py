"""Ten wrong ways to handle one claim: each is told what went wrong first, what it costs whom, what to look at next."""

from dataclasses import replace
from decimal import Decimal

import pytest

from simulator.authoring.parse import read_scenarios
from simulator.coverage.determine import determine
from simulator.domain.decision import Asked, Decision, Disposition, Row
from simulator.domain.text import LANGUAGES
from simulator.paths import scenarios_folder
from simulator.scoring.debrief import Taught, debrief
from simulator.scoring.debrief.model import Find, Outcome, Tone
from simulator.scoring.follower import decision_from
from simulator.scoring.path import walked

SCENARIO = next(
    one for one in read_scenarios(scenarios_folder() / "library") if one.file.endswith("missing_estimate.yaml")
)
REQUEST, ESCALATE = Disposition.REQUEST_INFORMATION, Disposition.ESCALATE
APPROVE, REJECT = Disposition.APPROVE, Disposition.REJECT


@pytest.fixture(scope="module")
def claim(library_claim):
    return library_claim(SCENARIO)


@pytest.fixture(scope="module")
def right(claim):
    """The last decision of who does everything right."""
    state = walked(claim.exercise, claim.rules)
    form = claim.rules.form_for(claim.exercise.file)
    return decision_from(determine(claim.rules, state.acts[-1].file), form, claim.rules.guide)


def asking(**changes):
    asked = Asked(paper="estimate", holder="workshop", why="repair")
    return Decision(disposition=REQUEST, asked=(replace(asked, **changes),), reason="The cost is open.")


def paying(right, factor):
    rows = {name: Row(accepted=(row.accepted * factor).quantize(Decimal("0.01"))) for name, row in right.rows.items()}
    return replace(right, rows=rows)


def ending(right, **changes):
    return replace(right, rows={}, offs={}, **changes)


WAYS = {
    "pays at once what is claimed": lambda claim, right: (
        Decision(
            disposition=APPROVE, rows={line.id: Row(accepted=line.claimed) for line in claim.exercise.file.lines}
        ),
    ),
    "refuses at once": lambda claim, right: (Decision(disposition=REJECT, lead="event"),),
    "sends it on unripe": lambda claim, right: (
        Decision(disposition=ESCALATE, queue="supervisor", reason="?"), None, None,
    ),
    "asks the wrong holder": lambda claim, right: (asking(holder="claimant"), None, None),
    "asks for the wrong paper": lambda claim, right: (asking(paper="police_report", holder="police"), None, None),
    "asks without saying why": lambda claim, right: (asking(why=""), None),
    "pays too much in the end": lambda claim, right: (None, paying(right, 2)),
    "pays too little in the end": lambda claim, right: (None, paying(right, Decimal("0.5"))),
    "refuses in the end": lambda claim, right: (None, ending(right, disposition=REJECT, lead="event")),
    "sends it on in the end": lambda claim, right: (
        None, ending(right, disposition=ESCALATE, queue="supervisor"), None,
    ),
}  # fmt: skip


def told(claim, decisions):
    state = claim.acted(*decisions, reads=True)
    card = claim.scored(state)
    around = {"exercise": claim.exercise, "rules": claim.rules}
    return card, debrief(state, claim.rights(state), card, weights=claim.weights, taught=Taught(), **around)


@pytest.fixture(scope="module")
def ways(claim, right):
    return {name: told(claim, way(claim, right)) for name, way in WAYS.items()}


@pytest.mark.parametrize("name", WAYS)
def test_each_names_the_slip_its_cost_and_what_to_look_at(ways, name):
    card, page = ways[name]
    assert card.total < 100
    for language in LANGUAGES:
        for words in (page.lessons.first, page.lessons.cost, page.lessons.next_time, page.verdict.sentence, page.why):
            text = words.in_(language)
            assert len(text.split()) >= 2
            assert "{" not in text


def test_no_two_are_told_the_same_slip(ways):
    for language in LANGUAGES:
        said = {name: page.lessons.first.in_(language) for name, (_, page) in ways.items()}
        assert len(set(said.values())) == len(WAYS), sorted(said.values())


def test_what_to_look_at_next_time_follows_the_slip(ways):
    advice = {name: page.lessons.next_time.en for name, (_, page) in ways.items()}
    assert advice["pays too much in the end"] == advice["pays too little in the end"]
    assert advice["asks the wrong holder"] == advice["asks for the wrong paper"] == advice["asks without saying why"]
    assert len(set(advice.values())) == 5


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("pays at once what is claimed", "Too early to pay. What decides is not on the file"),
        ("refuses at once", "Too early to refuse. What decides is not on the file"),
        ("sends it on unripe", "The file is not ripe for others"),
        ("sends it on in the end", "You could have decided this yourself"),
        ("refuses in the end", "covered"),
        ("pays too much in the end", "more than is owed"),
        ("pays too little in the end", "less than is owed"),
        ("asks the wrong holder", "The request missed its mark. Repair estimate: held by workshop"),
        ("asks for the wrong paper", "The request missed its mark. Not asked for: Repair estimate"),
        ("asks without saying why", "it should prove"),
    ],
)
def test_what_went_wrong_first_is_named(ways, name, first):
    found = ways[name][1].lessons.first.en
    assert first.casefold() in found.casefold()


@pytest.mark.parametrize(
    ("name", "cost"),
    [
        ("asks the wrong holder", "for nothing: what was sent could not settle anything"),
        ("asks for the wrong paper", "for nothing: what was sent could not settle anything"),
        ("sends it on unripe", "for nothing: what was sent could not settle anything"),
        ("asks without saying why", "has to guess what it is for"),
        ("pays too much in the end", "would have been paid without being owed"),
        ("refuses in the end", "that is owed"),
    ],
)
def test_what_it_would_have_cost_is_named(ways, name, cost):
    found = ways[name][1].lessons.cost.en
    assert cost in found
    assert "No money: but" not in found


@pytest.mark.parametrize(
    ("name", "marks", "outcome"),
    [
        ("asks the wrong holder", ["missed", "found", "found"], Outcome.ASKED_AMISS),
        ("asks for the wrong paper", ["missed", "found", "found"], Outcome.ASKED_AMISS),
        ("asks without saying why", ["missed", "found"], Outcome.UNSAID),
        ("sends it on unripe", ["missed", "found", "found"], Outcome.DETOUR),
        ("pays too much in the end", ["found", "missed"], Outcome.TOO_MUCH),
        ("refuses in the end", ["found", "missed"], Outcome.REFUSED_OWED),
        ("sends it on in the end", ["found", "missed", "found"], Outcome.DETOUR),
    ],
)
def test_each_act_bears_its_own_mark_and_a_right_end_stays_right(ways, name, marks, outcome):
    _, page = ways[name]
    assert [turn.find for turn in page.turns] == marks
    acts = [row.find for row in page.path.rows if row.yours.en.startswith(("Ask for", "Approve", "Reject", "Send it"))]
    assert acts == marks
    assert page.verdict.outcome is outcome


def test_who_was_asked_stands_beside_who_has_the_paper(ways):
    _, page = ways["asks the wrong holder"]
    assert page.turns[0].yours.en == "Ask for: Repair estimate (from: claimant)"
    assert page.turns[0].expected.en == "Ask for: Repair estimate (from: workshop)"
    assert [(row.paper.en, row.note.en) for row in page.asked] == [
        ("Repair estimate", "Asked of: claimant. Held by: workshop.")
    ]


def test_what_follows_a_request_stands_on_the_model_path_of_who_settled_too_early(ways):
    _, page = ways["pays at once what is claimed"]
    assert page.path.rows[-1].model.en == "Wait for the reply, then decide"
    assert page.path.rows[-1].find is Find.MISSED


def test_the_measures_tell_of_days_lost_and_of_a_refusal_that_came_too_early(ways):
    steps = ways["asks the wrong holder"][1].measures[2]
    assert "days for nothing" in steps.note.en
    people = ways["refuses at once"][1].measures[1]
    assert (people.value.en, people.tone) == ("0", Tone.PARTLY)
    assert "before anybody could know" in people.note.en
