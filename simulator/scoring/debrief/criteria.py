"""The criteria as they are read: what you did, what was expected, because, the rule, and each slip by itself."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from simulator.coverage.rules import sheet_offs
from simulator.domain.decision import Row
from simulator.domain.text import Text
from simulator.scoring.criteria.errors import missed_flags
from simulator.scoring.debrief.errors import shown
from simulator.scoring.debrief.model import CriterionRow
from simulator.scoring.debrief.subject import Subject, capital
from simulator.scoring.scorecard import Criterion
from simulator.scoring.wording import figure, filled, same

_NOUGHT = Decimal(0)
_ROW = Text("{row}: you {yours}, expected {expected}", "{row}: sina {yours}, oodatud {expected}")
_FACT = Text("{fact}: {papers}", "{fact}: {papers}")
_ERROR = Text("{error}. {shown}", "{error}. {shown}")
_CLAUSE = Text("{cite} {title}: {text}", "{cite} {title}: {text}")


def criteria(subject: Subject) -> tuple[CriterionRow, ...]:
    """Return the rows of the scorecard, in its order."""
    return tuple(_row(subject, one) for one in subject.card.criteria)


def _row(subject: Subject, one: Criterion) -> CriterionRow:
    slips = _SLIPS.get(one.id)
    return CriterionRow(
        id=one.id,
        label=one.label,
        done=one.done,
        expected=one.expected,
        because=one.because,
        points=one.points,
        most=one.most,
        rule=subject.review.weights.rule(one.id),
        slips=tuple(slips(subject, one)) if slips else (),
    )


def _of_amount(subject: Subject, one: Criterion) -> Iterator[Text]:
    review, decision = subject.review, subject.review.decision
    labels = {name: capital(label) for name, _, label in sheet_offs(review.form)}
    offs = {off.id: off.amount for off in review.measure.offs}
    lines = {line.line: line.accepted for line in review.measure.lines}
    for row in one.rows:
        line = review.line(row)
        yours = decision.offs.get(row, _NOUGHT) if line is None else _accepted(decision.rows.get(row, Row()))
        yield filled(
            _ROW,
            row=line.label if line is not None else labels.get(row, same(row)),
            yours=figure(yours),
            expected=figure(lines[row] if line is not None else offs[row]),
        )


def _accepted(row: Row) -> Decimal:
    return _NOUGHT if row.refused or row.accepted is None else row.accepted


def _of_evidence(subject: Subject, one: Criterion) -> Iterator[Text]:
    for need in subject.review.needs:
        if need.fact in one.rows:
            yield filled(_FACT, fact=capital(subject.needed(need)), papers=subject.papers_of(need.pins))


def _of_errors(subject: Subject, _: Criterion) -> Iterator[Text]:
    for flag in missed_flags(subject.review):
        yield filled(_ERROR, error=capital(subject.review.error(flag)), shown=shown(subject, flag))


def _of_grounds(subject: Subject, one: Criterion) -> Iterator[Text]:
    for clause in subject.clauses(row for row in one.rows if subject.review.has_provision(row)):
        yield filled(_CLAUSE, cite=clause.cite, title=clause.title, text=clause.text)


_SLIPS: Mapping[str, Callable[[Subject, Criterion], Iterator[Text]]] = {
    "amount": _of_amount,
    "evidence": _of_evidence,
    "errors": _of_errors,
    "grounds": _of_grounds,
}
