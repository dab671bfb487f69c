"""What comes out of a scenario at a few seeds: rows that compare them, and one seed told in full."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from simulator.authoring.checks import Failure
from simulator.authoring.drafts import apart
from simulator.authoring.outcomes import Outcome, outcome_at, steps_of
from simulator.authoring.preview.words import Teller
from simulator.coverage.determination import Determination
from simulator.domain.decision import Disposition
from simulator.domain.exercise import Exercise
from simulator.domain.papers import pinned
from simulator.domain.scenario import Scenario
from simulator.errors import SimulatorError
from simulator.phrases import shape, words_of
from simulator.scoring.wording import ACTS
from simulator.web.context import stock
from simulator.web.language import language
from simulator.web.library.words import checks

AT_ONCE = 3
_MOST_SEEDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureRow:
    """One thing that a check found: on which seeds, which paper or step, and what to change."""

    check: str
    seeds: str
    market: str
    message: str
    about: str
    places: tuple[str, ...]
    fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """A paper on the file; ``note`` says where an error was planted on it."""

    id: str
    label: str
    sender: str
    received: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRow:
    """An act that is right in its turn, with its reasons as (label, sentence) and how it was derived, as (sentence,
    whether the outcome turns on it)."""

    words: str
    reasons: tuple[tuple[str, str], ...]
    steps: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinRow:
    """The twin: the fact that is moved, what it is here and there, and what is right there."""

    fact: str
    before: str
    after: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedRow:
    """A seed in the comparison; ``trouble`` says why nothing could be built there."""

    seed: int
    market: str
    claimed: str
    words: str
    twin: str
    failures: int
    trouble: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedTold:
    """One seed in full."""

    seed: int
    market: str
    number: str
    kind: str
    lines: tuple[tuple[str, str], ...]
    papers: tuple[PaperRow, ...]
    acts: tuple[ActRow, ...]
    minutes: int
    twin: TwinRow | None
    failures: tuple[FailureRow, ...]
    expect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """A few seeds in one market, one of them in full; ``another`` is the next seed that was not looked at."""

    market: str
    markets: tuple[str, ...]
    seed: int
    another: int
    rows: tuple[SeedRow, ...]
    told: SeedTold | None


def outcomes_of(scenario: Scenario, seed: int, market: str) -> Outcomes:
    """Return what comes out at *seed* and the two after it, the first of them in full."""
    known = [one for one in scenario.markets if one in stock().content.markets]
    place = market if market in known else next(iter(known), "")
    content = apart(stock().content)
    rows, told = [], None
    for at in range(seed, seed + AT_ONCE):
        try:
            found = outcome_at(scenario, at, market=place, content=content)
        except SimulatorError as error:
            rows.append(_trouble(at, place, words_of(error), is_here=at == seed))
            continue
        rows.append(_row(found, is_here=at == seed))
        told = _told(found) if at == seed else told
    return Outcomes(market=place, markets=tuple(known), seed=seed, another=seed + AT_ONCE, rows=tuple(rows), told=told)


def failure_rows(failures: Sequence[Failure]) -> tuple[FailureRow, ...]:
    """Return what the checks found as rows."""
    said, alike = checks(), dict[tuple[str, ...], list[Failure]]()
    for one in failures:
        alike.setdefault((one.check, one.market, shape(one.message)), []).append(one)
    return tuple(_failure(group, said) for group in alike.values())


def _failure(group: Sequence[Failure], said: Mapping[str, str]) -> FailureRow:
    """Return the same failure at several seeds as one row, told by the first of them."""
    one, seeds = group[0], [str(each.seed) for each in group]
    more = " …" if len(seeds) > _MOST_SEEDS else ""
    return FailureRow(
        check=said.get(one.check, one.check),
        seeds=", ".join(seeds[:_MOST_SEEDS]) + more,
        market=one.market.upper(),
        message=one.message,
        about=one.about,
        places=one.pins,
        fix=one.fix,
    )


def _trouble(seed: int, market: str, trouble: str, *, is_here: bool) -> SeedRow:
    return SeedRow(
        seed=seed, market=market, claimed="", words="", twin="", failures=1, trouble=trouble, is_here=is_here
    )


def _row(found: Outcome, *, is_here: bool) -> SeedRow:
    teller = _teller(found)
    twin = found.twin
    return SeedRow(
        seed=found.seed,
        market=found.market,
        claimed=_claimed(found.exercise, teller),
        words=_path(found.acts, teller),
        twin=act_words(twin.determination, teller) if twin else "",
        failures=len(found.failures),
        trouble="",
        is_here=is_here,
    )


def _teller(found: Outcome) -> Teller:
    return Teller(found.exercise, found.rules.form_for(found.exercise.file), found.rules.guide, language())


def _claimed(exercise: Exercise, teller: Teller) -> str:
    return teller.amount(sum((line.claimed for line in exercise.file.lines), Decimal(0)))


def _path(acts: Sequence[Determination], teller: Teller) -> str:
    then = _("then")
    return f", {then} ".join(act_words(one, teller) for one in acts)


def act_words(found: Determination, teller: Teller) -> str:
    """Return an act with what belongs to it: the amount, the clauses that refuse, the papers, the department."""
    act = teller.say(ACTS[found.disposition])
    told = {
        Disposition.APPROVE: lambda: teller.amount(found.payable),
        Disposition.REJECT: lambda: ", ".join(_cites(found.grounds, teller)),
        Disposition.REQUEST_INFORMATION: lambda: ", ".join(teller.paper(one.paper) for one in found.requests),
        Disposition.ESCALATE: lambda: teller.queue(found.escalate_to),
    }[found.disposition]()
    return f"{act}: {told}" if told else act


def _cites(names: Sequence[str], teller: Teller) -> Iterator[str]:
    for name in names:
        found = teller.provisions.get(name)
        yield f"{found.cite} {teller.say(found.title)}" if found is not None else name


def _told(found: Outcome) -> SeedTold:
    teller, exercise = _teller(found), found.exercise
    planted = {pinned(pin)[0]: one.name for one in exercise.planted for pin in one.pins}
    twin = found.twin
    return SeedTold(
        seed=found.seed,
        market=found.market,
        number=exercise.file.number,
        kind=teller.say(exercise.kind),
        lines=tuple((teller.say(line.label), teller.amount(line.claimed)) for line in exercise.file.lines),
        papers=tuple(
            PaperRow(
                id=paper.id,
                label=teller.paper(paper.kind),
                sender=exercise.holders.get(paper.sender, paper.sender),
                received=teller.moment(paper.received_at),
                note=planted.get(paper.id, ""),
            )
            for paper in exercise.file.papers
        ),
        acts=tuple(_act(found, n, teller) for n in range(len(found.acts))),
        minutes=found.path.work_minutes,
        twin=TwinRow(
            fact=teller.say(twin.change.fact),
            before=teller.say(twin.change.before),
            after=teller.say(twin.change.after),
            words=act_words(twin.determination, teller),
        )
        if twin
        else None,
        failures=failure_rows(found.failures),
        expect=expectation(found.acts) if any(one.check == "agrees" for one in found.failures) else "",
    )


def expectation(acts: Sequence[Determination]) -> str:
    """Return what an author would have to expect for these acts to be right, as it is written."""
    written = [_expected(one) for one in acts]
    return written[0] if len(written) == 1 else f"[{', '.join(written)}]"


def _expected(found: Determination) -> str:
    more = {
        Disposition.APPROVE: f"grounds: [{', '.join(found.grounds)}]",
        Disposition.REJECT: f"grounds: [{', '.join(found.grounds)}]",
        Disposition.REQUEST_INFORMATION: f"requests: [{', '.join(one.paper for one in found.requests)}]",
        Disposition.ESCALATE: f"escalate_to: {found.escalate_to}",
    }[found.disposition]
    return f"{{disposition: {found.disposition}, {more}}}"


def _act(found: Outcome, n: int, teller: Teller) -> ActRow:
    one = found.acts[n]
    return ActRow(
        words=act_words(one, teller),
        reasons=tuple(_reasons(one, teller)),
        steps=tuple((teller.say(step.text), step.decides) for step in steps_of(found, n)),
    )


def _reasons(one: Determination, teller: Teller) -> Iterator[tuple[str, str]]:
    for name in one.grounds:
        yield str(_("Refused by")), teller.clause(name)
    if one.because_of:
        yield str(_("Goes there because of")), teller.clause(one.because_of)
    for asked in one.requests:
        facts = ", ".join(map(teller.fact, asked.proves))
        yield str(_("Ask")), f"{teller.party(asked.holder)}: {teller.paper(asked.paper)} ({facts})"
    for name in one.cites:
        if name not in one.grounds:
            yield str(_("To be cited")), teller.clause(name)
    for need in one.needs:
        either = _("or")
        pins = f" {either} ".join(need.pins)
        yield str(_("Rests on")), f"{teller.fact(need.fact, need.line)}: {pins}"
    for flag in one.flags:
        yield str(_("Error to flag")), f"{flag.about}: {', '.join(flag.pins)}"
    for other in one.alternatives:
        yield str(_("Right too")), teller.say(ACTS[other.disposition])
