"""A whole assessment on the real library: planned, fixed, sat by the follower and a robot, reported, reviewed."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from simulator.authoring.parse import read_scenarios
from simulator.authoring.robots import ROBOTS
from simulator.desk.state import Status
from simulator.domain.decision import Disposition
from simulator.domain.dice import Dice
from simulator.errors import Conflict, Invalid, NotFound
from simulator.json_codec import to_json
from simulator.paths import scenarios_folder
from simulator.persistence.candidates import Candidate, items_of_sitting, sitting_of
from simulator.practice import skills
from simulator.scoring.path import next_acts
from simulator.scoring.weights import load
from simulator.services import assessments as service
from simulator.services import shifts
from simulator.services.assessments import Draft, NotYet, StalePlan, Standards
from simulator.services.scenarios import Stock

LIBRARY = scenarios_folder()


@pytest.fixture(scope="module")
def standards(content):
    found = skills.load((LIBRARY / "skills.yaml").read_text("utf-8"))
    stock = Stock(
        content=content,
        shipped=read_scenarios(LIBRARY / "library"),
        folder=LIBRARY,
        skills=tuple(one.id for one in found.skills),
        weights=load((LIBRARY / "scoring.yaml").read_text("utf-8")),
    )
    return Standards(stock=stock, skills=found, folder=LIBRARY)


@pytest.fixture
def draft(standards):
    blueprint = standards.blueprints["motor-ee"]
    return Draft(title=" Claims  trainee ", blueprint=blueprint, notice_en="Kept so.", notice_et="Hoitakse nii.")


@pytest.fixture
def planned(session, draft, people, now):
    return service.begin(session, draft, assessment_id=uuid4(), person=people["rae"], now=now)


@pytest.fixture
def assessment(session, planned, people, standards, now):
    service.fix(session, planned, revision=1, person=people["rae"], standards=standards, now=now)
    return service.own_assessment(session, planned, people["rae"])


@pytest.fixture
def sit(session, candidate, come, standards, now):
    """Let a candidate begin; return the person."""

    def begin(short, more_time=0):
        person = come(candidate(short, more_time))
        service.begin_sitting(session, person, standards=standards, now=now, language="et")
        return person

    return begin


@pytest.fixture
def work(session, standards, now):
    """Work on every claim of a sitting as *acts* says, and hand it in."""

    def through(person, acts, most=99):
        minute = timedelta(minutes=1)
        for n, item in enumerate(items_of_sitting(session, sitting_of(session, person.id).candidate.id)[:most]):
            desk = shifts.desk_of(session, item.id, person_id=person.id, library=standards.content.library)
            acts(desk, now + n * minute)
        service.hand_in(session, person, now=now + timedelta(hours=1))

    return through


@pytest.fixture
def follow(session, standards):
    def through(desk, at):
        while desk.state.status is not Status.DECIDED:
            acts = next_acts(desk.state, desk.exercise, desk.rules)
            desk = shifts.act(session, desk, acts, weights=standards.weights, now=at)

    return through


@pytest.fixture
def reject(session, standards):
    def through(desk, at):
        state = ROBOTS["always_reject"](desk.exercise, desk.rules, Dice(1))
        acts = [(action.kind, action.data) for action in state.actions[2:]]
        shifts.act(session, desk, acts, weights=standards.weights, now=at)

    return through


def of(session, person):
    return session.query(Candidate).filter_by(person_id=person.id).one()


def test_a_draft_is_saved_with_its_revision_and_never_over_another(session, planned, draft, people, now):
    rae = people["rae"]
    assert service.own_assessment(session, planned, rae).title == "Claims trainee"
    assert service.save(session, planned, draft, revision=1, person=rae, now=now) == 2
    with pytest.raises(StalePlan):
        service.save(session, planned, draft, revision=1, person=rae, now=now)


def test_what_cannot_be_drawn_is_not_fixed_and_says_why(session, draft, people, standards, now):
    many = replace(draft.blueprint, claims=90, cells=(replace(draft.blueprint.cells[0], claims=90),))
    plan = service.begin(
        session, replace(draft, blueprint=many), assessment_id=uuid4(), person=people["rae"], now=now
    )  # fmt: skip
    with pytest.raises(NotYet) as error:
        service.fix(session, plan, revision=1, person=people["rae"], standards=standards, now=now)
    assert {one.name for one in error.value.faults} >= {"most", "few"}


def test_a_fixed_plan_is_the_same_for_everybody(session, assessment, draft, people, now):
    with pytest.raises(Conflict, match="fixed"):
        service.save(session, assessment.id, draft, revision=2, person=people["rae"], now=now)


def test_the_follower_has_everything_right_and_a_robot_that_refuses_everything_does_not_pass(
    session, assessment, sit, work, follow, reject, people, standards, now
):
    cal, noor = sit("cal"), sit("noor", more_time=50)
    work(cal, follow)
    work(noor, reject)
    asked = {"person": people["rae"], "standards": standards, "now": now + timedelta(hours=2)}
    right, wrong = (service.report_for(session, of(session, one).id, **asked) for one in (cal, noor))
    assert right.measured.interval.score == 100
    assert wrong.measured.interval.score < 70
    assert (right.conditions.language, right.conditions.market, right.undecided) == ("et", "ee", ())
    assert service.report_for(session, of(session, cal).id, **asked) == right
    for words in ("more_time", "Noor", "noor@", "1.5", "90"):
        assert words not in to_json(wrong.conditions)


def test_two_candidates_have_forms_of_equal_structure_with_people_of_their_own(session, sit, assessment):
    cal, noor = sit("cal"), sit("noor")
    forms = [items_of_sitting(session, of(session, one).id) for one in (cal, noor)]
    assert [len(form) for form in forms] == [12, 12]
    assert len({item.scenario_id for item in forms[0]}) == 12
    assert not {item.exercise_hash for item in forms[0]} & {item.exercise_hash for item in forms[1]}


def test_what_was_sent_on_in_the_last_minute_counts_as_the_supervisor_answers(
    session, assessment, sit, work, people, standards, now
):
    def send_on_at_once(desk, at):
        acts = next_acts(desk.state, desk.exercise, desk.rules)
        shifts.act(session, desk, acts, weights=standards.weights, now=at)

    person = sit("cal")
    work(person, send_on_at_once)
    found = service.report_for(
        session, of(session, person).id, person=people["rae"], standards=standards, now=now + timedelta(hours=2)
    )
    escalated = [one for one in found.claims if one.act is Disposition.ESCALATE]
    assert [(one.is_decided, one.total) for one in escalated] == [(True, 100)] * len(escalated)
    assert len(escalated) >= 1
    assert len(found.undecided) >= 1, "what was asked for and is not answered yet is no decision"


def test_what_was_not_decided_counts_nought_and_is_named(
    session, assessment, sit, work, follow, people, standards, now
):
    cal = sit("cal")
    work(cal, follow, most=9)
    found = service.report_for(
        session, of(session, cal).id, person=people["rae"], standards=standards, now=now + timedelta(hours=2)
    )
    assert (found.measured.interval.score, found.undecided) == (75, (10, 11, 12))


def test_there_is_no_report_and_nothing_to_review_before_the_end(session, assessment, sit, people, standards, now):
    cal = of(session, sit("cal"))
    with pytest.raises(Conflict):
        service.report_for(session, cal.id, person=people["rae"], standards=standards, now=now)
    with pytest.raises(Conflict):
        service.open_evidence(session, cal.id, person=people["rae"], now=now)


def test_the_evidence_is_opened_before_anybody_decides_and_a_reason_is_given(
    session, assessment, sit, work, follow, people, raul, standards, now
):
    person, rae = sit("cal"), people["rae"]
    work(person, follow)
    cal, later = of(session, person), now + timedelta(hours=2)
    with pytest.raises(Conflict, match="Open the evidence first"):
        service.decide(session, cal.id, "interview", "Exact.", person=rae, now=later)
    service.open_evidence(session, cal.id, person=rae, now=later)
    service.open_evidence(session, cal.id, person=rae, now=later + timedelta(hours=1))
    for decision, reason in (("rejected", "So."), ("interview", " ")):
        with pytest.raises(Invalid):
            service.decide(session, cal.id, decision, reason, person=rae, now=later)
    assert service.own_result(session, person, standards=standards, now=later) is None
    service.decide(session, cal.id, "interview", "Claims 3 and 7: asks first.", person=rae, now=later)
    mine = service.reviews_of(session, [cal.id], person=rae)[cal.id]
    assert (mine.opened_at, mine.decision) == (later, "interview")
    for act in (
        lambda: service.open_evidence(session, cal.id, person=raul, now=later),
        lambda: service.report_for(session, cal.id, person=raul, standards=standards, now=later),
    ):
        with pytest.raises(NotFound):
            act()
    service.share(session, assessment.id, "raul@example.com", person=rae, now=later)
    service.open_evidence(session, cal.id, person=raul, now=later)
    assert service.reviews_of(session, [cal.id], person=raul)[cal.id].decision == ""


def test_a_candidate_sees_the_own_result_and_all_that_is_kept(
    session, assessment, sit, work, follow, people, standards, now
):
    person, rae, later = sit("cal", more_time=50), people["rae"], now + timedelta(hours=2)
    work(person, follow)
    cal = of(session, person)
    service.open_evidence(session, cal.id, person=rae, now=later)
    service.decide(session, cal.id, "interview", "Asks first.", person=rae, now=later)
    result = service.own_result(session, person, standards=standards, now=later)
    assert result.interval.score == 100
    record = json.loads(json.dumps(service.own_record(session, person)))
    assert record["invitation"]["more_time_percent"] == 50
    assert [len(one["acts"]) > 3 for one in record["claims"]] == [True] * 12
    assert record["reviews"][0]["reason"] == "Asks first."


def test_practice_claims_are_new_each_time_and_in_nobodys_form(session, assessment, candidate, come, standards, now):
    person = come(candidate("cal"))
    tried = [service.try_practice(session, person, standards=standards, now=now) for _ in range(2)]
    assert len(set(tried)) == 2
    service.begin_sitting(session, person, standards=standards, now=now)
    with pytest.raises(Conflict, match="begun"):
        service.try_practice(session, person, standards=standards, now=now)
    assert not set(tried) & {item.id for item in items_of_sitting(session, of(session, person).id)}


def test_a_closed_assessment_begins_with_nobody_but_lets_who_has_begun_go_on(
    session, assessment, candidate, come, sit, people, standards, now
):
    going, waiting = sit("cal"), come(candidate("noor"))
    service.close(session, assessment.id, person=people["rae"], now=now)
    with pytest.raises(Conflict, match="closed"):
        service.begin_sitting(session, waiting, standards=standards, now=now)
    assert service.go_on(session, going, now=now) is not None
