"""The group of the demonstration: an instructor, work in progress, results, a comment and an adjusted score."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from simulator.cli.demo_claims import Finished, finish
from simulator.domain.scenario import Scenario
from simulator.json_codec import from_json
from simulator.persistence.groups import is_member, led_group
from simulator.persistence.items import ItemState, own_item, scorecard_of
from simulator.persistence.people import Person, Role, person_by_email
from simulator.persistence.reviews import comments_on
from simulator.scoring.scorecard import Scorecard
from simulator.scoring.weights import load
from simulator.services.assignments import Order, assigned_item, give, take
from simulator.services.groups import add_member, create_group
from simulator.services.invitations import Newcomer, invite
from simulator.services.people import add_person
from simulator.services.reviewing import adjust, comment
from simulator.web.context import House

NAME = "Motor newcomers"
CLASSMATES = (("mirjam@example.com", "Mirjam Sepp"), ("karl@example.com", "Karl Voog"))
"""Trainees who are only there to be seen in the results; nobody knows their passwords."""
_REVIEWED = "tess@example.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """An assignment: the levels of its claims, since and for how many days, and how each was done, by which players."""

    title: str
    levels: tuple[int, ...]
    days_ago: int
    days: int
    done: Mapping[str, tuple[str, ...]]


WORK = (
    Work(
        title="Week 1: first claims",
        levels=(1, 2),
        days_ago=8,
        days=9,
        done={
            "tess@example.com": ("careful", "quick"),
            "mirjam@example.com": ("careful", "careful"),
            "karl@example.com": ("generous", "stern"),
        },
    ),
    Work(
        title="Week 2: read twice",
        levels=(2, 3, 3),
        days_ago=1,
        days=7,
        done={"tess@example.com": ("forgetful",), "mirjam@example.com": ("careful", "quick", "careful")},
    ),
)


def fill_group(session: Session, house: House, ines: Person, members: Sequence[Person], *, now: datetime) -> None:
    """Make the group of *ines* with its work and results where they are missing; what is there stays."""
    group_id, begun = uuid5(ines.id, "demo group"), now - timedelta(days=10)
    if led_group(session, group_id, ines.id) is None:
        create_group(session, NAME, leader_id=ines.id, group_id=group_id, now=begun)
        _invite(session, house, ines, group_id, now)
    people = {one.email: one for one in (*members, *_classmates(session, begun))}
    for one in people.values():
        if not is_member(session, group_id, one.id):
            add_member(session, group_id, one.email, leader_id=ines.id, now=begun)
    for n, work in enumerate(WORK):
        work_id, opens = uuid5(group_id, f"demo work {n}"), now - timedelta(days=work.days_ago)
        chosen = _chosen(house.scenarios, work, n)
        order = Order(title=work.title, scenarios=chosen, opens_at=opens, due_at=opens + timedelta(days=work.days))
        give(session, group_id, order, leader_id=ines.id, assignment_id=work_id, now=opens)
        _do(session, house, people, work_id, work, opens)
        if n == 0:
            _review(session, ines, people[_REVIEWED], work_id, opens + timedelta(hours=30))


def _invite(session: Session, house: House, ines: Person, group_id: UUID, now: datetime) -> None:
    newcomer = Newcomer(email="kaja@example.com", name="Kaja Laas")
    key, name = house.config.secret_key, uuid5(ines.id, "demo invitation")
    invite(session, group_id, newcomer, leader_id=ines.id, invitation_id=name, days=30, key=key, now=now)


def _classmates(session: Session, now: datetime) -> list[Person]:
    return [
        person_by_email(session, email)
        or add_person(session, email, name, secrets.token_urlsafe(32), [Role.TRAINEE], now=now)
        for email, name in CLASSMATES
    ]


def _chosen(scenarios: Sequence[Scenario], work: Work, n: int) -> tuple[Scenario, ...]:
    """Return a scenario of each level, none of them twice."""
    chosen: list[Scenario] = []
    for at, level in enumerate(work.levels):
        fitting = [one for one in scenarios if one.level == level and one not in chosen] or list(scenarios)
        chosen.append(fitting[(7 * n + 3 * at) % len(fitting)])
    return tuple(chosen)


def _do(
    session: Session, house: House, people: Mapping[str, Person], work_id: UUID, work: Work, opens: datetime
) -> None:
    """Let everybody finish as many claims of the work as there are players for."""
    weights = load((house.folder / "scoring.yaml").read_text("utf-8"))
    for email, players in work.done.items():
        for n, player in enumerate(players, start=1):
            person, at = people[email], opens + timedelta(hours=2 * n)
            item_id = take(session, work_id, n, person=person, content=house.content, now=at)
            item = own_item(session, item_id, person.id)
            if item is not None and item.state != ItemState.CLOSED.value:
                one = Finished(days_ago=0, player=player, reads_all=player == "careful")
                finish(session, item_id, person.id, house, weights, one, at)


def _review(session: Session, ines: Person, tess: Person, work_id: UUID, at: datetime) -> None:
    """Let Ines praise the first claim, and on the second comment where most was lost and give a point back."""
    first, second = (assigned_item(work_id, tess.id, n) for n in (1, 2))
    stored = scorecard_of(session, second)
    if stored is None or stored.n > 1 or comments_on(session, second):
        return
    card = from_json(Scorecard, stored.body)
    lost = max(card.criteria, key=lambda one: one.most - one.points)
    praise = "Well read: you saw at once what decides. Keep the note on the file as short as this one."
    advice = "Pin what you rest on, also where it seems plain: whoever reads the file after you has only the pins."
    for item_id, criterion, text in ((first, "", praise), (second, lost.id, advice)):
        name = uuid5(item_id, "demo comment")
        comment(session, item_id, criterion, text, leader_id=ines.id, comment_id=name, now=at)
    if lost.differs:
        reason = "The note on the file says it, in other words."
        adjust(session, second, lost.id, lost.points + 1, reason, of=1, leader_id=ines.id, now=at)
