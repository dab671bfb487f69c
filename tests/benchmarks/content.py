"""The pure rooms: exercises, determinations, what-if over open facts, checks. CPU of one process."""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from simulator.authoring.checks import check
from simulator.coverage.determination import Determination
from simulator.coverage.determine import determine
from simulator.coverage.rules import Rules
from simulator.domain.claim import ClaimFile
from simulator.domain.dice import Dice
from simulator.domain.scenario import Case, Scenario, Target
from simulator.generation.building import build
from simulator.generation.content import Content
from simulator.generation.plans import first_day, plan_for
from simulator.generation.targets import build_any
from tests.benchmarks.report import Figure, measured

FORM, MARKET = "motor_own_damage", "ee"
_WHAT_IF = 50


def figures(content: Content, scenarios: Sequence[Scenario], rounds: int) -> list[Figure]:
    """Return the figures of the pure rooms; *rounds* is how often each is done."""
    plain = plain_scenario(scenarios)
    rules = plan_for(plain, MARKET, content).rules
    files = [build(plain, seed, market=MARKET, content=content).file for seed in range(rounds)]
    return [
        *_exercises(content, scenarios, plain, rounds),
        *_determinations(rules, files),
        *_what_if(rules, files[:_WHAT_IF]),
        _checks(content, plain, rounds),
    ]


def plain_scenario(scenarios: Sequence[Scenario]) -> Scenario:
    """Return a motor scenario with nothing in its way, the same in every run."""
    return next(one for one in scenarios if one.file.endswith("motor/clean_approval.yaml"))


def _exercises(content: Content, scenarios: Sequence[Scenario], plain: Scenario, rounds: int) -> list[Figure]:
    def whole(scenario: Scenario, seed: int) -> Determination:
        exercise = build(scenario, seed, market=MARKET, content=content)
        return determine(plan_for(scenario, MARKET, content).rules, exercise.file)

    motor = [one for one in scenarios if one.form == FORM and MARKET in one.markets]
    crowd, dice = content.crowds[MARKET], Dice("benchmark")
    on = first_day(plan_for(plain, MARKET, content).form, 90)
    acts: list[tuple[str, float | None, Callable[[int], object]]] = [
        ("exercise with determination, plain", 2.5, lambda seed: whole(plain, seed)),
        (f"the same, {len(motor)} motor scenarios in turn", 2.5, lambda seed: whole(motor[seed % len(motor)], seed)),
        ("the same, target on a settlement step", 20, lambda seed: whole(_on_a_step(plain), seed)),
        ("an exercise aimed by the dice", None, lambda seed: build_any(FORM, seed, market=MARKET, content=content)),
        ("its people and addresses alone", None, lambda seed: crowd.draw(dice.stream(str(seed)), on=on)),
    ]
    return [measured(what, "ms", lambda act=act: _ms(act, rounds), budget) for what, budget, act in acts]


def _on_a_step(plain: Scenario) -> Scenario:
    target = Target(provision="deductible", step="over")
    return replace(plain, case=Case(targets=(target,)), content_hash="step of the benchmark")


def _determinations(rules: Rules, files: Sequence[ClaimFile]) -> list[Figure]:
    by_size = sorted(files, key=lambda file: (len(file.lines), sum(len(paper.fields) for paper in file.papers)))
    tenth = max(1, len(by_size) // 10)
    return [
        Figure(
            what=f"determination, {len(some[0].lines)} line(s), {len(some[0].papers)} papers",
            unit="µs",
            budget=500,
            value=_ms(lambda at, some=some: determine(rules, some[at % len(some)]), len(files)) * 1000,
        )
        for some in (by_size[:tenth], by_size[-tenth:])
    ]


def _what_if(rules: Rules, files: Sequence[ClaimFile]) -> list[Figure]:
    """Papers go missing by chance; files on which that leaves facts open are judged again."""
    dice = random.Random(1)
    found = []
    for gone in (1, 2, 3):
        some = [_without(file, dice.sample(range(len(file.papers)), min(gone, len(file.papers)))) for file in files]
        opened = [(tried, file) for file in some if (tried := _tried(rules, file))]
        if opened:
            times = [_ms(lambda _at, file=file: determine(rules, file), 1) for _, file in opened]
            most = max(tried for tried, _ in opened)
            what = f"determination with what-if, {gone} paper(s) missing (at most {most} tried)"
            found.append(Figure(what=what, unit="ms", budget=5, value=statistics.median(times)))
            found.append(Figure(what="  the slowest of them", unit="ms", value=max(times)))
    return found


def _without(file: ClaimFile, gone: Sequence[int]) -> ClaimFile:
    return replace(file, papers=tuple(paper for at, paper in enumerate(file.papers) if at not in gone))


def _tried(rules: Rules, file: ClaimFile) -> int:
    entries = (entry for entry in determine(rules, file).trace if "tried" in entry)
    return max((int(str(entry["tried"])) for entry in entries), default=0)


def _checks(content: Content, plain: Scenario, rounds: int) -> Figure:
    seeds = range(min(100, rounds))
    spent = _ms(lambda _: check(plain, content, seeds), 1)
    return Figure(what="checks of a scenario over 100 seeds", unit="ms", budget=1000, value=spent * 100 / len(seeds))


def _ms(act: Callable[[int], object], rounds: int) -> float:
    """Return the milliseconds of CPU that one *act* takes, once warm; the least of three rounds on noisy machines."""
    for at in range(min(5, rounds)):
        act(at)
    spent = []
    for _ in range(3):
        began = time.process_time()
        for at in range(rounds):
            act(at)
        spent.append((time.process_time() - began) / rounds * 1000)
    return min(spent)
