"""Checking a draft with the engine: every provision judged on its papers, as on any other file."""

from collections.abc import Iterator, Mapping

from simulator.coverage.evidence import Evidence
from simulator.coverage.inversion.filing import file_of
from simulator.coverage.inversion.grounds import Ground, Subject
from simulator.coverage.inversion.paths import Path, Target
from simulator.coverage.inversion.wants import Draft
from simulator.coverage.rules import Rules
from simulator.coverage.situation import Situation
from simulator.coverage.verdicts import CompiledProvision, Verdict, judge_provision, unproved_counts_as
from simulator.phrases import phrase

_UNJUDGED = phrase("is not judged")
Verdicts = Mapping[tuple[str, str], str]
"""Provision, trigger or stage and line -> bites, passes or open."""


def evidence_of(rules: Rules, here: Ground, draft: Draft) -> Evidence:
    """Return what the plain papers of *draft* make of its facts."""
    return Evidence(here.compiled.knowledge, file_of(here.form, draft, rules=rules))


def verdicts_in(here: Ground, evidence: Evidence, only: frozenset[str] | None = None) -> Verdicts:
    """Return what the engine makes of every provision, trigger and stage (or *only* some), on every line."""
    now = Situation(evidence)
    now.lines = tuple(line for line, _ in here.heads)
    got: dict[tuple[str, str], str] = {}
    for _, provisions in here.compiled.stages:
        for compiled in provisions:
            if only is None or compiled.provision.id in only:
                _judge(compiled, here, now, got)
    now.line = None
    if only is None or only & {subject.id for subject in here.subjects if subject.provision is None}:
        got.update(_checks(here, now))
    return got


def _judge(compiled: CompiledProvision, here: Ground, now: Situation, got: dict[tuple[str, str], str]) -> None:
    name, heads = compiled.provision.id, compiled.provision.heads
    lines = [line for line, head in here.heads if not heads or head in heads]
    if compiled.by_line:
        for line in lines:
            now.line = line
            got[name, line] = _plain(judge_provision(compiled, now).verdict)
    elif lines:
        now.line = None
        verdict = _plain(judge_provision(compiled, now).verdict)
        got.update(dict.fromkeys([(name, line) for line in lines], verdict))


def _checks(here: Ground, now: Situation) -> Iterator[tuple[tuple[str, str], str]]:
    """A trigger bites where it holds, a stage where it does not; those that read the settlement are left out."""
    foreign = {subject.id for subject in here.subjects if subject.foreign}
    judges = [(stage.name, judge, False) for stage, judge in here.compiled.guide.checks]
    judges += [(trigger.id, judge, True) for trigger, judge in here.compiled.guide.triggers]
    for name, judge, bites_on in judges:
        if name not in foreign:
            truth, _ = judge(now)
            for line, _ in here.heads:
                yield (name, line), "open" if truth is None else "bites" if truth is bites_on else "passes"


def _plain(verdict: Verdict) -> str:
    return "passes" if verdict is Verdict.NOT_CONCERNED else verdict.value


def expected(here: Ground, targets: tuple[Target, ...], paths: tuple[Path, ...]) -> Verdicts:
    """Return the verdicts that the wants ask for; all others pass."""
    wanted = {(one.id, line): "passes" for one in here.subjects if not one.foreign for line in one.lines}
    for target, path in zip(targets, paths, strict=True):
        wanted.update({(target.subject.id, line): _verdict(target, path) for line in target.subject.lines})
    return wanted


def _verdict(target: Target, path: Path) -> str:
    if target.want.evidence in ("open", "split"):
        return "open"
    if target.want.evidence == "unproved":
        return _unproved(target.subject, path)
    return "bites" if target.bites else "passes"


def _unproved(subject: Subject, path: Path) -> str:
    """Return the verdict where the decisive test takes the value that hurts the party who must prove it."""
    part = next(part for part in subject.parts if part.name == path.part)
    counts_as = False if subject.provision is None else unproved_counts_as(subject.provision, part.name)
    return "bites" if part.bites_on is counts_as else "passes"


def faults(got: Verdicts, wanted: Verdicts, *, only: frozenset[str] | None = None) -> tuple[str, ...]:
    """Return where the engine disagrees with what was wanted, as sentences."""
    return tuple(
        phrase(
            "%(provision)s on %(line)s %(found)s where it should be %(wanted)s",
            provision=provision,
            line=line,
            found=got.get((provision, line), _UNJUDGED),
            wanted=verdict,
        )
        for (provision, line), verdict in wanted.items()
        if got.get((provision, line)) != verdict and (only is None or provision in only)
    )
