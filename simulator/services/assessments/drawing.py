"""Drawing a candidate's own form from the plan, and the practice claim to try first."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from simulator.assessment.assembling import DrawnClaim, Shown, assemble, practice_claim
from simulator.domain.scenario import Scenario
from simulator.errors import Conflict, Misconfigured
from simulator.json_codec import from_json, to_json
from simulator.persistence.assessments import Assessment
from simulator.persistence.candidates import Candidate, SittingItem
from simulator.persistence.content import kept
from simulator.persistence.items import Item, Shift
from simulator.persistence.people import Person
from simulator.persistence.practice import TRIAL
from simulator.services.assessments.planning import Plan, plan_of
from simulator.services.assessments.sitting import own_sitting, start
from simulator.services.assessments.standards import Standards
from simulator.services.practice import servable
from simulator.services.shifts import AlreadyOnDesk, Promised, take_up


def begin_sitting(session: Session, person: Person, *, standards: Standards, now: datetime, language: str = "") -> UUID:
    """Draw the candidate's own form, put it on the desk and let the time run; a second click finds it begun.

    Raises:
        NotFound: The person is no candidate.
        Conflict: The assessment is closed.
        Misconfigured: No seed of a scenario that was pinned passes its checks any more.
    """
    candidate, assessment, plan = _planned(session, person)
    if candidate.shift_id is not None:
        return candidate.shift_id
    if assessment.closed_at is not None:
        raise Conflict("The assessment is closed.")
    shown = _shown(session, assessment.id)
    form = assemble(
        plan.blueprint, plan.pool, seed=str(candidate.id), mark=plan.mark, rules=standards.rules, shown=shown
    )
    claims = [_promised(session, plan, one, standards) for one in form.claims]
    session.commit()
    minutes = plan.blueprint.minutes
    return start(
        session,
        person,
        claims,
        form=to_json(form),
        library=standards.content.library,
        minutes=minutes,
        now=now,
        language=language,
    )


def try_practice(session: Session, person: Person, *, standards: Standards, now: datetime) -> UUID:
    """Put another unscored claim on the candidate's desk and return its item, as often as wished before the start.

    Raises:
        NotFound: The person is no candidate.
        Conflict: The sitting has begun, or the plan has no claim to practise on.
    """
    candidate, _, plan = _planned(session, person)
    if candidate.shift_id is not None:
        raise Conflict("The sitting has begun.")
    attempt = _practised(session, person.id)
    claim = practice_claim(plan.pool, seed=str(candidate.id), attempt=attempt, rules=standards.rules)
    if claim is None:
        raise Conflict("There is no claim to practise on.")
    promised = _promised(session, plan, claim, standards)
    item_id = uuid5(candidate.id, f"practice {attempt}")
    session.commit()
    try:
        return take_up(
            session,
            person_id=person.id,
            exercise=promised.exercise,
            determination=promised.determination,
            scenario_body=promised.scenario_body,
            library=standards.content.library,
            now=now,
            item_id=item_id,
            kind=TRIAL,
        )
    except AlreadyOnDesk:
        return item_id


def _planned(session: Session, person: Person) -> tuple[Candidate, Assessment, Plan]:
    candidate = own_sitting(session, person).candidate
    assessment = session.get_one(Assessment, candidate.assessment_id, populate_existing=True)
    return candidate, assessment, plan_of(session, assessment)


def _promised(session: Session, plan: Plan, claim: DrawnClaim, standards: Standards) -> Promised:
    name = plan.bodies[claim.pinned.scenario]
    body = kept(session, name)[name]
    scenario = from_json(Scenario, body)
    made = servable(scenario, claim.seeds, market=claim.pinned.market, content=standards.content)
    if made is None:
        raise Misconfigured(f"No seed of the scenario {scenario.id} passes its checks.")
    return Promised(exercise=made[0], determination=made[1], scenario_body=body)


def _shown(session: Session, assessment_id: UUID) -> Shown:
    """Return how often the scenarios of the plan were drawn before."""
    found = select(Item.scenario_id, SittingItem.candidate_id).join(Item, Item.id == SittingItem.item_id)
    drawn = found.join(Candidate, Candidate.id == SittingItem.candidate_id)
    rows: Sequence[tuple[str, UUID]] = [
        (scenario, candidate)
        for scenario, candidate in session.execute(drawn.where(Candidate.assessment_id == assessment_id))
    ]
    return Shown(forms=len({candidate for _, candidate in rows}), uses=Counter(scenario for scenario, _ in rows))


def _practised(session: Session, person_id: UUID) -> int:
    found = select(func.count()).select_from(Shift).where(Shift.person_id == person_id, Shift.kind == TRIAL)
    return session.scalar(found) or 0
