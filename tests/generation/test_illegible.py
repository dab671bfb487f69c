"""A paper that nobody can read: it lies there, proves nothing, tells nothing, and comes once more when asked for."""

import pytest

from simulator.authoring.parse import read_scenarios
from simulator.coverage.determine import determine
from simulator.coverage.evidence import ILLEGIBLE, Evidence, State
from simulator.domain.answers import Gives
from simulator.domain.decision import Disposition
from simulator.generation import build
from simulator.paths import scenarios_folder

SCENARIO = next(
    one for one in read_scenarios(scenarios_folder() / "library") if one.file.endswith("sums_that_nobody_can_read.yaml")
)


@pytest.fixture(params=["ee", "us"])
def market(request):
    return request.param


@pytest.fixture(params=range(1, 7))
def exercise(request, market, content):
    return build(SCENARIO, request.param, market=market, content=content)


def test_the_paper_is_there_and_no_sum_on_it_can_be_read(exercise):
    estimate = exercise.file.paper("estimate")
    sums = {name: said for name, said in estimate.fields.items() if name.startswith("total")}
    assert set(sums.values()) == {ILLEGIBLE}
    assert {line["repair"] for line in estimate.lines.values()} == {ILLEGIBLE}
    assert ILLEGIBLE not in (estimate.fields["number"], estimate.fields["workshop"], estimate.fields["plate"])


def test_it_proves_nothing_and_is_asked_for_again(exercise, content, market):
    rules = content.library.rules(exercise.file.form, market, exercise.file.guide)
    evidence = Evidence(rules.compiled[-1].knowledge, exercise.file)
    assert evidence.state("repair", "L1").state is State.MISSING
    found = determine(rules, exercise.file)
    assert (found.disposition, [one.paper for one in found.requests]) == (Disposition.REQUEST_INFORMATION, ["estimate"])
    assert found.flags == ()


def test_what_is_claimed_does_not_give_the_sum_away(exercise):
    answer = exercise.correspondence.answers["estimate"]
    legible = answer.papers[0]
    assert (answer.gives, legible.replaces) == (Gives.ASKED, "estimate")
    for line in exercise.file.lines:
        assert line.claimed % 50 == 0
    assert ILLEGIBLE not in {*legible.fields.values(), *(line["repair"] for line in legible.lines.values())}


def test_nothing_illegible_is_keyed(exercise):
    assert ILLEGIBLE not in exercise.file.record.values()
