"""A scenario made ready for one market: compiled rules, wants, fixed facts, papers. Made once, used for every seed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from fractions import Fraction

from simulator.coverage.inversion import LinePlan, Want
from simulator.coverage.inversion.wants import AUTHORITY, Preference
from simulator.coverage.language.facts import DocumentKind, Fact
from simulator.coverage.language.forms import Form
from simulator.coverage.rules import Rules, compile_rules, smallest_guide
from simulator.domain.dice import Dice
from simulator.domain.market import Market
from simulator.domain.scenario import Complication, Fixed, OnFile, PlannedLine, Scenario, Target
from simulator.domain.values import Value, ValueType
from simulator.errors import InvalidContent, NotFound, Problem
from simulator.generation.asked_for import kinds_asked_for
from simulator.generation.content import Content
from simulator.generation.people import Crowd
from simulator.generation.planting.asking import Plantable, Unplantable, Wanted
from simulator.generation.stated import between, value_of
from simulator.generation.worlds import Pattern, World
from simulator.phrases import phrase, words_of
from simulator.strict_yaml import did_you_mean

CONFLICT = "conflict"
_LISTS = (ValueType.SET, ValueType.WEEKDAYS)
_MOST_TOLD = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything of a scenario that does not depend on the seed."""

    scenario: Scenario
    market: Market
    crowd: Crowd
    world: World
    rules: Rules
    form: Form
    facts: Mapping[str, Fact]
    documents: Mapping[str, DocumentKind]
    wants: tuple[Want, ...]
    fixed: Mapping[str, Value]
    ranges: Mapping[str, tuple[Value, Value]]
    among: Mapping[str, tuple[Value, ...]]
    lines: tuple[LinePlan, ...]
    papers: Mapping[str, OnFile]
    conflicts: tuple[str, ...]
    asked_about: frozenset[str]
    errors: tuple[Wanted, ...]
    may_pay: Fraction | None

    def decided(self, dice: Dice) -> Plan:
        """Return the plan with one value for every fact that the scenario sets to one of several."""
        if not self.among:
            return self
        return replace(self, fixed={**self.fixed, **{name: dice.pick(values) for name, values in self.among.items()}})

    def drawn(self, dice: Dice) -> dict[str, Value]:
        """Return a value within each range that the scenario gives."""
        return {name: between(low, high, self.facts[name], dice) for name, (low, high) in self.ranges.items()}

    def provers(self, fact: str) -> tuple[DocumentKind, ...]:
        """Return the kinds of paper that prove *fact*, the best trusted first."""
        trust = self.facts[fact].trust if fact in self.facts else ()
        kinds = [kind for kind in self.documents.values() if fact in kind.proves]
        return tuple(sorted(kinds, key=lambda kind: trust.index(kind.name) if kind.name in trust else len(trust)))


def plan_for(scenario: Scenario, market: str, content: Content) -> Plan:
    """Return the plan of *scenario* in *market*, kept with the content.

    Raises:
        InvalidContent: The scenario names a provision, fact, paper or head that its form does not have.
        NotFound: There is no such form, guide or market.
    """
    key = (scenario.content_hash or scenario.id, market)
    if key not in content.kept:
        content.kept[key] = _Planner(scenario, market, content).plan()
    plan: Plan = content.kept[key]
    return plan


class _Planner:
    """Collects what is wrong with a scenario while it is made ready."""

    def __init__(self, scenario: Scenario, market: str, content: Content) -> None:
        self.scenario, self.problems = scenario, list[Problem]()
        self.market = content.market(market)
        self.crowd = content.crowds[market]
        self.rules = _rules(scenario, self.market, content)
        self.form = self.rules.editions[-1]
        known = self.rules.compiled[-1].knowledge
        self.facts, self.documents = known.facts, known.documents
        self.world = content.world(self.rules)
        self.plantable = Plantable(known, self.world)

    def plan(self) -> Plan:
        """Return the plan.

        Raises:
            InvalidContent: Something is named that the form does not have.
        """
        case, patterns, errors = self.scenario.case, self._patterns(), tuple(self._errors())
        targets = [*case.targets, *(target for pattern in patterns for target in pattern.targets)]
        fix = self._fix(patterns)
        among = {name: self._several(name, fixed) for name, fixed in fix.items() if self._is_list(name, fixed)}
        values = {name: self._value(name, fixed) for name, fixed in fix.items() if name not in among}
        plan = Plan(
            scenario=self.scenario,
            market=self.market,
            crowd=self.crowd,
            world=self.world,
            rules=self.rules,
            form=self.form,
            facts=self.facts,
            documents=self.documents,
            wants=tuple(self._want(target) for target in targets),
            fixed={name: low for name, (low, high) in values.items() if high is None and low is not None},
            ranges={name: (low, high) for name, (low, high) in values.items() if high is not None and low is not None},
            among=among,
            lines=tuple(self._line(line) for line in case.lines),
            papers=self._papers(patterns, errors),
            conflicts=tuple(self._conflict(one) for one in case.complications if one.name == CONFLICT),
            errors=errors,
            may_pay=self._may_pay(targets),
            asked_about=frozenset(kinds_asked_for(self.form, {target.provision for target in targets})),
        )
        if self.problems:
            raise InvalidContent(self.problems)
        return plan

    def _may_pay(self, targets: list[Target]) -> Fraction | None:
        """Return what a trainee may pay, None where the scenario aims at the authority or at a step of settlement."""
        authority = self.rules.guide.authority
        if authority is None or any(target.provision == AUTHORITY or target.step for target in targets):
            return None
        return authority.may_pay.get("trainee")

    def _patterns(self) -> list[Pattern]:
        known = self.world.complications
        return [known[one.name] for one in self.scenario.case.complications if one.name in known]

    def _fix(self, patterns: list[Pattern]) -> dict[str, Fixed]:
        fix = {name: fixed for pattern in patterns for name, fixed in pattern.fix.items()}
        return {**fix, **self.scenario.case.fix}

    def _add(self, at: int, key: str, message: str, fix: str = "") -> None:
        self.problems.append(Problem(file=self.scenario.file, line=at, key=key, message=message, fix=fix))

    def _unknown(
        self, at: int, key: str, word: str, what: str, known: Iterable[str], synonyms: dict[str, str] | None = None
    ) -> None:
        names = sorted(set(known))
        message = phrase(
            "%(word)s is no %(what)s of %(form)s%(hint)s",
            word=word,
            what=what,
            form=self.form.name,
            hint=did_you_mean(word, names, synonyms),
        )
        self._add(at, key, message, _there_are(names, word))

    def _want(self, target: Target) -> Want:
        names = {provision.id for provision in self.form.provisions} | {AUTHORITY}
        names |= {trigger.id for trigger in self.rules.guide.triggers} | {
            stage.name for stage in self.rules.guide.stages
        }
        if target.provision not in names and not target.step:
            cites = {provision.cite: provision.id for provision in self.form.provisions}
            self._unknown(target.at, "case.target", target.provision, phrase("provision"), names, cites)
        return Want(
            provision=target.provision,
            side=target.side,  # type: ignore[arg-type]  # checked by the parser
            near=target.near,  # type: ignore[arg-type]
            evidence=target.evidence,  # type: ignore[arg-type]
            part=target.part,
            line=target.line,
            step=target.step,  # type: ignore[arg-type]
        )

    def _is_list(self, name: str, fixed: Fixed) -> bool:
        """Tell whether a list stands where the fact takes a single value: the dice choose one of them."""
        fact = self.facts.get(name)
        return "," in fixed.low and fact is not None and fact.type not in _LISTS

    def _several(self, name: str, fixed: Fixed) -> tuple[Value, ...]:
        each = (self._value(name, replace(fixed, low=word)) for word in fixed.low.split(","))
        return tuple(low for low, _ in each if low is not None)

    def _value(self, name: str, fixed: Fixed) -> tuple[Value | None, Value | None]:
        fact = self.facts.get(name)
        if fact is None:
            self._unknown(fixed.at, f"case.fix.{name}", name, phrase("fact or declaration"), self.facts)
            return None, None
        try:
            return value_of(fixed.low, fact), value_of(fixed.high, fact) if fixed.high else None
        except ValueError as error:
            self._add(fixed.at, f"case.fix.{name}", words_of(error))
            return None, None

    def _line(self, line: PlannedLine) -> LinePlan:
        if line.head not in self.form.heads:
            message = phrase("%(word)s is no head of %(form)s", word=line.head, form=self.form.name)
            self._add(line.at, "case.lines", message, phrase("it has %(known)s", known=", ".join(self.form.heads)))
        fixed: dict[str, Value] = {}
        prefer: dict[str, Preference] = {}
        for name, what in line.fix.items():
            low, high = self._value(name, what)
            if low is not None and high is not None:
                prefer[name] = (low, high)
            elif low is not None:
                fixed[name] = low
        return LinePlan(head=line.head, fixed=fixed, prefer=prefer)

    def _papers(self, patterns: list[Pattern], errors: tuple[Wanted, ...]) -> Mapping[str, OnFile]:
        case = self.scenario.case
        papers = {kind: state for pattern in patterns for kind, state in pattern.papers.items()}
        brought = {wanted.kind: OnFile.PRESENT for wanted in errors if wanted.kind}
        papers = {**papers, **brought, **case.papers, **dict(self._paper_complications(case.complications))}
        for wanted in errors:
            if papers.get(wanted.kind) in (OnFile.ABSENT, OnFile.UNOBTAINABLE):
                message = phrase("%(paper)s is kept off the file", paper=wanted.kind)
                self._mistaken(wanted.one, message, phrase("write %(paper)s: present", paper=wanted.kind))
        for kind in papers:
            if kind not in self.documents and kind not in self.world.papers:
                self._unknown(0, "case.papers", kind, phrase("paper"), [*self.documents, *self.world.papers])
        return papers

    def _paper_complications(self, complications: tuple[Complication, ...]) -> Iterator[tuple[str, OnFile]]:
        states = {
            "missing_paper": OnFile.ABSENT,
            "unobtainable_paper": OnFile.UNOBTAINABLE,
            "corrected_paper": OnFile.CORRECTED,
            "illegible_paper": OnFile.ILLEGIBLE,
            "partial_paper": OnFile.PARTIAL,
        }
        for one in complications:
            if one.name in states:
                yield one.about, states[one.name]
            elif one.name not in (CONFLICT, *self.world.complications, *self.plantable.names):
                known = (*states, CONFLICT, *self.world.complications, *self.plantable.names)
                message = phrase(
                    "%(word)s is no complication%(hint)s", word=one.name, hint=did_you_mean(one.name, known)
                )
                self._add(one.at, "case.complications", message, _there_are(known, one.name))

    def _errors(self) -> Iterator[Wanted]:
        """Yield the errors that are planted; each brings the paper on which it stands."""
        for one in self.scenario.case.complications:
            if one.name in self.plantable.names:
                try:
                    yield self.plantable.wanted(one)
                except Unplantable as error:
                    self._mistaken(one, words_of(error), error.fix)

    def _mistaken(self, one: Complication, message: str, fix: str) -> None:
        self._add(one.at, f"case.complications.{one.name}", message, fix)

    def _conflict(self, one: Complication) -> str:
        if one.about not in self.facts:
            self._unknown(one.at, "case.complications.conflict", one.about, phrase("fact"), self.facts)
        return one.about


def _there_are(known: Sequence[str], word: str) -> str:
    """Return what there is; of many only those that have something to do with *word*."""
    if len(known) <= _MOST_TOLD:
        return phrase("there are %(known)s", known=", ".join(known))
    parts = {part for part in re.split(r"[^a-z]+", word.lower()) if len(part) > 2}
    akin = [name for name in known if not parts.isdisjoint(name.split("_"))] or get_close_matches(word, known, 5, 0.4)
    told = akin[:_MOST_TOLD] or known[:8]
    return phrase("there are %(known)s and %(n)s others", known=", ".join(told), n=len(known) - len(told))


def _rules(scenario: Scenario, market: Market, content: Content) -> Rules:
    library, name = content.library, scenario.form
    if (scenario.guide, market.name) in library.guides:
        return library.rules(name, market.name, scenario.guide)
    if scenario.guide != "standard" or any(guide.market == market.name for guide in library.guides.values()):
        said = phrase("There is no guide %(guide)s of market %(market)s.", guide=scenario.guide, market=market.name)
        raise NotFound(said)
    key = ("smallest", name, market.name)
    if key not in content.kept:
        editions = library.editions(name, market.name)
        content.kept[key] = compile_rules(editions, smallest_guide(market.name, market.currency))
    rules: Rules = content.kept[key]
    return rules


def first_day(form: Form, offset: int) -> date:
    """Return a day so many days after the form came into use, within the time in which it is used."""
    return min(form.in_use_to, date.fromordinal(form.in_use_from.toordinal() + offset))
