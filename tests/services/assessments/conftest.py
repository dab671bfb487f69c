"""An assessment of Rae's that is fixed, candidates who were invited to it, and two claims to sit."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from simulator.coverage.determination import Determination
from simulator.domain.decision import Disposition
from simulator.persistence.assessments import Assessment
from simulator.persistence.candidates import Candidate, links_of
from simulator.persistence.content import keep
from simulator.persistence.people import Person, Role, signed_in
from simulator.services.assessments import Invitee, enter, invite, link_token, start
from simulator.services.sessions import token_hash
from simulator.services.shifts import Promised

KEY = "a key for the tests of assessments"
ADDRESS = "192.0.2.7"


@pytest.fixture
def key():
    return KEY


@pytest.fixture
def raul(session, people, now):
    """Another hiring manager."""
    person = Person(
        id=uuid4(), email="raul@example.com", name="Raul Saar", password_hash="", created_at=now,
        roles_text=Role.HIRING_MANAGER.value,
    )  # fmt: skip
    session.add(person)
    session.commit()
    return person


@pytest.fixture
def assessment(session, people, now):
    (plan,) = keep(session, '{"patterns": []}')
    made = Assessment(
        id=uuid4(), owner_id=people["rae"].id, title="Claims trainee", blueprint="{}", notice_en="What is kept",
        notice_et="Mida hoitakse", created_at=now, changed_at=now, plan_hash=plan, fixed_at=now,
    )  # fmt: skip
    session.add(made)
    session.commit()
    return made


@pytest.fixture
def candidate(session, assessment, people, now):
    """Invite somebody: ``candidate("cal", more_time=50)``."""

    def ask(short="cal", more_time=0):
        invitee = Invitee(email=f"{short}@example.com", name=f"{short.title()} Reede", more_time=more_time)
        (found,) = invite(session, assessment.id, [invitee], person=people["rae"], key=KEY, now=now)
        return session.get_one(Candidate, found)

    return ask


@pytest.fixture
def link(session):
    """Return the newest link of a candidate."""
    return lambda candidate: link_token(KEY, candidate.id, links_of(session, [candidate.id])[candidate.id].n)


@pytest.fixture
def come(session, link, now):
    """Let a candidate come in by the newest link; return the person."""

    def come_in(candidate, at=None):
        at = at or now
        token = enter(session, link(candidate), address=ADDRESS, key=KEY, language="en", now=at)
        person = signed_in(session, token_hash(token), at)
        session.commit()
        return person

    return come_in


@pytest.fixture
def claims(motor_exercise):
    right = Determination(disposition=Disposition.APPROVE, payable=Decimal("2038.64"))
    return [Promised(exercise=motor_exercise, determination=right, scenario_body="{}") for _ in range(2)]


@pytest.fixture
def sit(session, candidate, come, claims, motor_content, now):
    """Let somebody begin to sit; return the person."""

    def begin(short="cal", more_time=0, minutes=60):
        person = come(candidate(short, more_time))
        start(session, person, claims, form="{}", library=motor_content.library, minutes=minutes, now=now)
        return person

    return begin


@pytest.fixture
def hour():
    return timedelta(hours=1)
