"""Filing: papers, lines and what happened before, put together as the exercise that somebody takes up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from importlib.metadata import version

from simulator import __version__
from simulator.coverage.dates import is_working
from simulator.coverage.evidence import ILLEGIBLE
from simulator.coverage.inversion import Draft
from simulator.domain.claim import ClaimFile, ClaimLine
from simulator.domain.dice import Dice
from simulator.domain.exercise import Event, Exercise
from simulator.domain.papers import Paper
from simulator.domain.scenario import OnFile
from simulator.domain.text import Text
from simulator.generation.lines import Line
from simulator.generation.plans import Plan
from simulator.generation.planting.marring import Marred
from simulator.generation.worlds.specs import Attributes

_FAKER = version("faker")
_WILL_NOT_COME = Text(
    "Asked for twice, and answered that it does not exist and will not come: {}.",
    "Kaks korda küsitud; vastati, et seda ei ole ja seda ei tule: {}.",
)


def filed(
    plan: Plan,
    seed: int,
    draft: Draft,
    known: Attributes,
    lines: Mapping[str, Line],
    marred: Marred,
    dice: Dice,
) -> Exercise:
    """Return the exercise that these papers make."""
    papers = marred.papers
    as_of = _taken_up(papers, plan.scenario.arrives.at, plan.market.name)
    file = ClaimFile(
        number=f"{plan.world.prefix}-{dice.stream('number').whole(1000, 9999)}",
        form=plan.form.name,
        edition=plan.form.edition,
        market=plan.market.name,
        guide=plan.rules.guide.name,
        as_of=as_of,
        lines=tuple(_claimed(plan, line, papers) for line in lines.values()),
        papers=papers,
        record=marred.record,
        closed=_closed(plan, draft),
        unproved=tuple(sorted((one.line, one.fact) for one in draft.evidence if one.state == "unproved")),
    )
    return Exercise(
        scenario=plan.scenario.id,
        seed=seed,
        file=file,
        kind=_kind(plan, known),
        holders=_holders(plan, known),
        events=_events(plan, known, file, dice.stream("events")),
        versions=_versions(plan),
        planted=marred.planted,
    )


def _taken_up(papers: tuple[Paper, ...], at: str, market: str) -> datetime:
    """Return the next working morning after the last paper came."""
    day = max(paper.received_at for paper in papers).date() + timedelta(days=1)
    while not is_working(day, market):
        day += timedelta(days=1)
    return datetime.combine(day, time.fromisoformat(at) if at else time(9, 10))


def _claimed(plan: Plan, line: Line, papers: tuple[Paper, ...]) -> ClaimLine:
    """Return a line as it is claimed; where no paper states it, what the claimant guesses, in round figures."""
    label = line.label or plan.form.head_labels.get(line.head) or Text(line.head, line.head)
    amount = line.gross or Fraction(0)
    stated = (paper.lines[line.id].values() for paper in papers if line.id in paper.lines)
    if not any(ILLEGIBLE not in words for words in stated):
        amount = Fraction((amount + 49) // 50 * 50)
    return ClaimLine(id=line.id, head=line.head, label=label, claimed=Decimal(int(amount * 100)).scaleb(-2))


def _closed(plan: Plan, draft: Draft) -> tuple[str, ...]:
    told = {kind for kind, state in plan.papers.items() if state is OnFile.UNOBTAINABLE}
    return tuple(sorted({*draft.closed, *told}))


def _kind(plan: Plan, known: Attributes) -> Text:
    kind, label = plan.world.kind, known.get(f"label.{plan.world.kind_by}")
    return Text(f"{kind.en} – {label.en}", f"{kind.et} – {label.et}") if isinstance(label, Text) else kind


def _holders(plan: Plan, known: Attributes) -> dict[str, str]:
    names = {
        "claimant": "policyholder.name",
        "insured": "policyholder.name",
        "workshop": "workshop.name",
        "police": "police.station",
        "registry": "insurer.registry",
        "department": "insurer.department",
    }
    used = dict.fromkeys(kind.holder for kind in plan.documents.values())
    return {party: str(known[names[party]]) if party in names else party for party in used}


def _events(plan: Plan, known: Attributes, file: ClaimFile, dice: Dice) -> tuple[Event, ...]:
    found = [*_happened(plan, known, dice), *_asked_in_vain(plan, file)]
    return tuple(sorted((event for event in found if event.at <= file.as_of), key=lambda event: event.at))


def _happened(plan: Plan, known: Attributes, dice: Dice) -> Iterator[Event]:
    for name, spec in plan.world.events:
        at, text = known.get(name), spec(dice, known)
        if isinstance(at, date):
            yield Event(at=_moment(at), text=text)


def _asked_in_vain(plan: Plan, file: ClaimFile) -> Iterator[Event]:
    for kind in file.closed:
        label = plan.documents[kind].label if kind in plan.documents else Text(kind, kind)
        words = Text(_WILL_NOT_COME.en.format(label.en), _WILL_NOT_COME.et.format(label.et))
        yield Event(at=file.as_of - timedelta(days=1), text=words)
    for line, fact in file.unproved:
        known = plan.facts[fact].label
        where = f" ({line})" if line else ""
        words = Text(_NOT_PROVED.en.format(known.en + where), _NOT_PROVED.et.format(known.et + where))
        yield Event(at=file.as_of - timedelta(days=1), text=words)


_NOT_PROVED = Text(
    "Asked for twice, and answered that it cannot be proved: {}.",
    "Kaks korda küsitud; vastati, et seda ei saa tõendada: {}.",
)


def _moment(value: date | datetime) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time(9, 0))


def _versions(plan: Plan) -> dict[str, str]:
    form, guide = plan.form, plan.rules.guide
    return {
        "simulator": __version__,
        "faker": _FAKER,
        "form": f"{form.name} {form.market} {form.edition} {form.content_hash[:12]}".strip(),
        "guide": f"{guide.name} {guide.content_hash[:12]}".strip(),
        "scenario": plan.scenario.content_hash[:12],
        "world": plan.world.content_hash[:12],
        "market": plan.market.content_hash[:12],
    }
