"""Moves: the facts of an exercise that may be moved across a line to make its twin, the likeliest to teach first."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from simulator.coverage.determination import Determination
from simulator.coverage.inversion import Crossing, Draft
from simulator.coverage.inversion.neighbours import neighbours, over_or_within
from simulator.coverage.inversion.trees import ON_FILE
from simulator.domain.exercise import Exercise
from simulator.domain.papers import pinned
from simulator.domain.scenario import OnFile, Scenario
from simulator.generation.plans import Plan

_ROLE = "trainee"
_STATES = ("missing_paper", "unobtainable_paper", "corrected_paper")
_GONE = (OnFile.ABSENT, OnFile.UNOBTAINABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One fact across its line, and the scenario with which the twin is made: another where a paper comes or goes.

    ``is_aim``: the scenario was made to lie on that line.
    """

    crossing: Crossing
    scenario: Scenario
    is_aim: bool = False


def moves(plan: Plan, draft: Draft, exercise: Exercise, found: Determination) -> Iterator[Move]:
    """Yield what may be moved: what the scenario aims at, a paper that is missing, what decided, an amount across the
    limit of authority, what else lies near, and last a paper that proves what decides.

    The fact that leads the story, such as the cause, moves much with it: it waits until the missing papers were tried.
    """
    own = plan.scenario
    whole = plan.world.mix_by
    yield from (Move(crossing=one, scenario=own, is_aim=True) for one in draft.crossings if one.fact != whole)
    yield from (_paper(kind, own, comes=True) for kind, state in plan.papers.items() if state in _GONE)
    yield from (Move(crossing=one, scenario=own, is_aim=True) for one in draft.crossings if one.fact == whole)
    aims = {target.provision for target in own.case.targets}
    first = aims | {*found.grounds, *found.cites, *found.because_of.split()}
    near = tuple(neighbours(plan.rules, plan.form, draft, first))
    plain = sorted((one for one in near if one.fact != whole), key=lambda one: one.provision not in aims)
    yield from (Move(crossing=one, scenario=own) for one in plain if one.provision in first)
    yield from (Move(crossing=one, scenario=own) for one in over_or_within(plan.rules, plan.form, draft, _ROLE))
    yield from (Move(crossing=one, scenario=own) for one in plain if one.provision not in first)
    yield from (_paper(kind, own, comes=False) for kind in _proving(exercise, found, plan))


def _paper(kind: str, scenario: Scenario, *, comes: bool) -> Move:
    """Return the move by which a kind of paper lies on the file, or does not."""
    case = scenario.case
    state = OnFile.PRESENT if comes else OnFile.ABSENT
    others = tuple(one for one in case.complications if (one.name, one.about) not in {(name, kind) for name in _STATES})
    moved = replace(case, papers={**case.papers, kind: state}, complications=others)
    name = f"{scenario.content_hash or scenario.id} {kind} {state}"
    return Move(
        crossing=Crossing(provision="", fact=ON_FILE + kind, value=not comes, across=comes),
        scenario=replace(scenario, case=moved, content_hash=name),
    )


def _proving(exercise: Exercise, found: Determination, plan: Plan) -> Iterator[str]:
    """Yield the kinds of paper on which the deciding facts rest and that somebody could be asked for."""
    papers = {paper.id: paper.kind for paper in exercise.file.papers}
    kinds = (papers.get(pinned(pin)[0], "") for need in found.needs for pin in need.pins)
    yield from dict.fromkeys(kind for kind in kinds if kind in plan.documents)
