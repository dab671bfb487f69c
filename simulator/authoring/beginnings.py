"""Beginnings: the text of a new scenario that teaches one provision, ready to be mended by its author."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from simulator.authoring.drafts import apart
from simulator.authoring.parse import load_scenario
from simulator.coverage.determination import Determination
from simulator.coverage.determine import Determined
from simulator.coverage.language.facts import Fact
from simulator.coverage.language.forms import Form
from simulator.coverage.language.provisions import Provision, ProvisionKind
from simulator.domain.decision import Disposition
from simulator.domain.exercise import Exercise
from simulator.domain.text import Text
from simulator.domain.values import ValueType
from simulator.errors import NotFound, SimulatorError
from simulator.generation import Built, Content, build_with_draft
from simulator.generation.plans import Plan, plan_for
from simulator.generation.targets import is_judged
from simulator.scoring.path import walked

SIDES = ("inside", "outside")
_SEEDS = range(1, 25)
_FIXABLE = (ValueType.CHOICE, ValueType.YES_NO)
_MOST_FIXED = 3
_STEP, _LEAST_SPAN = 100, 1000
_SETTLES = (ProvisionKind.TERM, ProvisionKind.DEFINITION)
_APPROVES = "{disposition: approve}"
_TEXT = """\
id: {id}
title: {title}
teaches: [{skill}.{provision}]
level: {level}
form: {form}
market: [{market}]
case:
  targets: [{{provision: {provision}, side: {side}{near}}}]
{fix}{lines}arrives: {{channel: web, at: "09:20"}}
expect: {expect}
debrief:
{debrief}"""
_LINE = {
    ("inside", True): Text("{title}: just inside", "{title}: napilt sees"),
    ("outside", True): Text("{title}: just outside", "{title}: napilt väljas"),
    ("inside", False): Text("{title}: inside", "{title}: sees"),
    ("outside", False): Text("{title}: outside", "{title}: väljas"),
}
_DEBRIEF = Text("{cite} decides here: “{text}”", "Siin otsustab punkt {cite}: „{text}”")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What a new scenario shall teach: a provision of a form in one market, which side of it, and hard by or not."""

    form: str
    market: str
    provision: str
    side: str = "outside"
    on_the_line: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What came out at one seed: each act that is right in turn, the facts that the scenario could have set, and what
    was claimed, as head, fact and amount of each line."""

    acts: tuple[Determination, ...]
    facts: Mapping[str, str]
    claimed: tuple[tuple[str, str, Decimal], ...]

    @property
    def path(self) -> tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...]:
        """The acts as an author would expect them."""
        return tuple(
            (str(one.disposition), one.escalate_to, tuple(sorted(one.grounds)), tuple(r.paper for r in one.requests))
            for one in self.acts
        )


def provisions_to_teach(form: Form) -> tuple[Provision, ...]:
    """Return the provisions on either side of which a claim can lie, in the order of the form."""
    return tuple(one for one in form.provisions if is_judged(one))


def teaching(scenario_id: str, aim: Aim, content: Content) -> str:
    """Return the text of a scenario that teaches the provision of *aim*, with what is right as its expectation.

    It is tried at some seeds; where single facts turn the outcome they are set, so that the expectation holds.

    Raises:
        NotFound: There is no such form or provision, or it is never judged.
        Unreachable: No claim can lie there.
    """
    form = content.library.editions(aim.form, aim.market)[-1]
    provision = next((one for one in provisions_to_teach(form) if one.id == aim.provision), None)
    if provision is None:
        raise NotFound(f"{aim.form} judges no provision {aim.provision}.")
    scratch, fix = apart(content), dict[str, str]()

    def tried(lines: str = "") -> Sequence[_Seen]:
        return _tried(_text(scenario_id, aim, provision, fix, lines, _APPROVES), aim, scratch)

    first = seen = tried()
    for _ in range(_MOST_FIXED):
        more = _separating(seen, fix)
        if not more:
            break
        fix |= more
        seen = tried()
    if _others(seen):
        fix, seen = {}, first
    for lines in _one_line(seen):
        again = tried(lines)
        if len(again) == len(seen) and not _others(again):
            return _text(scenario_id, aim, provision, fix, lines, _expectation(again))
    return _text(scenario_id, aim, provision, fix, "", _expectation(_agreeing(seen)))


def _tried(text: str, aim: Aim, content: Content) -> Sequence[_Seen]:
    """Return what comes out at each seed that can be built.

    Raises:
        SimulatorError: None can.
    """
    scenario = load_scenario(text, file="beginning")
    plan = plan_for(scenario, aim.market, content)
    seen: list[_Seen] = []
    failure: SimulatorError | None = None
    for seed in _SEEDS:
        determined = Determined(plan.rules)
        try:
            built = build_with_draft(scenario, seed, market=aim.market, content=content)
            state = walked(built.exercise, plan.rules, determined=determined)
        except SimulatorError as error:
            failure = error
            continue
        acts = tuple(determined.of(act.file) for act in state.acts)
        seen.append(_Seen(acts=acts, facts=_facts(built.exercise, plan), claimed=tuple(_claimed(built))))
    if not seen:
        raise failure or NotFound(f"No claim can lie {aim.side} {aim.provision}.")
    return seen


def _claimed(built: Built) -> Iterator[tuple[str, str, Decimal]]:
    amounts = {line.id: line.claimed for line in built.exercise.file.lines}
    for line in built.draft.lines:
        amount = amounts[line.id]
        yield line.head, next((name for name, value in line.facts.items() if value == amount), ""), amount


def _one_line(seen: Sequence[_Seen]) -> Iterator[str]:
    """Yield a claim of one line, as it is written, where that may make the outcome the same at every seed.

    Where something is paid its amount leaves something over: a claim below what comes off it comes to nothing on either
    side of a line, and teaches nothing.
    """
    named = Counter(one.claimed[0][:2] for one in seen if one.claimed and one.claimed[0][1])
    if not named:
        return
    (head, fact), _ = named.most_common(1)[0]
    if _agreeing(seen)[0].acts[-1].disposition is Disposition.APPROVE:
        low, high = _amounts(_agreeing(seen))
        yield f"  lines: [{{head: {head}, fix: {{{fact}: {{from: {low}, to: {high}}}}}}}]\n"
    if _others(seen):
        yield f"  lines: [{{head: {head}}}]\n"


def _amounts(seen: Sequence[_Seen]) -> tuple[int, int]:
    """Return from what to what may be claimed so that something is left when all has come off."""
    claims = sorted((sum((amount for *_, amount in one.claimed), Decimal(0)), one.acts[-1].payable) for one in seen)
    off = [whole - payable for whole, payable in claims]
    low = _up(min(max(off), 2 * max(off[: (len(off) + 1) // 2]))) + _STEP
    return low, max(low + _LEAST_SPAN, _up(claims[len(claims) * 3 // 4][0]))


def _up(amount: Decimal) -> int:
    return -int(-amount // _STEP) * _STEP


def _facts(exercise: Exercise, plan: Plan) -> Mapping[str, str]:
    """Return the facts of the whole claim with one of few values, as the papers state them."""
    told: dict[str, str] = {}
    for paper in exercise.file.papers:
        for name, said in paper.fields.items():
            fact = plan.facts.get(name)
            if isinstance(said, str) and fact is not None and _is_fixable(fact):
                told.setdefault(name, said)
    return told


def _is_fixable(fact: Fact) -> bool:
    return fact.type in _FIXABLE and fact.derived is None and not fact.line


def _agreeing(seen: Sequence[_Seen]) -> Sequence[_Seen]:
    """Return those with the outcome that came most often, the shortest of several."""
    counted = Counter(one.path for one in seen)
    wanted = max(counted, key=lambda path: (counted[path], -len(path)))
    return [one for one in seen if one.path == wanted]


def _others(seen: Sequence[_Seen]) -> Sequence[_Seen]:
    wanted = _agreeing(seen)[0].path
    return [one for one in seen if one.path != wanted]


def _separating(seen: Sequence[_Seen], fixed: Mapping[str, str]) -> dict[str, str]:
    """Return the fact and value that best keep the usual outcome and leave the others out; nothing if none does."""
    agreeing, others = _agreeing(seen), _others(seen)
    best: tuple[int, int] = (0, 0)
    found: dict[str, str] = {}
    for name in sorted({name for one in seen for name in one.facts} - fixed.keys()):
        for value in sorted({one.facts[name] for one in agreeing if name in one.facts}):
            kept = sum(one.facts.get(name) == value for one in agreeing)
            lost = sum(one.facts.get(name) != value for one in others)
            if 3 * kept >= len(agreeing) and (lost, kept) > best and lost:
                best, found = (lost, kept), {name: value}
    return found


def _expectation(seen: Sequence[_Seen]) -> str:
    acts = [_act(column) for column in zip(*(one.acts for one in seen), strict=True)]
    return acts[0] if len(acts) == 1 else f"[{', '.join(acts)}]"


def _act(found: Sequence[Determination]) -> str:
    """Return one act of the expectation: what is the same in all that came out."""
    first = found[0]
    parts = [f"disposition: {first.disposition}"]
    if first.requests:
        parts.append(f"requests: [{', '.join(one.paper for one in first.requests)}]")
    elif first.escalate_to:
        parts.append(f"escalate_to: {first.escalate_to}")
    else:
        parts.append(f"grounds: [{', '.join(sorted(first.grounds))}]")
    return f"{{{', '.join(parts)}}}"


def _text(scenario_id: str, aim: Aim, provision: Provision, fix: Mapping[str, str], lines: str, expect: str) -> str:
    title, name, words = _LINE[aim.side, aim.on_the_line], provision.title, provision.text
    fixed = ", ".join(f"{name}: {value}" for name, value in fix.items())
    return _TEXT.format(
        id=scenario_id,
        title=f"{{en: {_quoted(title.en, title=name.en)}, et: {_quoted(title.et, title=name.et)}}}",
        skill="settling" if provision.kind in _SETTLES else "coverage",
        provision=provision.id,
        level=3 if aim.on_the_line else 2,
        form=aim.form,
        market=aim.market,
        side=aim.side,
        near=", near: line" if aim.on_the_line else "",
        fix=f"  fix: {{{fixed}}}\n" if fixed else "",
        lines=lines,
        expect=expect,
        debrief=f"  en: {_quoted(_DEBRIEF.en, cite=provision.cite, text=words.en)}\n"
        f"  et: {_quoted(_DEBRIEF.et, cite=provision.cite, text=words.et)}\n",
    )


def _quoted(words: str, **told: str) -> str:
    """Return the words as a YAML text between quotes, on one line."""
    return json.dumps(" ".join(words.format(**told).split()), ensure_ascii=False)
