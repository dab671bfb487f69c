"""A robot plays every scenario of the library through the real forms, as the determination says: it gets full marks."""

import re
from uuid import UUID

import pytest
from sqlalchemy import select

from simulator.authoring.checks import Unfit, verified
from simulator.authoring.parse import read_scenarios
from simulator.desk.actions import ActionKind
from simulator.desk.sending import decision_from
from simulator.desk.state import Status
from simulator.json_codec import to_json
from simulator.paths import scenarios_folder
from simulator.persistence.items import StoredScorecard
from simulator.scoring.path import next_acts
from simulator.services.shifts import desk_of, take_up

SCENARIOS = read_scenarios(scenarios_folder() / "library")


@pytest.fixture
def tess(visit):
    return visit("tess")


@pytest.fixture
def worked(tess, session, content, typed):
    """Play an item of Tess's desk to its end as is right, and return the page."""

    def work(item_id):
        follower, person_id = Follower(tess, f"/items/{item_id}", typed), tess.person.id
        while True:
            desk = desk_of(session, item_id, person_id=person_id, library=content.library)
            session.rollback()
            if desk.state.status is Status.DECIDED:
                return tess.get(follower.path)
            follower.do(next_acts(desk.state, desk.exercise, desk.rules))

    return work


@pytest.fixture
def played(tess, session, content, now, worked):
    """Put an exercise on Tess's desk, play it to its end as is right, and return the item and the page."""

    def play(scenario, market):
        exercise, determination = servable(scenario, market, content)
        item_id = take_up(
            session,
            person_id=tess.person.id,
            exercise=exercise,
            determination=determination,
            scenario_body=to_json(scenario),
            library=content.library,
            now=now,
        )
        return item_id, worked(item_id)

    return play


def servable(scenario, market, content):
    for seed in range(1, 40):
        try:
            return verified(scenario, seed, market=market, content=content)
        except Unfit:
            continue
    raise AssertionError(f"no seed of {scenario.file} can be served")


class Follower:
    """Reads every paper, pins, cites and ties, fills in the form and sends it; sets only what the page offers."""

    def __init__(self, visit, path, typed):
        self.visit, self.path, self.typed = visit, path, typed

    def do(self, acts):
        kind, data = acts[-1]
        if kind is ActionKind.DECIDE:
            flags = [one["pin"] for what, one in acts if what is ActionKind.FLAG]
            self.decide(decision_from(data["decision"]), flags)
        else:
            assert self.visit.post(f"{self.path}/{kind}", self.filled({})).status_code == 303

    def decide(self, decision, flags):
        form = self.filled({})
        for paper in re.findall(r'formaction="([^"]*/open/[^"]*)" data-paper', self.visit.get(self.path).text):
            opened = self.visit.post(paper, form, headers={"X-Desk": "autosave"})
            assert opened.status_code == 200
            form["revision"] = str(opened.json["revision"])
        flags = [*self.filled({}).get("flag", []), *flags]
        pins = [*dict.fromkeys((*decision.pins, *flags))]
        self.save(self.filled({"pin": pins, "cite": list(decision.cites)}))
        if flags:
            self.save(self.filled({"flag": flags}))
        self.save(self.filled({f"tie.{pin}": to for pin, to in decision.ties.items()}))
        for _ in decision.asked[1:]:
            self.save(self.filled(self.typed(decision)) | {"more": "1"})
        answer = self.visit.post(f"{self.path}/decision", self.filled(self.typed(decision)))
        assert answer.status_code == 303, re.findall(r'<li><a href="#[^<]*', answer.text)

    def save(self, sent):
        assert self.visit.post(f"{self.path}/save", sent).status_code == 303

    def filled(self, wanted):
        """Return the form as it stands with *wanted* chosen from what it offers; what is not there yet is left."""
        page = self.visit.get(self.path, query_string={"more": "1", "meanwhile": "1"})
        read = self.visit.read(page)
        form, offered = read.sent, read.offered
        for name, value in wanted.items():
            if name not in form and name not in offered:
                assert name.startswith("ask."), f"the form has no field {name}"
                continue
            values = value if isinstance(value, list) else [value]
            assert name not in offered or set(values) <= set(offered[name]), (name, values)
            form[name] = value
        return form


@pytest.mark.parametrize(
    ("scenario", "market"),
    [(scenario, market) for scenario in SCENARIOS for market in scenario.markets],
    ids=lambda one: one if isinstance(one, str) else one.file.rpartition("/")[2].removesuffix(".yaml"),
)
def test_whoever_follows_the_determination_gets_full_marks(played, session, scenario, market):
    item_id, page = played(scenario, market)
    assert "Recorded" in page.text
    cards = session.scalars(select(StoredScorecard).where(StoredScorecard.item_id == item_id)).all()
    assert [card.total for card in cards] == [100], [card.body for card in cards]


@pytest.mark.parametrize(
    ("market", "provision"), [("ee", "in_force"), ("ee", "notice"), ("us", "alcohol"), ("us", "inspect")]
)
def test_whoever_follows_the_determination_gets_full_marks_on_a_drill_and_its_twin(
    tess, worked, session, market, provision
):
    wanted = {"form": "motor_own_damage", "market": market, "provision": provision}
    drill = item_of(tess.post("/drills", wanted))
    worked(drill)
    tess.post(f"/items/{drill}/debrief")
    twin = item_of(tess.post(f"/items/{drill}/twin"))
    worked(twin)
    assert [total_of(session, one) for one in (drill, twin)] == [100, 100]


def item_of(answer):
    assert answer.status_code == 303, answer.status_code
    return UUID(answer.location.rpartition("/")[2])


def total_of(session, item_id):
    total = session.scalar(select(StoredScorecard.total).where(StoredScorecard.item_id == item_id))
    session.rollback()
    return total
