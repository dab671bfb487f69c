"""Accounts and passwords."""

from datetime import timedelta

import pytest
from argon2 import extract_parameters

from simulator.errors import Conflict, Invalid
from simulator.persistence.audit import AuditRow
from simulator.persistence.engine import writing
from simulator.persistence.people import Role, SignIn, person_by_email
from simulator.services import people as hashing
from simulator.services.people import add_person, is_password, set_password


def test_an_account_is_made_with_its_roles_and_noted(session, now):
    made = add_person(
        session, " Ada@Example.com ", "Ada  Oja", "long enough", [Role.TRAINEE, Role.ADMINISTRATOR], now=now
    )
    found = person_by_email(session, "ADA@example.com")
    assert found is made
    assert (found.email, found.name, found.initials, found.first_name) == ("ada@example.com", "Ada Oja", "AO", "Ada")
    assert found.roles == {Role.TRAINEE, Role.ADMINISTRATOR}
    assert "long enough" not in found.password_hash
    assert session.query(AuditRow).one().act == "person_added"


def test_an_address_has_one_account(session, people, now):
    with pytest.raises(Conflict):
        add_person(session, "TESS@example.com", "Another Tess", "long enough", [], now=now)
    assert person_by_email(session, "tess@example.com").name == "Tess Lember"


@pytest.mark.parametrize(
    ("email", "name", "password"),
    [("no address", "A", "long enough"), ("a@example.com", " ", "long enough"), ("a@example.com", "A", "too short")],
)
def test_an_account_that_will_not_do_is_refused(session, now, email, name, password):
    with pytest.raises(Invalid):
        add_person(session, email, name, password, [], now=now)
    assert person_by_email(session, email) is None


def test_a_password_belongs_to_its_person_alone(people):
    assert is_password(people["tess"], "practice makes")
    assert not is_password(people["tess"], "practice makes ")
    assert not is_password(None, "nobody has this password")


def test_a_password_that_was_set_ends_every_sign_in(session, people, now):
    tess = people["tess"]
    with writing(session):
        session.add(SignIn(token_hash="t", person_id=tess.id, created_at=now, ends_at=now + timedelta(days=1)))
    set_password(session, tess, "a fresh sentence", now=now)
    assert is_password(tess, "a fresh sentence")
    assert session.query(SignIn).count() == 0


def test_checking_a_password_of_nobody_takes_the_same_work():
    assert extract_parameters(hashing._nobody) == extract_parameters(hashing.password_hash("practice makes"))
