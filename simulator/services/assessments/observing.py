"""Observing a plan: what the people who have sat it tell of how reliable its scores are."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from uuid import UUID

from sqlalchemy.orm import Session

from simulator.assessment.assembling import Drawn
from simulator.json_codec import from_json
from simulator.measurement import Form, Observed, observed_by_plan
from simulator.persistence.candidates import ClaimTotal, decided_throughout, totals_of
from simulator.persistence.content import kept
from simulator.services.assessments.standards import Standards


def observed_in(session: Session, assessment_id: UUID, standards: Standards) -> Observed:
    """Return what the sittings of an assessment tell of its plan: one statement, and two more when people are enough.

    Sittings count that have ended with every claim decided: a claim that was never reached says how long somebody had,
    and zeros at the end of a form would make its scores look surer than they are. Worked out anew when one more has
    ended; a report keeps what it was made with.
    """
    people, rules = decided_throughout(session, assessment_id), standards.measurement
    if people < rules.people_for_reliability:
        return observed_by_plan(people, (), rules)
    known = standards.observed.get(assessment_id)
    if known is None or known.people != people:
        known = observed_by_plan(people, _forms(session, totals_of(session, assessment_id)), rules)
        standards.observed[assessment_id] = known
    return known


def _forms(session: Session, totals: Sequence[ClaimTotal]) -> tuple[Form, ...]:
    bodies = kept(session, *{one.form_hash for one in totals})
    cells = {name: _cells(from_json(Drawn, body)) for name, body in bodies.items()}
    return tuple(_form(rows, cells) for _, rows in groupby(totals, key=lambda one: one.candidate_id))


def _cells(drawn: Drawn) -> dict[int, str]:
    return {claim.number: f"{claim.skill}.{claim.act.value}" for claim in drawn.claims}


def _form(rows: Iterable[ClaimTotal], cells: dict[str, dict[int, str]]) -> Form:
    form: dict[str, list[float]] = {}
    for row in rows:
        form.setdefault(cells[row.form_hash][row.n], []).append(row.total)
    return form
