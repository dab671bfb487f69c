"""Plays logs again: ``python -m tests.scoring.replaying`` reads them as JSON and writes what each of them comes to.

A log comes with its exercise and what its scenario teaches. Out come, a line each, the exercise and its determination
from the dice, the desk, what was right at each act, the scorecard, and the debrief with its texts in both languages.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from simulator.authoring.checks import verified
from simulator.authoring.parse import read_scenarios
from simulator.coverage.determine import determine
from simulator.desk.actions import Action
from simulator.desk.fold import fold
from simulator.domain.exercise import Exercise
from simulator.domain.scenario import Scenario
from simulator.generation.content import Content
from simulator.json_codec import from_json, from_plain, to_json
from simulator.paths import scenarios_folder
from simulator.scoring.debrief import Taught, debrief
from simulator.scoring.scorecard import score
from simulator.scoring.weights import load


def main() -> None:
    """Play every log of the input and write what comes of it."""
    content = Content.read(scenarios_folder())
    scenarios = {one.id: one for one in read_scenarios(scenarios_folder() / "library")}
    weights = load((scenarios_folder() / "scoring.yaml").read_text("utf-8"))
    for played in json.load(sys.stdin):
        exercise = from_json(Exercise, played["exercise"])
        for line in (
            drawn(scenarios[exercise.scenario], exercise, content),
            *replayed(played, exercise, content, weights),
        ):
            sys.stdout.buffer.write(line.encode() + b"\n")


def drawn(scenario: Scenario, exercise: Exercise, content: Content) -> str:
    """Return the exercise and its determination as the scenario's dice give them again."""
    return "\n".join(
        to_json(one) for one in verified(scenario, exercise.seed, market=exercise.file.market, content=content)
    )


def replayed(played: dict[str, Any], exercise: Exercise, content: Content, weights: Any) -> Iterator[str]:
    """Return what a log comes to."""
    rules = content.library.rules(exercise.file.form, exercise.file.market, exercise.file.guide)
    actions = [from_plain(Action, action) for action in played["log"]]
    taught = from_plain(Taught, played["taught"])
    state = fold(exercise, actions, form=rules.form_for(exercise.file), guide=rules.guide)
    right = tuple(determine(rules, sent.file) for sent in state.acts)
    card = score(state, right, weights, exercise=exercise, rules=rules, rubric=taught.rubric)
    told = debrief(state, right, card, exercise=exercise, rules=rules, weights=weights, taught=taught)
    yield from (to_json(one) for one in (state, right, card, told))


if __name__ == "__main__":
    main()
