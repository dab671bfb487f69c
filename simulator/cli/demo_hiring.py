"""The assessments of the demonstration: one in progress with candidates at every stage, and a draft."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from simulator.cli.demo_claims import Finished, work
from simulator.paths import templates_folder
from simulator.persistence.assessments import Assessment
from simulator.persistence.candidates import candidates_of, items_of_sitting, links_of
from simulator.persistence.people import Person, signed_in
from simulator.services import assessments as service
from simulator.services.sessions import token_hash
from simulator.web.context import House

TITLE, DRAFT = "Claims trainee, winter", "Claims trainee, spring"
_BLUEPRINT, _DRAFTED = "motor-ee", "motor-us"
_ADDRESS = "192.0.2.1"
_CLAIM = timedelta(minutes=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCandidate:
    """Somebody who was invited: more time in percent, when the link was opened, and how the claims are played.

    *plays* has a player a claim, taken again from the front; as many claims as *claims* are decided. *decision* and
    *reason* are what the hiring manager has decided since, empty where the work waits to be read.
    """

    email: str
    name: str
    more_time: int = 0
    days_ago: int | None = None
    plays: tuple[str, ...] = ()
    claims: int = 0
    hands_in: bool = False
    decision: str = ""
    reason: str = ""


CANDIDATES = (
    DemoCandidate(
        email="cal@example.com",
        name="Cal Reede",
        days_ago=3,
        plays=("careful", "quick", "careful"),
        claims=12,
        hands_in=True,
        decision="interview",
        reason="Finds what decides and says so. On claims 2 and 5 the note on the file is missing: ask about it.",
    ),
    DemoCandidate(
        email="noor@example.com",
        name="Noor Saluste",
        more_time=50,
        days_ago=2,
        plays=("forgetful", "careful", "generous"),
        claims=12,
        hands_in=True,
        decision="interview",
        reason="Careful where the papers are plain, paid what was claimed on claim 3. Worth a talk about deductibles.",
    ),
    DemoCandidate(
        email="mari@example.com",
        name="Mari Tamm",
        days_ago=1,
        plays=("stern", "careful", "quick"),
        claims=12,
        hands_in=True,
    ),
    DemoCandidate(email="siim@example.com", name="Siim Kütt", days_ago=0, plays=("careful", "stern"), claims=4),
    DemoCandidate(email="liis.vaher@example.com", name="Liis Vaher", days_ago=1),
    DemoCandidate(email="peeter@example.com", name=""),
)
"""Three have handed in, and about two of them it is decided; Siim sits, Liis has opened the link, one has not come."""


def fill_hiring(session: Session, house: House, rae: Person, *, now: datetime) -> None:
    """Make the assessments of *rae* with their candidates where they are missing; what is there stays."""
    running, drafted = (uuid5(rae.id, f"demo assessment {title}") for title in (TITLE, DRAFT))
    if session.get(Assessment, drafted) is not None:
        return
    session.rollback()
    begun = now - timedelta(days=4)
    if session.get(Assessment, running) is None:
        session.rollback()
        _begin(session, house, rae, running, TITLE, _BLUEPRINT, begun)
    service.fix(session, running, revision=1, person=rae, standards=house.standards, now=begun)
    key = house.config.secret_key
    invitees = [
        service.Invitee(email=one.email, name=one.name, more_time=one.more_time) for one in CANDIDATES
    ]  # fmt: skip
    service.invite(session, running, invitees, person=rae, key=key, now=begun)
    for one in CANDIDATES:
        _come(session, house, running, one, now)
    _decide(session, rae, running, now)
    _begin(session, house, rae, drafted, DRAFT, _DRAFTED, now)


def _begin(
    session: Session, house: House, rae: Person, assessment_id: UUID, title: str, blueprint: str, at: datetime
) -> None:
    notices = templates_folder() / "assessments"
    draft = service.Draft(
        title=title,
        blueprint=house.standards.blueprints[blueprint],
        notice_en=_read(notices / "notice_en.md"),
        notice_et=_read(notices / "notice_et.md"),
    )
    service.begin(session, draft, assessment_id=assessment_id, person=rae, now=at)


def _read(file: Path) -> str:
    return file.read_text("utf-8")


def _come(session: Session, house: House, assessment_id: UUID, one: DemoCandidate, now: datetime) -> None:
    """Let a candidate come in by the link, who has not come before, and do as much as he or she did."""
    found = {sitting.candidate.email: sitting.candidate for sitting in candidates_of(session, assessment_id, limit=99)}
    candidate, key = found[one.email], house.config.secret_key
    if one.days_ago is None or candidate.person_id is not None:
        return
    n = links_of(session, [candidate.id])[candidate.id].n
    session.commit()
    at = now - timedelta(days=one.days_ago, hours=2)
    link = service.link_token(key, candidate.id, n)
    token = service.enter(session, link, address=_ADDRESS, key=key, language="en", now=at)
    person = signed_in(session, token_hash(token), at)
    session.commit()
    if person is not None and one.plays:
        _sit(session, house, person, candidate.id, one, at)


def _sit(
    session: Session, house: House, person: Person, candidate_id: UUID, one: DemoCandidate, at: datetime
) -> None:  # fmt: skip
    service.begin_sitting(session, person, standards=house.standards, now=at)
    items = [item.id for item in items_of_sitting(session, candidate_id)]
    session.commit()
    for n, item_id in enumerate(items[: one.claims]):
        player = one.plays[n % len(one.plays)]
        played = Finished(days_ago=0, player=player, reads_all=player == "careful")
        work(session, item_id, person.id, house, house.standards.weights, played, at + n * _CLAIM)
        service.go_on(session, person, now=at + (n + 1) * _CLAIM)
    if one.hands_in:
        service.hand_in(session, person, now=at + (one.claims + 1) * _CLAIM)


def _decide(session: Session, rae: Person, assessment_id: UUID, now: datetime) -> None:
    """Let the hiring manager open the evidence and decide, with the reasons that stand above."""
    found = {
        sitting.candidate.email: sitting.candidate.id for sitting in candidates_of(session, assessment_id, limit=99)
    }
    session.commit()
    for one in CANDIDATES:
        if one.decision:
            service.open_evidence(session, found[one.email], person=rae, now=now - _CLAIM)
            service.decide(session, found[one.email], one.decision, one.reason, person=rae, now=now)
