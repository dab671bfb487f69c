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
    "refuses in the end": lambda claim, right: (None, Decision(disposition=REJECT, lead="event", reason="No.")),
    "sends it on in the end": lambda claim, right: (
        None, Decision(disposition=ESCALATE, queue="supervisor", reason="Too much for me."), None,
    ),
}  # fmt: skip


def told(claim, decisions):
    state = claim.acted(*decisions)
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


def test_no_two_are_told_the_same(ways):
    for language in LANGUAGES:
        said = {
            name: (
                page.verdict.sentence.in_(language),
                page.lessons.first.in_(language),
                page.lessons.cost.in_(language),
            )
            for name, (_, page) in ways.items()
        }
        assert len(set(said.values())) == len(WAYS), sorted(said.values())


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("pays at once what is claimed", "Too early. What decides is not on the file"),
        ("refuses at once", "Too early. What decides is not on the file"),
        ("sends it on unripe", "The file is not ripe for others"),
        ("sends it on in the end", "You could have decided this yourself"),
        ("refuses in the end", "A paper that decides stayed unopened: Repair estimate"),
        ("asks the wrong holder", "held by"),
        ("asks for the wrong paper", "Not asked for: Repair estimate"),
    ],
)
def test_what_went_wrong_first_is_named(ways, name, first):
    found = ways[name][1].lessons.first.en
    assert first.casefold() in found.casefold()
