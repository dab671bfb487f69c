"""Groups, invitations and rosters: who leads, who comes in, once, and all of a file or nobody."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from simulator.errors import Conflict, Invalid, NotFound
from simulator.persistence.audit import AuditRow
from simulator.persistence.groups import Group, Invitation, Membership, groups_led, is_member, members_of
from simulator.persistence.people import Role, person_by_email
from simulator.services.groups import add_member, create_group, remove_member, rename_group
from simulator.services.invitations import (
    Closed,
    ForAnother,
    HasAccount,
    Newcomer,
    invite,
    is_address,
    join_as,
    join_as_new,
    revoke_invitation,
)
from simulator.services.people import is_password
from simulator.services.rosters import Wrong, read_roster, standing, take_roster

KEY = "a key for tests alone"
PASSWORD = "a sentence to remember"


@pytest.fixture
def group(session, people, now):
    return create_group(session, "  Motor  newcomers ", leader_id=people["ines"].id, group_id=uuid4(), now=now)


@pytest.fixture
def link(session, people, group, now):
    """Make an invitation: ``link(email="...")`` gives its token."""

    def make(email="", name="", days=7, invitation_id=None):
        return invite(
            session,
            group,
            Newcomer(email=email, name=name),
            leader_id=people["ines"].id,
            invitation_id=invitation_id or uuid4(),
            days=days,
            key=KEY,
            now=now,
        )

    return make


def count(session, table):
    session.rollback()
    return session.scalar(select(func.count()).select_from(table))


def acts(session):
    return set(session.scalars(select(AuditRow.act)))


def test_a_group_belongs_to_whoever_made_it(session, people, group):
    assert [one.name for one in groups_led(session, people["ines"].id, 9)] == ["Motor newcomers"]
    assert groups_led(session, people["rae"].id, 9) == []


def test_a_form_that_is_sent_twice_makes_one_group(session, people, group, now):
    again = create_group(session, "Motor newcomers", leader_id=people["ines"].id, group_id=group, now=now)
    assert (again, count(session, Group)) == (group, 1)
    with pytest.raises(Conflict):
        create_group(session, "Mine", leader_id=people["rae"].id, group_id=group, now=now)


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_group_has_a_name(session, people, now, name):
    with pytest.raises(Invalid):
        create_group(session, name, leader_id=people["ines"].id, group_id=uuid4(), now=now)


def test_a_stranger_changes_nothing_in_a_group(session, people, group, now):
    rae, tess = people["rae"].id, people["tess"].id
    for change in (
        lambda: rename_group(session, group, "Mine", leader_id=rae, now=now),
        lambda: add_member(session, group, "tess@example.com", leader_id=rae, now=now),
        lambda: remove_member(session, group, tess, leader_id=rae, now=now),
        lambda: revoke_invitation(session, uuid4(), group, leader_id=rae, now=now),
        lambda: take_roster(session, group, read_roster("name,email"), leader_id=rae, days=7, key=KEY, now=now),
    ):
        with pytest.raises(NotFound):
            change()
        session.rollback()


def test_who_has_an_account_is_added_once_and_taken_out_again(session, people, group, now):
    ines, tess = people["ines"].id, people["tess"].id
    for _ in range(2):
        add_member(session, group, " Tess@Example.com", leader_id=ines, now=now)
    assert [one.name for one in members_of(session, group, 9)] == ["Tess Lember"]
    for _ in range(2):
        remove_member(session, group, tess, leader_id=ines, now=now)
    assert members_of(session, group, 9) == []
    rows = session.scalars(select(AuditRow.act).where(AuditRow.act.like("member%")).order_by(AuditRow.act)).all()
    assert rows == ["member_added", "member_removed"]


@pytest.mark.parametrize("email", ["nobody@example.com", "rae@example.com"])
def test_who_is_no_trainee_is_not_added(session, people, group, now, email):
    with pytest.raises(Invalid):
        add_member(session, group, email, leader_id=people["ines"].id, now=now)


def test_a_new_trainee_comes_in_by_a_link_which_works_once(session, group, link, now):
    token = link()
    nora = join_as_new(session, token, email="Nora@example.com ", name="Nora  Uus", password=PASSWORD, now=now)
    assert (nora.email, nora.name, nora.roles) == ("nora@example.com", "Nora Uus", frozenset({Role.TRAINEE}))
    assert is_password(nora, PASSWORD)
    assert is_member(session, group, nora.id)
    with pytest.raises(Closed):
        join_as_new(session, token, email="olle@example.com", name="Olle", password=PASSWORD, now=now)
    session.rollback()
    assert person_by_email(session, "olle@example.com") is None
    assert {"invited", "person_added", "invitation_used"} <= acts(session)


def test_nothing_that_is_stored_gives_a_link_away(session, link):
    token = link()
    assert token not in str([vars(one) for one in session.scalars(select(Invitation))])


def test_a_link_that_is_made_twice_under_one_id_is_one(session, link):
    name = uuid4()
    assert link(invitation_id=name) == link(invitation_id=name)
    assert count(session, Invitation) == 1


def test_a_link_that_has_run_out_was_taken_back_or_is_forged_works_for_nobody(session, people, group, link, now):
    name = uuid4()
    token = link(invitation_id=name, days=2)
    with pytest.raises(Closed):
        join_as(session, token, people["tess"], now=now + timedelta(days=2))
    with pytest.raises(Closed):
        join_as(session, token[:-1] + ("A" if token[-1] != "A" else "B"), people["tess"], now=now)
    session.rollback()
    revoke_invitation(session, name, group, leader_id=people["ines"].id, now=now)
    with pytest.raises(Closed):
        join_as(session, token, people["tess"], now=now)
    session.rollback()
    assert count(session, Membership) == 0


def test_a_link_for_one_address_is_for_nobody_else(session, people, group, link, now):
    token = link(email="Tess@example.com", name="Tess")
    with pytest.raises(ForAnother):
        join_as(session, token, people["tom"], now=now)
    session.rollback()
    assert join_as(session, token, people["tess"], now=now) == group


def test_an_address_that_has_an_account_gets_no_second_one(session, people, link, now):
    token = link()
    with pytest.raises(HasAccount):
        join_as_new(session, token, email="tess@example.com", name="Tess", password=PASSWORD, now=now)
    session.rollback()
    join_as(session, token, people["tess"], now=now)


def test_who_is_no_trainee_leaves_the_link_as_it_is(session, people, link, now):
    token = link()
    with pytest.raises(Invalid):
        join_as(session, token, people["rae"], now=now)
    session.rollback()
    join_as(session, token, people["tom"], now=now)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("tess@example.com", True), ("tess", False), ("@example.com", False), ("a@b", False), ("a b@example.com", False),
     ("a@b@example.com", False), ("x" * 250 + "@example.com", False), ("<a@example.com>", False)],
)  # fmt: skip
def test_what_looks_like_an_address(text, is_one):
    assert is_address(text) is is_one


def roster_of(rows, head="name,email"):
    return "\n".join([head, *rows])


def test_a_roster_tells_each_mistake_by_its_line():
    rows = [f"Person {n},p{n}@example.com" for n in range(2, 1001)]
    rows[1], rows[898] = "Somebody,not an address", ",p5@example.com"
    problems = read_roster(roster_of(rows)).problems
    assert [(one.line, one.wrong) for one in problems] == [
        (3, Wrong.BAD_ADDRESS), (900, Wrong.NO_NAME), (900, Wrong.TWICE),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", Wrong.NO_HEADER),
        ("Tess,tess@example.com", Wrong.NO_HEADER),
        ("name,email\n\n", Wrong.EMPTY),
        ("name,email\n" + "x" * 121 + ",a@example.com", Wrong.LONG_NAME),
        ("name,email\nTess", Wrong.NO_ADDRESS),
        ("name,email\nTess," + "x" * 140_000, Wrong.UNREADABLE),
    ],
)
def test_a_file_that_is_no_roster_says_what_is_wrong(text, wrong):
    assert [one.wrong for one in read_roster(text).problems] == [wrong]


@pytest.mark.parametrize(
    "text",
    ["\ufeffEmail;Nimi;Phone\r\ntess@example.com;Tess Lember;1\r\n", 'name\temail\n"Tess Lember"\tTESS@example.com\n',
     "email,name\n\ntess@example.com,Tess  Lember\n"],
)  # fmt: skip
def test_a_roster_is_read_as_spreadsheets_write_it(text):
    found = read_roster(text)
    assert (list(found.people.values()), found.problems) == (
        [Newcomer(email="tess@example.com", name="Tess Lember")],
        (),
    )


def test_too_many_people_are_told_before_anybody_is_added():
    rows = [f"P,p{n}@example.com" for n in range(2001)]
    assert [one.wrong for one in read_roster(roster_of(rows)).problems] == [Wrong.TOO_MANY]


def test_a_roster_adds_who_is_known_invites_the_others_and_says_so_before(session, people, group, now):
    ines = people["ines"].id
    roster = read_roster(roster_of(["Tess,tess@example.com", "Nora Uus,nora@example.com", "Tom,tom@example.com"]))
    add_member(session, group, "tom@example.com", leader_id=ines, now=now)
    looked = standing(session, group, roster, now=now)
    assert [[one.email for one in part] for part in (looked.added, looked.invited, looked.there)] == [
        ["tess@example.com"], ["nora@example.com"], ["tom@example.com"],
    ]  # fmt: skip
    assert (count(session, Membership), count(session, Invitation)) == (1, 0)
    assert take_roster(session, group, roster, leader_id=ines, days=14, key=KEY, now=now) == looked
    assert (count(session, Membership), count(session, Invitation)) == (2, 1)
    again = take_roster(session, group, roster, leader_id=ines, days=14, key=KEY, now=now)
    assert (len(again.there), count(session, Membership), count(session, Invitation)) == (3, 2, 1)


def test_one_mistake_keeps_everybody_out(session, people, group, now):
    roster = read_roster(roster_of(["Tess,tess@example.com", "Rae,rae@example.com"]))
    looked = standing(session, group, roster, now=now)
    assert [(one.line, one.wrong) for one in looked.problems] == [(3, Wrong.NO_TRAINEE)]
    with pytest.raises(Invalid):
        take_roster(session, group, roster, leader_id=people["ines"].id, days=14, key=KEY, now=now)
    assert (count(session, Membership), count(session, Invitation)) == (0, 0)


def test_a_long_roster_costs_few_statements(session, people, group, now, statements):
    rows = [f"Person {n},p{n}@example.com" for n in range(900)]
    with statements() as seen:
        take_roster(
            session, group, read_roster(roster_of(rows)), leader_id=people["ines"].id, days=14, key=KEY, now=now
        )
    assert len({text.partition(" VALUES")[0][:60] for text in seen.texts}) <= 9
    assert count(session, Invitation) == 900


def test_everybody_comes_in_with_a_link_of_a_roster(session, people, group, now):
    roster = read_roster(roster_of(["Nora Uus,nora@example.com"]))
    take_roster(session, group, roster, leader_id=people["ines"].id, days=14, key=KEY, now=now)
    kept = session.scalars(select(Invitation)).one()
    assert (kept.email, kept.name, kept.ends_at) == ("nora@example.com", "Nora Uus", now + timedelta(days=14))
