"""Lines of the claim: which heads are claimed together, and what is done on each for how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from simulator.coverage.inversion import Draft, LinePlan
from simulator.coverage.inversion.wants import Preference
from simulator.domain.dice import Dice
from simulator.domain.text import Text
from simulator.domain.values import Value, from_text
from simulator.generation.plans import Plan
from simulator.generation.worlds import Job, World
from simulator.generation.worlds.model import When
from simulator.generation.worlds.specs import Attributes, Spec, text_of

_CENT = Fraction(1, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line with its job; amounts are None where the world does not know what a line costs."""

    id: str
    head: str
    job: Job | None
    label: Text | None
    gross: Fraction | None
    facts: Mapping[str, Value]


def planned(plan: Plan, fixed: Mapping[str, Value], known: Attributes, dice: Dice) -> tuple[LinePlan, ...]:
    """Return the lines to solve for: the scenario's, else a mix that fits the cause, else one line."""
    if plan.lines:
        return _within_authority(plan, [_with_wishes(plan, line, {}, known, dice) for line in plan.lines])
    world = plan.world
    mixes = world.mixes.get(text_of(fixed.get(world.mix_by))) or world.mixes.get("else") or ()
    if not mixes:
        return (_with_wishes(plan, LinePlan(head=next(iter(plan.form.heads))), {}, known, dice),)
    mix = dice.weighted(mixes, [mix.often for mix in mixes])
    wished = [_with_wishes(plan, LinePlan(head=head), own, known, dice) for head, own in mix.lines]
    return _within_authority(plan, wished)


def _within_authority(plan: Plan, wished: list[LinePlan]) -> tuple[LinePlan, ...]:
    """Return the lines with amounts that the desk may pay, unless the scenario aims at what it may not."""
    amount, limit = plan.world.amount, plan.may_pay
    amounts = [line.prefer.get(amount) for line in wished]
    total = sum((each for each in amounts if isinstance(each, Fraction)), Fraction(0))
    if limit is None or total <= limit:
        return tuple(wished)
    wanted = limit * (50 + int(total) % 50) / 100
    largest = max(each for each in amounts if isinstance(each, Fraction))
    left = wanted - (total - largest)
    if left * 3 < wanted:
        return tuple(_scaled(line, amount, wanted / total) for line in wished)
    at = amounts.index(largest)
    return tuple(_scaled(line, amount, left / largest) if each == at else line for each, line in enumerate(wished))


def _scaled(line: LinePlan, amount: str, share: Fraction) -> LinePlan:
    wish = line.prefer.get(amount)
    if not isinstance(wish, Fraction):
        return line
    return replace(line, prefer={**line.prefer, amount: wish * share // _CENT * _CENT})


def _with_wishes(plan: Plan, line: LinePlan, own: Mapping[str, Spec], known: Attributes, dice: Dice) -> LinePlan:
    specs = {**plan.world.prefers.get(line.head, {}), **own}
    wishes: dict[str, Preference] = {}
    for name, spec in specs.items():
        value = spec(dice, known)
        fact = plan.facts.get(name)
        if value is not None and fact is not None and name not in line.fixed:
            wishes[name] = from_text(value, fact.type) if isinstance(value, str) else value
    return LinePlan(head=line.head, id=line.id, fixed=line.fixed, prefer={**wishes, **line.prefer})


def jobs_for(world: World, draft: Draft, known: Attributes, dice: Dice) -> dict[str, Line]:
    """Return every line with a job that fits its head, its facts and the cause; no job twice while there are others."""
    found: dict[str, Line] = {}
    used: list[Job] = []
    for line in draft.lines:
        gross = line.facts.get(world.amount)
        here = [job for job in world.jobs if job.head == line.head and _pays(gross, job)]
        fitting = _closest([job for job in here if _fits(job.when, line.facts, known)])
        fresh = [job for job in fitting if job not in used] or fitting
        job = dice.pick(fresh) if fresh else None
        if job is not None:
            used.append(job)
        found[line.id] = Line(
            id=line.id,
            head=line.head,
            job=job,
            label=job.label if job is not None else None,
            gross=gross if isinstance(gross, Fraction) else _money(line.facts),
            facts=line.facts,
        )
    known["damage.zones"] = _zones(used)
    return found


def _pays(gross: Value | None, job: Job) -> bool:
    return not isinstance(gross, Fraction) or gross >= job.least


def _closest(jobs: list[Job]) -> list[Job]:
    """Return the jobs that fit for the most reasons: what is done after this very event, before what is done always."""
    most = max((len(job.when) for job in jobs), default=0)
    return [job for job in jobs if len(job.when) == most]


def _money(facts: Mapping[str, Value]) -> Fraction | None:
    return next((value for value in facts.values() if isinstance(value, Fraction)), None)


def _fits(when: When, facts: Mapping[str, Value], known: Attributes) -> bool:
    for name, values in when:
        value = facts[name] if name in facts else known.get(name, known.get(f"fact.{name}"))
        if text_of(value) not in values:
            return False
    return True


def holds(when: When, known: Attributes) -> bool:
    """Tell whether every attribute (or fact, by its bare name) has one of its values."""
    return _fits(when, {}, known)


def _zones(used: list[Job]) -> str:
    return ",".join(dict.fromkeys(zone for job in used for zone in job.zones))
