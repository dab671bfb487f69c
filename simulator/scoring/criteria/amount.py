"""The amount: rows and offs of the settlement sheet and its total, to the cent; and of what was paid meanwhile."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from simulator.coverage.determination import Determination, LineResult
from simulator.domain.decision import Disposition, Row
from simulator.domain.text import Text
from simulator.scoring.criteria.marks import FULL, NONE, Marks, bounded, part_of
from simulator.scoring.meanwhile import disputed_in, paying, undisputed
from simulator.scoring.review import Review
from simulator.scoring.wording import DASH, filled, listed, money

_NOT_PAID = Text("Nothing was paid.", "Midagi ei makstud.")
_ALL = Text("Every row and the total are right.", "Kõik read ja kokkuvõte on õiged.")
_ROWS = Text("{right} of {all} rows right.", "Õigeid ridu: {right}/{all}.")
_WITHIN = Text("Within the guide's tolerance.", "Juhendis lubatud piires.")
_FREE = Text("What was paid meanwhile was undisputed.", "Vahepeal maksti seda, mille üle ei vaielda.")
_SHORT = Text("Paid meanwhile: {because}", "Vahepeal makstud: {because}")
_OPEN = Text("Paid meanwhile though it was not settled: {lines}.", "Vahepeal makstud, kuigi otsustamata: {lines}.")
_NOT_YOURS = Text(
    "Paid meanwhile though others have to see the payment first.",
    "Vahepeal makstud, kuigi selle makse peavad enne teised üle vaatama.",
)
_NOUGHT = Decimal(0)


def judge(review: Review) -> Marks | None:
    """Return marks for the sheet; nothing where no payment was due to be made now, and none was made."""
    if review.decision.pays_meanwhile:
        return _meanwhile(review)
    of = review.measure
    if of.disposition is not Disposition.APPROVE:
        return None
    if review.decision.disposition is not Disposition.APPROVE:
        expected = money(of.payable, review.form.currency)
        return Marks(share=NONE, expected=expected, done=DASH, because=_NOT_PAID, rows=())
    return _of_sheet(review)


def _of_sheet(review: Review) -> Marks:
    """Return marks for a sheet beside the one by which it is measured."""
    currency = review.form.currency
    rows = rows_that_count(review)
    wrong = tuple(row for row in rows if not is_row_right(review, row))
    share = _share(review, len(rows) - len(wrong), len(rows))
    return Marks(
        share=share,
        expected=money(review.measure.payable, currency),
        done=money(review.decision.total, currency),
        because=_because(review, len(rows) - len(wrong), len(rows), share),
        rows=wrong,
    )


def _meanwhile(review: Review) -> Marks:
    """Return marks for what was paid with a request; a line that was not free to be paid takes all of them."""
    of, decision = review.determination, review.decision
    marks = replace(_of_sheet(replace(review, measure=paying(decision, of))), rows=())
    disputed = disputed_in(decision, of)
    if not disputed:
        return replace(marks, because=_FREE if marks.share == FULL else filled(_SHORT, because=marks.because))
    lines = (review.line(name) for name in disputed)
    labels = listed(line.label for line in lines if line is not None)
    because = _NOT_YOURS if _is_for_others(of) else filled(_OPEN, lines=labels)
    return replace(marks, share=NONE, because=because)


def _is_for_others(of: Determination) -> bool:
    """Tell whether lines are clear, and only the payment is not the trainee's to make."""
    is_clear = any(line.disposition is Disposition.APPROVE and line.payable for line in of.lines)
    return of.disposition is Disposition.ESCALATE or (is_clear and not undisputed(of))


def _share(review: Review, right: int, of: int) -> Fraction:
    weights = review.weights
    total = _total_share(review)
    if review.measure.payable == 0:
        return FULL if total == FULL and right == of else NONE
    if total == FULL and review.tolerance:
        return FULL
    rows = part_of(right, of) * weights.part("amount", "rows")
    return bounded(rows + total * weights.part("amount", "total"))


def _total_share(review: Review) -> Fraction:
    """Return the share of the total's part: all when right, falling to nothing at ``near`` of the right amount."""
    off, owed = abs(review.decision.total - review.measure.payable), review.measure.payable
    if off <= review.tolerance:
        return FULL
    near = review.weights.part("amount", "near") * Fraction(owed)
    left = FULL - Fraction(off) / near if near else NONE
    return bounded(left) * review.weights.part("amount", "near_worth")


def rows_that_count(review: Review) -> tuple[str, ...]:
    """Return the rows of the sheet that say something: every line, and the offs where either side took something."""
    lines = [line.line for line in review.measure.lines]
    offs = [off.id for off in review.measure.offs if off.amount or review.decision.offs.get(off.id)]
    return (*lines, *offs)


def is_row_right(review: Review, row: str) -> bool:
    """Tell whether a row of the decision says what the determination says."""
    line = next((one for one in review.measure.lines if one.line == row), None)
    if line is not None:
        return _is_line_right(line, review.decision.rows.get(row, Row()))
    off = next(one for one in review.measure.offs if one.id == row)
    return review.decision.offs.get(row, _NOUGHT) == off.amount


def _is_line_right(line: LineResult, row: Row) -> bool:
    if line.disposition is Disposition.REJECT:
        return row.refused or not row.accepted
    return not row.refused and (row.accepted or _NOUGHT) == line.accepted


def _because(review: Review, right: int, of: int, share: Fraction) -> Text:
    if share == FULL:
        return _ALL if right == of else _WITHIN
    return filled(_ROWS, right=right, all=of)
