"""Planning an assessment: a draft that is saved with its revision, fixed once, shared, and closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from simulator.assessment.blueprints import Blueprint, cut_of
from simulator.assessment.checking import Fault, problems
from simulator.assessment.pools import Pool, pool_for
from simulator.errors import Conflict, Invalid
from simulator.json_codec import from_json, to_json
from simulator.persistence.assessments import Assessment, AssessmentViewer, WhenOver, assessment_of, viewers_of
from simulator.persistence.content import keep, kept
from simulator.persistence.engine import reached, writing
from simulator.persistence.people import Person, Role, person_by_email
from simulator.services.assessments.seeing import need_hiring_manager, own_assessment
from simulator.services.assessments.standards import Standards, drawable
from simulator.services.audit import note

LONGEST_TITLE = 120
LONGEST_NOTICE = 8_000
LINK_DAYS = (1, 90)
KEPT_MONTHS = (6, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What can be written of an assessment until it is fixed. Notices are Markdown; *kept_months* after the sitting."""

    title: str
    blueprint: Blueprint
    notice_en: str
    notice_et: str
    link_days: int = 14
    kept_months: int = 24
    when_over: WhenOver = WhenOver.ERASE


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is fixed: the blueprint, the cut of 100, the pool, and the scenarios as they read, stored by content."""

    blueprint: Blueprint
    mark: float
    pool: Pool
    bodies: Mapping[str, str]
    weights: str


class NotYet(Invalid):
    """The blueprint cannot be fixed; ``faults`` say what is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(one.text.en for one in faults))


class StalePlan(Conflict):
    """Somebody else, or another window, has saved meanwhile."""


def begin(session: Session, draft: Draft, *, assessment_id: UUID, person: Person, now: datetime) -> UUID:
    """Begin an assessment and return its id; asked twice under one id it is begun once.

    Raises:
        NotAllowed: The person is no hiring manager.
        Invalid: Title, notice or a number cannot be used.
    """
    need_hiring_manager(person)
    row = {"id": assessment_id, "owner_id": person.id, "created_at": now, **_values(draft, now)}
    try:
        with writing(session):
            session.execute(insert(Assessment), row)
            note(session, "assessment_begun", person_id=person.id, now=now, subject=str(assessment_id))
    except IntegrityError as error:
        there = assessment_of(session, assessment_id, person.id)
        if there is None:
            raise Conflict("There is an assessment of that id already.") from error
    return assessment_id


def save(session: Session, assessment_id: UUID, draft: Draft, *, revision: int, person: Person, now: datetime) -> int:
    """Keep the draft and return its revision; *revision* is the one that the page began with.

    Raises:
        NotFound: There is no such assessment, or it is somebody else's.
        Invalid: Title, notice or a number cannot be used.
        Conflict: The plan is fixed.
        StalePlan: Somebody else has saved meanwhile; nothing was written.
    """
    assessment = own_assessment(session, assessment_id, person)
    values = _values(draft, now)
    with writing(session):
        if assessment.fixed_at is not None:
            raise Conflict("The plan is fixed: it is the same for everybody.")
        _move(session, assessment_id, revision, values)
        note(session, "assessment_saved", person_id=person.id, now=now, subject=str(assessment_id))
    return revision + 1


def faults_of(session: Session, blueprint: Blueprint, standards: Standards) -> tuple[Fault, ...]:
    """Return what is wrong with *blueprint* beside the library as it stands, and what is worth a note."""
    _, found = drawable(session, blueprint.market, standards)
    return problems(blueprint, pool_for(blueprint, found), skills=standards.skills, rules=standards.rules)


def fix(
    session: Session, assessment_id: UUID, *, revision: int, person: Person, standards: Standards, now: datetime
) -> None:
    """Fix the plan: from now on every candidate draws from the same scenarios in the same versions.

    Raises:
        NotFound: There is no such assessment, or it is somebody else's.
        NotYet: No form can be drawn from the blueprint; the faults say why.
        StalePlan: Somebody else has saved meanwhile.
    """
    assessment = own_assessment(session, assessment_id, person)
    if assessment.fixed_at is not None:
        return
    blueprint = from_json(Blueprint, assessment.blueprint)
    scenarios, found = drawable(session, blueprint.market, standards)
    pool = pool_for(blueprint, found)
    faults = problems(blueprint, pool, skills=standards.skills, rules=standards.rules)
    if stopping := tuple(one for one in faults if one.stops):
        raise NotYet(stopping)
    wanted = [one.scenario for one in (*pool.claims, *([pool.practice] if pool.practice else []))]
    texts = [to_json(scenarios[one]) for one in wanted]
    mark = cut_of(blueprint, standards.weights.pass_mark).mark
    with writing(session):
        bodies = dict(zip(wanted, keep(session, *texts), strict=True))
        plan = Plan(
            blueprint=blueprint, mark=mark, pool=pool, bodies=bodies, weights=standards.weights.content_hash
        )  # fmt: skip
        (name,) = keep(session, to_json(plan))
        _move(session, assessment_id, revision, {"plan_hash": name, "fixed_at": now, "changed_at": now})
        note(session, "assessment_fixed", person_id=person.id, now=now, subject=str(assessment_id))


def plan_of(session: Session, assessment: Assessment) -> Plan:
    """Return the plan that was fixed.

    Raises:
        Conflict: It is not fixed yet.
    """
    if assessment.plan_hash is None:
        raise Conflict("The plan is not fixed yet.")
    return from_json(Plan, kept(session, assessment.plan_hash)[assessment.plan_hash])


def close(session: Session, assessment_id: UUID, *, person: Person, now: datetime) -> None:
    """Invite nobody any more and let nobody begin; who has begun goes on to the end.

    Raises:
        NotFound: There is no such assessment, or it is somebody else's.
        Conflict: It is not fixed yet.
    """
    assessment = own_assessment(session, assessment_id, person)
    if assessment.fixed_at is None:
        raise Conflict("The plan is not fixed yet: there is nothing to close.")
    open_ = update(Assessment).where(Assessment.id == assessment_id, Assessment.closed_at.is_(None))
    with writing(session):
        closed = open_.values(closed_at=now, changed_at=now).execution_options(synchronize_session=False)
        if reached(session, closed):
            note(session, "assessment_closed", person_id=person.id, now=now, subject=str(assessment_id))


def share(session: Session, assessment_id: UUID, email: str, *, person: Person, now: datetime) -> Person:
    """Let another hiring manager read the evidence and decide, and return who it is; twice is once.

    Raises:
        NotFound: There is no such assessment, or it is somebody else's.
        Invalid: No hiring manager has an account under that address.
    """
    own_assessment(session, assessment_id, person)
    other = person_by_email(session, email)
    if other is None or not other.active or Role.HIRING_MANAGER not in other.roles or other.id == person.id:
        raise Invalid("No other hiring manager has an account under that address.")
    if other.id not in viewers_of(session, assessment_id):
        _let_see(session, assessment_id, other, person, now)
    return other


def _let_see(session: Session, assessment_id: UUID, other: Person, person: Person, now: datetime) -> None:
    row = {"assessment_id": assessment_id, "person_id": other.id, "since": now}
    try:
        with writing(session):
            session.execute(insert(AssessmentViewer), row)
            subject = f"{assessment_id} {other.id}"
            note(session, "assessment_shared", person_id=person.id, now=now, subject=subject)
    except IntegrityError:
        session.rollback()


def unshare(session: Session, assessment_id: UUID, other_id: UUID, *, person: Person, now: datetime) -> None:
    """Share the assessment with that person no more; what he or she decided stays.

    Raises:
        NotFound: There is no such assessment, or it is somebody else's.
    """
    own_assessment(session, assessment_id, person)
    gone = delete(AssessmentViewer).where(
        AssessmentViewer.assessment_id == assessment_id, AssessmentViewer.person_id == other_id
    )
    with writing(session):
        if reached(session, gone):
            subject = f"{assessment_id} {other_id}"
            note(session, "assessment_unshared", person_id=person.id, now=now, subject=subject)


def _values(draft: Draft, now: datetime) -> dict[str, object]:
    title = " ".join(draft.title.split())
    if not 1 <= len(title) <= LONGEST_TITLE:
        raise Invalid(f"A title has 1 to {LONGEST_TITLE} characters.")
    notices = [text.replace("\r\n", "\n").strip() for text in (draft.notice_en, draft.notice_et)]
    if not all(1 <= len(text) <= LONGEST_NOTICE for text in notices):
        raise Invalid(f"The notice has 1 to {LONGEST_NOTICE} characters in each language.")
    for number, (least, most) in ((draft.link_days, LINK_DAYS), (draft.kept_months, KEPT_MONTHS)):
        if not least <= number <= most:
            raise Invalid(f"{number} is not from {least} to {most}.")
    return {
        "title": title,
        "blueprint": to_json(draft.blueprint),
        "notice_en": notices[0],
        "notice_et": notices[1],
        "link_days": draft.link_days,
        "kept_months": draft.kept_months,
        "when_over": draft.when_over.value,
        "changed_at": now,
    }


def _move(session: Session, assessment_id: UUID, revision: int, values: Mapping[str, object]) -> None:
    """Write *values* if nobody has written since *revision*, and count it up."""
    same = update(Assessment).where(Assessment.id == assessment_id, Assessment.revision == revision)
    moved = same.where(Assessment.fixed_at.is_(None)).values(**values, revision=revision + 1)
    if not reached(session, moved.execution_options(synchronize_session=False)):
        raise StalePlan("The assessment was saved in another window.")
