"""Building: scenario and seed to an exercise."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from simulator.coverage.inversion import Draft, Unreachable, solve
from simulator.coverage.inversion.trees import ON_FILE
from simulator.domain.dice import Dice
from simulator.domain.exercise import Exercise
from simulator.domain.scenario import Scenario
from simulator.domain.values import Value, ValueType, from_text
from simulator.generation import cast, lines
from simulator.generation.content import Content
from simulator.generation.filing import filed
from simulator.generation.lines import holds
from simulator.generation.paperwork import GONE, HERE, Paperwork, correspondence
from simulator.generation.plans import Plan, first_day, plan_for
from simulator.generation.planting.marring import marred
from simulator.generation.pricing import price
from simulator.phrases import phrase

_TRIES = 16
_KEPT = 128
_WORTH = "vehicle.market_value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """An exercise, and the draft that its papers were written from."""

    exercise: Exercise
    draft: Draft


def build(scenario: Scenario, seed: int, *, market: str, content: Content) -> Exercise:
    """Return the exercise of *scenario* for *seed*; the same bytes for the same seed and versions, anywhere.

    Raises:
        Unreachable: No facts of the form meet the scenario's targets.
        InvalidContent: The scenario names what its form does not have.
    """
    return build_with_draft(scenario, seed, market=market, content=content).exercise


def build_with_draft(scenario: Scenario, seed: int, *, market: str, content: Content) -> Built:
    """Return the exercise with its draft, for checks and twins."""
    plan = plan_for(scenario, market, content)
    return _Builder(plan, seed).built()


def build_once(scenario: Scenario, seed: int, *, market: str, content: Content) -> Built:
    """Return the exercise with its draft as it was made lately with this content: an unlucky seed is long in solving.

    Raises:
        SimulatorError: As for `build`.
    """
    made: OrderedDict[tuple[str, str, int], Built] = content.kept.setdefault("built", OrderedDict())
    key = (scenario.content_hash or scenario.id, market, seed)
    if (found := made.get(key)) is None:
        found = made[key] = build_with_draft(scenario, seed, market=market, content=content)
        while len(made) > _KEPT:
            made.popitem(last=False)
    return found


def build_from(draft: Draft, scenario: Scenario, seed: int, *, market: str, content: Content) -> Built:
    """Return the exercise that another draft, such as a twin's, makes of the same seed: all else stays as it was."""
    return _Builder(plan_for(scenario, market, content), seed).built(draft)


class _Builder:
    """One building: attributes are proposed, facts are solved and written back, papers are written."""

    def __init__(self, plan: Plan, seed: int) -> None:
        self.dice = Dice(f"{plan.scenario.id}/{plan.market.name}/{seed}")
        self.plan, self.seed = plan.decided(self.dice.stream("choices")), seed
        plan = self.plan
        self.loss = self.dice.stream("loss")
        self.drawn = plan.drawn(self.dice.stream("ranges"))
        on, worth = self._day_of_loss(), self._worth()
        self.people, self.known = cast.drawn(plan.crowd, plan.market, self.dice, on=on, worth=worth)
        self.known |= {f"complication.{one.name}": "yes" for one in plan.scenario.case.complications}
        for want in plan.wants:
            self.known |= {f"aim.{want.provision}": want.side, f"evidence.{want.provision}": want.evidence}

    def _day_of_loss(self) -> date:
        """Return the day that the scenario sets, else one of a season in which such a loss happens."""
        for fact, attribute in self.plan.world.facts.items():
            fixed = self.plan.fixed.get(fact)
            if attribute == "loss.occurred_on" and isinstance(fixed, date):
                return fixed
        months = self.plan.world.seasons.get(str(self.plan.fixed.get(self.plan.world.mix_by)))
        dice = self.dice.stream("day")
        day = first_day(self.plan.form, dice.whole(40, 330))
        while months and day.month not in months:
            day = first_day(self.plan.form, dice.whole(40, 330))
        return day

    def _worth(self) -> Fraction | None:
        """Return what the car is worth where the scenario sets it."""
        settled = {**self.drawn, **self.plan.fixed}
        values = (settled.get(fact) for fact, attribute in self.plan.world.facts.items() if attribute == _WORTH)
        return next((value for value in values if isinstance(value, Fraction)), None)

    def built(self, draft: Draft | None = None) -> Built:
        """Return exercise and draft; *draft* stands in for what would be solved."""
        self._propose({**self.drawn, **self.plan.fixed})
        draft = draft or self._solved()
        self._settle(draft)
        jobs = lines.jobs_for(self.plan.world, draft, self.known, self.dice.stream("lines"))
        work = Paperwork(self.plan, draft, self.known, jobs, self.dice.stream("papers"))
        file = marred(self.plan, work.papers(), self.dice.stream("errors"))
        exercise = filed(self.plan, self.seed, draft, self.known, jobs, file, self.dice)
        answers = correspondence(work, self.dice.stream("answers"), file.right)
        return Built(exercise=replace(exercise, correspondence=answers), draft=draft)

    def _propose(self, settled: Mapping[str, Value]) -> None:
        """Fill the attributes from the world's proposals; what a settled fact binds to takes its value instead."""
        world, known = self.plan.world, self.known
        bound = {world.facts[fact]: value for fact, value in settled.items() if fact in world.facts}
        for attribute, value in bound.items():
            if attribute in known:
                known[attribute] = value
        known["loss.month"] = known["loss.occurred_on"].month
        cast.introduce(self.people, known)
        cast.assign(world, self.people, known, settled)
        dice = self.dice.stream("proposals")
        decides_roles = _role_attributes(self.plan)
        for name, spec in world.proposes.items():
            value = spec(dice, known)
            known[name] = bound.get(name, value)
            if name in decides_roles:
                cast.assign(world, self.people, known, settled)
        self._defaults()

    def _defaults(self) -> None:
        """Fill the dates that every claim has and that a world may leave out."""
        known, on = self.known, self.known["loss.occurred_on"]
        day = on.date() if isinstance(on, datetime) else on
        known.setdefault("loss.reported_on", day + timedelta(days=2))
        known.setdefault("policy.start_on", day - timedelta(days=120))
        known.setdefault("policy.end_on", day + timedelta(days=244))
        known.setdefault("policy.issued_on", known["policy.start_on"] - timedelta(days=3))

    def _solved(self) -> Draft:
        """Return the draft; what was wished for other people than it came to mean is wished for anew."""
        draft, world = self._led(), self.plan.world
        cast_by = {fact: draft.facts.get(fact) for fact, _ in world.roles.values() if fact not in self.plan.fixed}
        recast = {fact: value for fact, value in cast_by.items() if value not in (None, self._wished(fact))}
        if not recast:
            return draft
        leading = {world.mix_by: draft.facts[world.mix_by]} if world.mix_by in draft.facts else {}
        return self._with({**leading, **recast}) or draft

    def _led(self) -> Draft:
        """Return the draft, with the leading fact (the cause) as proposed where the targets allow it."""
        leading = self.plan.world.mix_by
        if leading not in self.plan.facts or leading in self.plan.fixed:
            return self._solve_or_bare({})
        proposed = self._proposed(leading)
        try:
            return self._solve({leading: proposed})
        except Unreachable:
            draft = self._solve_or_bare({})
        found = draft.facts.get(leading)
        return draft if found is None or found == proposed else self._with({leading: found}) or draft

    def _with(self, values: Mapping[str, Value]) -> Draft | None:
        """Return a draft whose lines and wishes fit other values of facts that lead, if there is one."""
        self._propose({**self.drawn, **self.plan.fixed, **values})
        try:
            return self._solve(values)
        except Unreachable:
            return None

    def _wished(self, fact: str) -> Value | None:
        """Return what the fact was proposed to be, or what it is presumed to be."""
        value: Value | None = self.known.get(self.plan.world.facts.get(fact, ""), self.plan.facts[fact].silent)
        return value

    def _solve_or_bare(self, also: Mapping[str, Value]) -> Draft:
        """Return a draft; where the wishes stand in the way, one without them."""
        try:
            return self._solve(also)
        except Unreachable:
            return self._solve(also, bare=True)

    def _proposed(self, fact: str) -> Value:
        value: Value = self.known[self.plan.world.facts[fact]]
        return value

    def _solve(self, also: Mapping[str, Value], *, bare: bool = False) -> Draft:
        plan, brought = self.plan, dict.fromkeys(self._brought(), True)
        fixed = {**brought, **plan.fixed, **also}
        planned = lines.planned(plan, fixed, self.known, self.dice.stream("mix"))
        wishes = {} if bare else self._preferred()
        prefer = {name: wish for name, wish in {**wishes, **self.drawn}.items() if name not in fixed}
        reason: Unreachable | None = None
        for attempt in range(_TRIES if plan.ranges else 1):
            dice = self.loss.stream(str(attempt))
            draft = solve(plan.rules, plan.form, plan.wants, dice=dice, lines=planned, fixed=fixed, prefer=prefer)
            if self._in_ranges(draft):
                return draft
            reason = Unreachable(phrase("%(file)s: a range of case.fix cannot be kept", file=plan.scenario.file))
        raise reason or Unreachable(plan.scenario.file)

    def _in_ranges(self, draft: Draft) -> bool:
        for fact, (low, high) in self.plan.ranges.items():
            value = draft.facts.get(fact, draft.declarations.get(fact))
            if value is not None and not low <= value <= high:  # type: ignore[operator]
                return False
        return True

    def _preferred(self) -> dict[str, Value]:
        wished = {}
        for name, attribute in self.plan.world.facts.items():
            fact, value = self.plan.facts.get(name), self.known.get(attribute)
            fits = holds(self.plan.world.only_when.get(name, ()), self.known)
            if fact is not None and value is not None and name not in self.plan.fixed and fits:
                wished[name] = from_text(value, fact.type) if isinstance(value, str) else value
        return wished

    def _brought(self) -> Iterator[str]:
        """Yield the papers that come with such a loss, so that nobody need be excused for their want."""
        plan = self.plan
        for kind, when in plan.world.brings.items():
            state = plan.papers.get(kind)
            comes = state in HERE or (state not in GONE and holds(when, self.known))
            if comes and kind not in plan.asked_about:
                yield ON_FILE + kind

    def _settle(self, draft: Draft) -> None:
        """Write the solved facts back and derive what depends on them."""
        world = self.plan.world
        settled = {**draft.declarations, **draft.facts}
        roles = cast.assign(world, self.people, self.known, {**_presumed(self.plan), **settled})
        for role, who in roles.items():
            for fact, attribute in world.facts.items():
                born_on = settled.get(fact)
                if attribute == f"{role}.born_on" and who and isinstance(born_on, date):
                    self.people = cast.aged_to_fit(self.plan.crowd, self.people, who, born_on)
        if self._moved(settled):
            self._propose(settled)
        cast.assign(world, self.people, self.known, {**_presumed(self.plan), **settled})
        self._name_facts(settled)
        self.known.update({f"claimed.{head}": "no" for head in self.plan.form.heads})
        self.known.update({f"claimed.{line.head}": "yes" for line in draft.lines})
        price(world, self.known, self.dice.stream("price"))
        dice = self.dice.stream("then")
        for name, spec in world.then.items():
            self.known[name] = spec(dice, self.known)

    def _moved(self, settled: Mapping[str, Value]) -> bool:
        """Tell whether a fact came out otherwise than its attribute was proposed, so that others must follow."""
        facts, known = self.plan.world.facts, self.known
        return any(known.get(facts[fact]) != value for fact, value in settled.items() if fact in facts)

    def _name_facts(self, settled: Mapping[str, Value]) -> None:
        known = self.known
        for name, fact in self.plan.facts.items():
            if fact.line:
                continue
            value = settled.get(name, fact.silent)
            known[f"fact.{name}"] = value
            if fact.type is ValueType.CHOICE:
                known[f"label.{name}"] = fact.choices.get(str(value)) if value is not None else None


def _role_attributes(plan: Plan) -> frozenset[str]:
    return frozenset(plan.world.facts.get(fact, "") for fact, _ in plan.world.roles.values())


def _presumed(plan: Plan) -> dict[str, Value]:
    return {name: fact.silent for name, fact in plan.facts.items() if fact.silent is not None and not fact.line}
