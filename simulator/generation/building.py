"""Building: scenario and seed to an exercise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from importlib.metadata import version

from simulator import __version__
from simulator.coverage.inversion import Draft, DraftLine, LinePlan, Unreachable, solve
from simulator.domain.claim import ClaimFile, ClaimLine
from simulator.domain.dice import Dice
from simulator.domain.exercise import Event, Exercise
from simulator.domain.papers import Paper
from simulator.domain.scenario import Scenario
from simulator.domain.text import Text
from simulator.domain.values import Value, ValueType, from_text
from simulator.generation import cast, lines
from simulator.generation.content import Content
from simulator.generation.paperwork import Paperwork
from simulator.generation.plans import Plan, first_day, plan_for
from simulator.generation.pricing import price
from simulator.generation.worlds.specs import text_of

_TRIES = 6
_FAKER = version("faker")


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


def build_from(draft: Draft, scenario: Scenario, seed: int, *, market: str, content: Content) -> Built:
    """Return the exercise that another draft, such as a twin's, makes of the same seed: all else stays as it was."""
    return _Builder(plan_for(scenario, market, content), seed).built(draft)


class _Builder:
    """One building: attributes are proposed, facts are solved and written back, papers are written."""

    def __init__(self, plan: Plan, seed: int) -> None:
        self.plan, self.seed = plan, seed
        self.dice = Dice(f"{plan.scenario.id}/{plan.market.name}/{seed}")
        self.loss = self.dice.stream("loss")
        self.people, self.known = cast.drawn(plan.crowd, plan.market, self.dice, on=self._day_of_loss())

    def _day_of_loss(self) -> date:
        for fact, attribute in self.plan.world.facts.items():
            fixed = self.plan.fixed.get(fact)
            if attribute == "loss.occurred_on" and isinstance(fixed, date):
                return fixed
        return first_day(self.plan.form, self.dice.stream("day").whole(40, 330))

    def built(self, draft: Draft | None = None) -> Built:
        """Return exercise and draft; *draft* stands in for what would be solved."""
        self._propose(self.plan.fixed)
        draft = draft or self._solved()
        self._settle(draft)
        jobs = lines.jobs_for(self.plan.world, draft, self.known, self.dice.stream("lines"))
        papers = Paperwork(self.plan, draft, self.known, jobs, self.dice.stream("papers")).papers()
        return Built(exercise=self._exercise(draft, jobs, papers), draft=draft)

    def _propose(self, settled: Mapping[str, Value]) -> None:
        """Fill the attributes from the world's proposals; what a settled fact binds to takes its value instead."""
        world, known = self.plan.world, self.known
        bound = {world.facts[fact]: value for fact, value in settled.items() if fact in world.facts}
        for attribute, value in bound.items():
            if attribute in known:
                known[attribute] = value
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
        planned = self._planned(None)
        draft = self._solve(planned)
        by = self.plan.world.mix_by
        if by and not self.plan.lines and self._value(draft, by) != self._proposed(by):
            planned = self._planned(text_of(self._value(draft, by)))
            if self._heads(planned) != [line.head for line in draft.lines]:
                draft = self._solve(planned, {by: self._value(draft, by)})
        return draft

    @staticmethod
    def _heads(planned: tuple[LinePlan, ...]) -> list[str]:
        return [line.head for line in planned]

    def _planned(self, mixed_by: str | None) -> tuple[LinePlan, ...]:
        return lines.planned(self.plan, self.known, self.dice.stream("mix"), mixed_by)

    def _proposed(self, fact: str) -> object:
        return self.plan.fixed.get(fact, self.known.get(self.plan.world.facts.get(fact, "")))

    def _value(self, draft: Draft, fact: str) -> Value | None:
        silent = self.plan.facts[fact].silent if fact in self.plan.facts else None
        return draft.facts.get(fact, silent)

    def _solve(self, planned: tuple[LinePlan, ...], also: Mapping[str, Value | None] | None = None) -> Draft:
        fixed = {**self.plan.fixed, **{fact: value for fact, value in (also or {}).items() if value is not None}}
        reason: Unreachable | None = None
        for attempt in range(_TRIES):
            dice = self.loss.stream(str(attempt))
            try:
                draft = solve(
                    self.plan.rules,
                    self.plan.form,
                    self.plan.wants,
                    dice=dice,
                    lines=planned,
                    fixed=fixed,
                    prefer={**self._preferred(), **self.plan.ranges},
                )
            except Unreachable as met:
                reason = met
                continue
            if self._in_ranges(draft):
                return draft
        raise reason or Unreachable(f"{self.plan.scenario.file}: a range of case.fix cannot be kept")

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
            if fact is not None and value is not None and name not in self.plan.fixed:
                wished[name] = from_text(value, fact.type) if isinstance(value, str) else value
        return wished

    def _settle(self, draft: Draft) -> None:
        """Write the solved facts back and derive what depends on them."""
        world = self.plan.world
        settled = {**draft.declarations, **draft.facts}
        roles = cast.assign(world, self.people, self.known, {**_presumed(self.plan), **settled})
        for role, who in roles.items():
            for fact, attribute in world.facts.items():
                born_on = settled.get(fact)
                if attribute == f"{role}.born_on" and who and isinstance(born_on, date):
                    self.people = cast.aged_to_fit(self.people, who, born_on)
        self._propose(settled)
        cast.assign(world, self.people, self.known, {**_presumed(self.plan), **settled})
        self._name_facts(settled)
        price(world, self.known, self.dice.stream("price"))
        dice = self.dice.stream("then")
        for name, spec in world.then.items():
            self.known[name] = spec(dice, self.known)

    def _name_facts(self, settled: Mapping[str, Value]) -> None:
        known = self.known
        for name, fact in self.plan.facts.items():
            if fact.line:
                continue
            value = settled.get(name, fact.silent)
            known[f"fact.{name}"] = value
            if fact.type is ValueType.CHOICE:
                known[f"label.{name}"] = fact.choices.get(str(value)) if value is not None else None

    def _exercise(self, draft: Draft, jobs: Mapping[str, lines.Line], papers: tuple[Paper, ...]) -> Exercise:
        plan, scenario = self.plan, self.plan.scenario
        as_of = self._taken_up(papers)
        file = ClaimFile(
            number=f"{plan.world.prefix}-{self.dice.stream('number').whole(1000, 9999)}",
            form=plan.form.name,
            edition=plan.form.edition,
            market=plan.market.name,
            guide=plan.rules.guide.name,
            as_of=as_of,
            lines=tuple(self._claimed(line, jobs[line.id], papers) for line in draft.lines),
            papers=papers,
            record=_record(papers),
            closed=tuple(sorted({*draft.closed, *_unobtainable(plan)})),
            unproved=tuple(sorted((one.line, one.fact) for one in draft.evidence if one.state == "unproved")),
        )
        return Exercise(
            scenario=scenario.id,
            seed=self.seed,
            file=file,
            kind=self._kind(),
            holders=self._holders(),
            events=self._events(as_of, file.closed),
            versions=_versions(plan),
        )

    def _claimed(self, line: DraftLine, job: lines.Line, papers: tuple[Paper, ...]) -> ClaimLine:
        label = job.label or self.plan.form.head_labels.get(line.head) or Text(line.head, line.head)
        amount = job.gross
        if amount is not None and not any(line.id in paper.lines for paper in papers):
            amount = Fraction((amount + 49) // 50 * 50)
        cents = Decimal(int((amount or Fraction(0)) * 100)).scaleb(-2)
        return ClaimLine(id=line.id, head=line.head, label=label, claimed=cents)

    def _taken_up(self, papers: tuple[Paper, ...]) -> datetime:
        last = max(paper.received_at for paper in papers)
        day = last.date() + timedelta(days=1)
        while day.weekday() > 4:
            day += timedelta(days=1)
        at = self.plan.scenario.arrives.at
        return datetime.combine(day, time.fromisoformat(at) if at else time(9, 10))

    def _kind(self) -> Text:
        world = self.plan.world
        label = self.known.get(f"label.{world.kind_by}")
        if not isinstance(label, Text):
            return world.kind
        return Text(f"{world.kind.en} – {label.en}", f"{world.kind.et} – {label.et}")

    def _holders(self) -> dict[str, str]:
        known = self.known
        names = {
            "claimant": known["policyholder.name"],
            "insured": known["policyholder.name"],
            "workshop": known["workshop.name"],
            "police": known["police.station"],
            "registry": known["insurer.registry"],
            "department": known["insurer.department"],
        }
        used = {kind.holder for kind in self.plan.documents.values()}
        return {party: name for party, name in names.items() if party in used}

    def _events(self, as_of: datetime, closed: tuple[str, ...]) -> tuple[Event, ...]:
        dice = self.dice.stream("events")
        found = []
        for name, spec in self.plan.world.events:
            at, text = self.known.get(name), spec(dice, self.known)
            if at is not None:
                found.append(Event(at=_moment(at), text=text))
        for kind in closed:
            label = self.plan.documents[kind].label if kind in self.plan.documents else Text(kind, kind)
            asked = as_of - timedelta(days=1)
            found.append(Event(at=asked, text=_WILL_NOT_COME.format(label)))
        return tuple(sorted(found, key=lambda event: event.at))


class _Sentence:
    """Words in both languages with one hole for a label."""

    def __init__(self, en: str, et: str) -> None:
        self.en, self.et = en, et

    def format(self, label: Text) -> Text:
        """Return the words with *label* in their hole."""
        return Text(self.en.format(label.en), self.et.format(label.et))


_WILL_NOT_COME = _Sentence(
    "Asked for twice, and answered that it does not exist and will not come: {}.",
    "Kaks korda küsitud; vastati, et seda ei ole ja seda ei tule: {}.",
)


def _moment(value: date | datetime) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time(9, 0))


def _role_attributes(plan: Plan) -> frozenset[str]:
    return frozenset(plan.world.facts.get(fact, "") for fact, _ in plan.world.roles.values())


def _presumed(plan: Plan) -> dict[str, Value]:
    return {name: fact.silent for name, fact in plan.facts.items() if fact.silent is not None and not fact.line}


def _unobtainable(plan: Plan) -> tuple[str, ...]:
    return tuple(kind for kind, state in plan.papers.items() if state == "unobtainable")


_KEYED = ("policy_number", "policyholder", "plate", "occurred_on", "reported_on")


def _record(papers: tuple[Paper, ...]) -> dict[str, str]:
    """Return what was keyed from the papers when the claim was opened."""
    record: dict[str, str] = {}
    for name in _KEYED:
        for paper in papers:
            said_there = paper.fields.get(name)
            if isinstance(said_there, str):
                record.setdefault(name, said_there)
    return record


def _versions(plan: Plan) -> dict[str, str]:
    return {
        "simulator": __version__,
        "faker": _FAKER,
        "form": f"{plan.form.name} {plan.form.market} {plan.form.edition} {plan.form.content_hash[:12]}".strip(),
        "guide": f"{plan.rules.guide.name} {plan.rules.guide.content_hash[:12]}".strip(),
        "scenario": plan.scenario.content_hash[:12],
        "world": plan.world.content_hash[:12],
        "market": plan.market.content_hash[:12],
    }
