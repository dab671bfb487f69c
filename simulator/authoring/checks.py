"""The checks that a scenario must pass, over many seeds, before anybody works on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from simulator.authoring.agreement import disagreements
from simulator.authoring.planted import mismatches
from simulator.coverage.determination import Determination
from simulator.coverage.determine import Determined, determine
from simulator.coverage.inversion import Draft, Unreachable
from simulator.coverage.inversion.twins import across
from simulator.domain.answers import Gives
from simulator.domain.decision import Disposition
from simulator.domain.exercise import Exercise
from simulator.domain.papers import pinned
from simulator.domain.scenario import Scenario
from simulator.domain.text import LANGUAGES, Text
from simulator.domain.values import to_text
from simulator.errors import Invalid, InvalidContent, Problem, SimulatorError
from simulator.generation import Built, Content, build_with_draft
from simulator.generation.building import build_from, build_once
from simulator.generation.plans import plan_for
from simulator.json_codec import from_json, to_json
from simulator.phrases import joined, phrase, words_of
from simulator.scoring.path import walked

_BYTES_CHECKED = 3


class Unfit(Invalid):
    """A seed on which the scenario does not come out as its author expects; it must not be served."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One thing that went wrong on one seed: the check, the paper or step it is about, and what to change.

    ``pins`` are the places on papers that decided.
    """

    market: str
    seed: int
    check: str
    message: str
    about: str = ""
    fix: str = ""
    pins: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f"market {self.market}, seed {self.seed}, {self.check}"
        about = f" [{self.about}]" if self.about else ""
        return f"{where}: {self.message}{about}{f' ({self.fix})' if self.fix else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the checks found: failures by seed, and how the file was to be decided, by disposition."""

    scenario: str
    title: Text
    file: str
    seeds: int
    failures: tuple[Failure, ...]
    dispositions: Mapping[str, int]

    @property
    def passed(self) -> bool:
        """Tell whether nothing failed."""
        return not self.failures


def check(scenario: Scenario, content: Content, seeds: Sequence[int]) -> Verdict:
    """Return the verdict on *scenario* over *seeds*, in each of its markets."""
    failures: list[Failure] = []
    counted: Counter[str] = Counter()
    for market in scenario.markets:
        if market not in content.markets and len(scenario.markets) > 1:
            continue
        for at, seed in enumerate(seeds):
            checking = _Checking(scenario, market, seed, content)
            failures += checking.failures(compare_bytes=at < _BYTES_CHECKED)
            counted.update(checking.disposition)
            if any(failure.check == "names" for failure in failures):
                break
    return Verdict(
        scenario=scenario.id,
        title=scenario.title,
        file=scenario.file,
        seeds=len(seeds),
        failures=tuple(failures),
        dispositions=dict(sorted(counted.items())),
    )


def verified(scenario: Scenario, seed: int, *, market: str, content: Content) -> tuple[Exercise, Determination]:
    """Return the exercise with its determination, for serving.

    Raises:
        Unfit: Its checks fail on this seed; take another.
    """
    built = build_once(scenario, seed, market=market, content=content)
    determined = Determined(plan_for(scenario, market, content).rules)
    determination = determined.of(built.exercise.file)
    differences = (
        *in_turn(scenario, built.exercise, determined),
        *(one.message for one in mismatches(built.exercise, determined)),
    )
    if differences:
        raise Unfit(f"Seed {seed} of {scenario.file} cannot be served: {'; '.join(differences)}. Take another seed.")
    return built.exercise, determination


class _Checking:
    """All checks of one seed."""

    def __init__(self, scenario: Scenario, market: str, seed: int, content: Content) -> None:
        self.scenario, self.market, self.seed, self.content = scenario, market, seed, content
        self.disposition: tuple[str, ...] = ()

    def failures(self, *, compare_bytes: bool) -> list[Failure]:
        """Return everything that fails."""
        try:
            return list(self._checked(compare_bytes))
        except InvalidContent as error:
            return [self._failure("names", _said(problem), fix=problem.fix) for problem in error.problems]
        except Unreachable as error:
            return [self._failure("builds", words_of(error), fix=phrase("loosen case.fix or the targets"))]
        except SimulatorError as error:
            return [self._failure("builds", words_of(error))]

    def _failure(self, check: str, message: str, about: str = "", fix: str = "", pins: tuple[str, ...] = ()) -> Failure:
        return Failure(
            market=self.market, seed=self.seed, check=check, message=message, about=about, fix=fix, pins=pins
        )

    def _checked(self, compare_bytes: bool) -> Iterator[Failure]:
        plan = plan_for(self.scenario, self.market, self.content)
        built = build_with_draft(self.scenario, self.seed, market=self.market, content=self.content)
        exercise = built.exercise
        determined = Determined(plan.rules)
        found = determined.of(exercise.file)
        self.disposition = (str(found.disposition),)
        yield from self._agrees(exercise, found, determined)
        yield from self._solvable(exercise, found)
        yield from self._errors(exercise, determined)
        yield from self._both_languages(exercise)
        yield from self._twins_differ(built, found)
        if compare_bytes:
            yield from self._same_bytes(exercise)

    def _solvable(self, exercise: Exercise, found: Determination) -> Iterator[Failure]:
        file = exercise.file
        for need in found.needs:
            for pin in need.pins:
                paper_id, field = pinned(pin)
                paper = file.paper(paper_id)
                if paper is None or paper.statement(field) is None:
                    message = phrase("%(fact)s rests on %(pin)s, which no paper states", fact=need.fact, pin=pin)
                    yield self._failure("solvable", message, about=pin)
        for request in found.requests:
            if request.holder not in exercise.holders:
                message = phrase("nobody named %(holder)s can be asked", holder=request.holder)
                yield self._failure("solvable", message, about=request.paper)
        if any(paper.received_at > file.as_of for paper in file.papers):
            yield self._failure("solvable", phrase("a paper comes after the file is taken up"))

    def _errors(self, exercise: Exercise, determined: Determined) -> Iterator[Failure]:
        """Papers and record agree except where an error is planted, and there the engine flags it."""
        for one in mismatches(exercise, determined):
            yield self._failure("errors", one.message, about=one.about, fix=one.fix)

    def _both_languages(self, exercise: Exercise) -> Iterator[Failure]:
        for where, text in _texts(self.scenario, exercise):
            for language in LANGUAGES:
                if not text.in_(language).strip():
                    yield self._failure("languages", phrase("has no %(language)s", language=language), about=where)

    def _twins_differ(self, built: Built, found: Determination) -> Iterator[Failure]:
        near = {target.provision for target in self.scenario.case.targets if target.near == "line"}
        plan = plan_for(self.scenario, self.market, self.content)
        for crossing in built.draft.crossings:
            if crossing.provision not in near:
                continue
            twin = self._twin(across(built.draft, crossing))
            if twin is not None and outcome(determine(plan.rules, twin.file)) == outcome(found):
                before, after = to_text(crossing.value), to_text(crossing.across)
                message = phrase(
                    "moving %(fact)s from %(before)s to %(after)s changes nothing",
                    fact=crossing.fact,
                    before=before,
                    after=after,
                )
                yield self._failure("twins", message, about=crossing.provision, fix=_unmoved(found))

    def _twin(self, draft: Draft) -> Exercise | None:
        return build_from(draft, self.scenario, self.seed, market=self.market, content=self.content).exercise

    def _agrees(self, exercise: Exercise, found: Determination, determined: Determined) -> Iterator[Failure]:
        """The acts are right in their turn where requests are answered as planned, and end where none ever is."""
        for sentence in in_turn(self.scenario, exercise, determined):
            fix = phrase("correct expect, the case or replies")
            yield self._failure("agrees", sentence, about=_deciding(found), fix=fix, pins=_deciding_pins(found))
        if found.disposition is Disposition.REQUEST_INFORMATION:
            walked(unanswered(exercise), determined.rules, determined=determined)

    def _same_bytes(self, exercise: Exercise) -> Iterator[Failure]:
        again = build_with_draft(self.scenario, self.seed, market=self.market, content=self.content).exercise
        text = to_json(exercise)
        if to_json(again) != text:
            yield self._failure("bytes", phrase("the same seed gave two different files"))
        if from_json(Exercise, text) != exercise:
            yield self._failure("bytes", phrase("the file does not come back from JSON as it was written"))


def in_turn(scenario: Scenario, exercise: Exercise, determined: Determined) -> Iterator[str]:
    """Yield a sentence for everything in which the model path differs from the acts that the author expects in turn.

    Raises:
        Endless: Who follows the determinations never comes to an end.
    """
    acts = walked(exercise, determined.rules, determined=determined).acts
    for n, (expected, sent) in enumerate(zip(scenario.expect, acts, strict=False), 1):
        for sentence in disagreements(expected, determined.of(sent.file)):
            yield sentence if len(scenario.expect) == 1 else phrase("act %(n)s: %(said)s", n=n, said=sentence)
    if len(acts) < len(scenario.expect):
        yield phrase(
            "expected %(expected)s acts, the model path ends after %(found)s",
            expected=len(scenario.expect),
            found=len(acts),
        )


def unanswered(exercise: Exercise) -> Exercise:
    """Return *exercise* as it is where nobody ever answers."""
    known = exercise.correspondence
    silent = {kind: replace(answer, gives=Gives.NEVER, papers=()) for kind, answer in known.answers.items()}
    return replace(exercise, correspondence=replace(known, answers=silent))


def outcome(found: Determination) -> tuple[object, ...]:
    """Return what makes two determinations differ for the person who decides."""
    return found.disposition, found.payable, found.grounds, found.because_of, tuple(one.paper for one in found.requests)


def _unmoved(found: Determination) -> str:
    """Return what to change where a twin comes out alike."""
    if found.disposition is Disposition.APPROVE and not found.payable:
        return phrase("claim more than what comes off, in case.lines, or leave near: line out")
    return phrase("set in case.fix what else it hangs on, or leave near: line out")


def _said(problem: Problem) -> str:
    where = f"{problem.file}:{problem.line}" if problem.line else problem.file
    return joined([one for one in (where, problem.key, problem.message) if one], ": ")


def _deciding(found: Determination) -> str:
    for entry in found.trace:
        if entry.get("verdict") in ("bites", "open"):
            told = {name: entry.get(name) for name in ("n", "provision")}
            if entry.get("verdict") == "open":
                return phrase("step %(n)s: %(provision)s is open", **told)
            return phrase("step %(n)s: %(provision)s decides", **told)
    return ""


def _deciding_pins(found: Determination) -> tuple[str, ...]:
    """Return where the papers state what decided, one place for each fact."""
    deciding = {*found.grounds, *found.because_of.split()}
    needs = [need for need in found.needs if not deciding or need.provision in deciding]
    return tuple(dict.fromkeys(need.pins[0] for need in needs if need.pins))


def _texts(scenario: Scenario, exercise: Exercise) -> Iterator[tuple[str, Text]]:
    yield "title", scenario.title
    yield "debrief", scenario.debrief
    yield "kind", exercise.kind
    for line in exercise.file.lines:
        yield line.id, line.label
    for event in exercise.events:
        yield "events", event.text
    for paper in exercise.file.papers:
        for field, said in paper.fields.items():
            if isinstance(said, Text):
                yield f"{paper.id}#{field}", said
        for line_id, fields in paper.lines.items():
            for field, said in fields.items():
                if isinstance(said, Text):
                    yield f"{paper.id}#{line_id}.{field}", said
