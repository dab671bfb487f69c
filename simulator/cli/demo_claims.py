"""The claims of the demonstration: some that lie open, and for a trainee of some weeks those that were finished before.

Everything is done by the verbs that the pages use, at moments before now, by players of several kinds.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from simulator.coverage.determination import Determination
from simulator.coverage.determine import determine
from simulator.coverage.language.provisions import ProvisionKind
from simulator.desk.actions import Act, ActionKind
from simulator.desk.filing import on_file
from simulator.desk.sending import decision_data
from simulator.desk.state import Status
from simulator.domain.decision import Decision, Disposition, Row
from simulator.domain.scenario import Scenario
from simulator.errors import Misconfigured
from simulator.json_codec import to_json
from simulator.persistence.items import ItemState
from simulator.persistence.practice import items_by_state
from simulator.practice.choosing import seeds
from simulator.scoring.follower import decision_from
from simulator.scoring.weights import Weights, load
from simulator.services import shifts
from simulator.services.practice import next_claim, servable
from simulator.services.shifts import Desk
from simulator.web.context import House

OPEN = (Disposition.APPROVE, Disposition.REQUEST_INFORMATION, Disposition.REJECT)
"""What the open claims want, in the order in which they lie on the desk."""
_WORK = timedelta(minutes=18)
_CLICK = timedelta(seconds=40)
Player = Callable[[Desk, Determination], Decision]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A claim that was finished so many days ago, how it was decided, and whether every paper was read."""

    days_ago: int
    player: str
    reads_all: bool = True


HISTORY = (
    Finished(days_ago=47, player="generous", reads_all=False),
    Finished(days_ago=45, player="stern", reads_all=False),
    Finished(days_ago=41, player="quick"),
    Finished(days_ago=38, player="forgetful"),
    Finished(days_ago=33, player="quick", reads_all=False),
    Finished(days_ago=27, player="careful"),
    Finished(days_ago=24, player="stern"),
    Finished(days_ago=20, player="careful"),
    Finished(days_ago=16, player="careful"),
    Finished(days_ago=13, player="forgetful"),
    Finished(days_ago=9, player="careful"),
    Finished(days_ago=6, player="quick"),
    Finished(days_ago=3, player="careful"),
    Finished(days_ago=1, player="careful"),
)


def fill_desk(
    session: Session,
    person_id: UUID,
    house: House,
    *,
    history: Sequence[Finished],
    levels: Sequence[int],
    now: datetime,
) -> None:
    """Finish the claims of *history* and lay one open for each of OPEN, of those *levels* or the nearest there are.

    What is there already stays, and a first start that was cut short is made good.

    Raises:
        Misconfigured: No scenario of the library can be served.
    """
    counts = items_by_state(session, person_id)
    if sum(counts.values()) >= len(history) + len(OPEN):
        return
    weights = load((house.folder / "scoring.yaml").read_text("utf-8"))
    for one in history[counts.get(ItemState.CLOSED.value, 0) :]:
        _finish(session, person_id, house, weights, one, now - timedelta(days=one.days_ago))
    lying = items_by_state(session, person_id).get(ItemState.OPEN.value, 0)
    for at in range(lying, len(OPEN)):
        _lay_open(session, person_id, house, at, levels[at], now)


def _lay_open(session: Session, person_id: UUID, house: House, at: int, level: int, now: datetime) -> None:
    fitting = sorted(house.scenarios, key=lambda one: _distance(one, OPEN[at], level))
    to_try = seeds(person_id, len(HISTORY) + at, house.skills.next.tries)
    for scenario in fitting:
        made = servable(scenario, to_try, market=scenario.markets[0], content=house.content)
        if made is not None:
            exercise, determination = made
            shifts.take_up(
                session,
                person_id=person_id,
                exercise=exercise,
                determination=determination,
                scenario_body=to_json(scenario),
                library=house.content.library,
                now=now - timedelta(minutes=len(OPEN) - at),
            )
            return
    raise Misconfigured("No scenario of the library can be served.")


def _distance(scenario: Scenario, wanted: Disposition, level: int) -> tuple[bool, int, str]:
    return scenario.expect[0].disposition is not wanted, abs(scenario.level - level), scenario.id


def _finish(session: Session, person_id: UUID, house: House, weights: Weights, one: Finished, at: datetime) -> None:
    content = house.content
    item_id = next_claim(
        session, person_id=person_id, scenarios=house.scenarios, skills=house.skills, content=content, now=at
    )
    finish(session, item_id, person_id, house, weights, one, at)


def finish(
    session: Session, item_id: UUID, person_id: UUID, house: House, weights: Weights, one: Finished, at: datetime
) -> None:
    """Work a claim that lies on the person's desk to its end, as the player of *one* does, and open its debrief."""
    desk = work(session, item_id, person_id, house, weights, one, at)
    shifts.close(session, desk, weights=weights, now=at + _WORK + _CLICK)


def work(
    session: Session, item_id: UUID, person_id: UUID, house: House, weights: Weights, one: Finished, at: datetime
) -> Desk:
    """Work a claim that lies on the person's desk until it is decided, as the player of *one* does."""
    desk = shifts.desk_of(session, item_id, person_id=person_id, library=house.content.library)
    while desk.state.status is not Status.DECIDED:
        if desk.state.can_wait:
            desk = shifts.wait(session, desk, weights=weights, now=at + _WORK)
        else:
            desk = shifts.act(session, desk, _worked(desk, one), weights=weights, now=at + _WORK)
    return desk


def _worked(desk: Desk, one: Finished) -> list[Act]:
    """Return what that player does with the claim as it stands."""
    if any(request.due for request in desk.state.pending):
        return [(ActionKind.REMIND, {})]
    decision = PLAYERS[one.player](desk, determine(desk.rules, desk.state.file))
    return [*_reading(desk, one.reads_all), (ActionKind.DECIDE, decision_data(decision))]


def _reading(desk: Desk, all_of_them: bool) -> list[Act]:
    papers = [paper.id for paper in on_file(desk.state.file)[1:] if paper.id not in desk.state.opened]
    wanted = papers if all_of_them else papers[: len(papers) // 2]
    return [(ActionKind.OPEN, {"paper": paper}) for paper in wanted]


def _careful(desk: Desk, right: Determination) -> Decision:
    """Decide as the wording and the papers say."""
    return decision_from(right, desk.form, desk.rules.guide)


def _quick(desk: Desk, right: Determination) -> Decision:
    """Decide rightly and say nothing of why."""
    return replace(_careful(desk, right), cites=(), pins=(), ties={}, reason="")


def _forgetful(desk: Desk, right: Determination) -> Decision:
    """Decide rightly but for what comes off the whole claim, and for the last paper that proves something."""
    decision = _careful(desk, right)
    pins = decision.pins[:-1]
    return replace(decision, offs={}, pins=pins, ties={pin: tie for pin, tie in decision.ties.items() if pin in pins})


def _generous(desk: Desk, _right: Determination) -> Decision:
    """Pay what is claimed."""
    rows = {line.id: Row(accepted=line.claimed) for line in desk.state.file.lines}
    return Decision(disposition=Disposition.APPROVE, rows=rows)


def _stern(desk: Desk, right: Determination) -> Decision:
    """Refuse by the first exclusion that the wording has, unless the claim asks for something else than money."""
    if right.disposition is Disposition.REJECT:
        return _careful(desk, right)
    exclusion = next(
        (one for one in desk.form.provisions if one.kind is ProvisionKind.EXCLUSION), desk.form.provisions[0]
    )
    return Decision(disposition=Disposition.REJECT, lead=exclusion.id, cites=(exclusion.id,))


PLAYERS: Mapping[str, Player] = {
    "careful": _careful,
    "quick": _quick,
    "forgetful": _forgetful,
    "generous": _generous,
    "stern": _stern,
}
