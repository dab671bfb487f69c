"""The grounds: the clauses that refuse a line, on that line, and the clauses that a complete decision names."""

from fractions import Fraction

from simulator.coverage.determination import LineResult
from simulator.domain.decision import Disposition
from simulator.domain.text import Text
from simulator.scoring.criteria.marks import FULL, NONE, Marks, bounded, part_of
from simulator.scoring.review import Review
from simulator.scoring.wording import filled, sentences

_COMPLETE = Text("Complete.", "Täielik.")
_MISSED = Text("Not cited: {cites}.", "Viitamata: {cites}.")
_SPARE = Text("Not needed: {cites}.", "Üleliigne: {cites}.")
_GROUND = Text("The ground of the refusal is {cites}.", "Keeldumise alus on {cites}.")


def judge(review: Review) -> Marks | None:
    """Return marks for the clauses; nothing where none decides."""
    expected = expected_cites(review)
    if not expected:
        return None
    done = done_cites(review)
    missed = tuple(one for one in expected if one not in done)
    spare = tuple(one for one in done if one not in expected and one not in tied_to(review))
    refusals = _refusals(review)
    wrong = tuple(row for row, share in refusals if share < FULL)
    return Marks(
        share=_share(review, expected, missed, spare, refusals),
        expected=review.cites(expected),
        done=review.cites(done),
        because=_because(review, missed, spare, bool(wrong)),
        rows=(*missed, *wrong),
    )


def expected_cites(review: Review) -> tuple[str, ...]:
    """Return the clauses that the decision should name."""
    of = review.determination
    return tuple(one for one in dict.fromkeys((*of.cites, *of.grounds)) if review.has_provision(one))


def tied_to(review: Review) -> frozenset[str]:
    """Return the clauses on which the deciding facts bear: citing one, so as to tie a fact to it, is never too much."""
    return frozenset(need.provision for need in review.needs)


def done_cites(review: Review) -> tuple[str, ...]:
    """Return the clauses that the decision names: cited, as the lead, or as the ground of a refused row."""
    decision = review.decision
    rows = [row.ground for row in decision.rows.values() if row.refused and row.ground]
    lead = [decision.lead] if decision.lead else []
    return tuple(dict.fromkeys((*lead, *rows, *decision.cites)))


def _share(
    review: Review,
    expected: tuple[str, ...],
    missed: tuple[str, ...],
    spare: tuple[str, ...],
    refusals: tuple[tuple[str, Fraction], ...],
) -> Fraction:
    weights = review.weights
    too_many = max(Fraction(0), len(spare) - weights.part("grounds", "spare_free"))
    named = part_of(len(expected) - len(missed), len(expected)) - too_many * weights.part("grounds", "spare_costs")
    if not refusals:
        return bounded(named)
    refused = sum((share for _, share in refusals), NONE) / len(refusals)
    parts = weights.part("grounds", "refusals"), weights.part("grounds", "cites")
    return bounded(refused * parts[0] + bounded(named) * parts[1])


def _refusals(review: Review) -> tuple[tuple[str, Fraction], ...]:
    """Return each refusal that was due with the share of it that was found: the lead, or the lines on their own."""
    of = review.measure
    if of.disposition is Disposition.REJECT:
        return (("lead", _lead_share(review)),) if of.lead else ()
    refused = [line for line in of.lines if line.disposition is Disposition.REJECT and line.grounds]
    if of.disposition is not Disposition.APPROVE:
        return ()
    return tuple((line.line, _line_share(review, line)) for line in refused)


def _lead_share(review: Review) -> Fraction:
    lead, of = review.decision.lead, review.determination
    if not lead and review.decision.cites == (of.lead,):
        return FULL
    if lead == of.lead:
        return FULL
    return review.weights.part("grounds", "also_worth") if lead in of.also else NONE


def is_lead_right(review: Review) -> bool:
    """Tell whether a refusal that was due names a ground that refuses; anything else has no lead to be wrong about."""
    of = review.measure
    is_refused = review.decision.disposition is of.disposition is Disposition.REJECT
    return not (is_refused and of.lead) or _lead_share(review) > NONE


def _line_share(review: Review, line: LineResult) -> Fraction:
    row = review.decision.rows.get(line.line)
    if row is None or not row.refused or review.decision.disposition is not Disposition.APPROVE:
        return NONE
    if row.ground == line.grounds[0]:
        return FULL
    return review.weights.part("grounds", "also_worth") if row.ground in line.grounds else NONE


def _because(review: Review, missed: tuple[str, ...], spare: tuple[str, ...], is_ground_wrong: bool) -> Text:
    parts = []
    if is_ground_wrong:
        grounds = [review.determination.lead] if review.determination.lead else list(review.determination.grounds)
        parts.append(filled(_GROUND, cites=review.cites(tuple(grounds))))
    if missed:
        parts.append(filled(_MISSED, cites=review.cites(missed)))
    if spare:
        parts.append(filled(_SPARE, cites=review.cites(spare)))
    return sentences(*parts) if missed or is_ground_wrong else sentences(_COMPLETE, *parts)
