"""What comes out of a scenario at one seed: the file, each act that is right in turn, the twin, and what fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.authoring.checks import Failure, check
from simulator.authoring.twins import Twin, twin_of
from simulator.coverage.determination import Determination
from simulator.coverage.determine import Determined
from simulator.coverage.rules import Rules
from simulator.coverage.says import says
from simulator.desk.state import DeskState
from simulator.domain.exercise import Exercise
from simulator.domain.scenario import Scenario
from simulator.domain.text import Text
from simulator.generation import Content, build_with_draft
from simulator.generation.plans import plan_for
from simulator.scoring.path import walked


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a derivation as a sentence, and whether the outcome turns on it; the others change nothing."""

    text: Text
    decides: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One seed of a scenario. ``acts`` are what is right, in turn, on the file as it stands then; ``path`` is the
    desk of somebody who does so; ``failures`` are what the checks find on this seed."""

    seed: int
    market: str
    exercise: Exercise
    rules: Rules
    path: DeskState
    acts: tuple[Determination, ...]
    twin: Twin | None
    failures: tuple[Failure, ...]

    @property
    def agrees(self) -> bool:
        """Tell whether nothing fails on this seed."""
        return not self.failures


def outcome_at(scenario: Scenario, seed: int, *, market: str, content: Content) -> Outcome:
    """Return what comes out of *scenario* at *seed* in one of its markets.

    Raises:
        SimulatorError: Nothing can be built there, or the claim never comes to an end.
    """
    exercise = build_with_draft(scenario, seed, market=market, content=content).exercise
    rules = plan_for(scenario, market, content).rules
    determined = Determined(rules)
    path = walked(exercise, rules, determined=determined)
    return Outcome(
        seed=seed,
        market=market,
        exercise=exercise,
        rules=rules,
        path=path,
        acts=tuple(determined.of(act.file) for act in path.acts),
        twin=twin_of(exercise, scenario, content),
        failures=tuple(one for one in check(scenario, content, [seed]).failures if one.market == market),
    )


def steps_of(outcome: Outcome, act: int = 0) -> tuple[Step, ...]:
    """Return the derivation of what is right at one of the acts, step by step."""
    form, guide = outcome.rules.form_for(outcome.exercise.file), outcome.rules.guide
    trace = outcome.acts[act].trace
    return tuple(Step(text=says(entry, form, guide), decides=_decides(entry)) for entry in trace)


def _decides(entry: Mapping[str, Any]) -> bool:
    sends_on = "trigger" in entry and entry.get("truth") == "true"
    return sends_on or entry.get("verdict") in ("bites", "open")
