"""Comments and adjusted scores: of one's own people, on finished claims, with the score before kept."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import select

from simulator.desk.actions import ActionKind
from simulator.desk.sending import decision_data
from simulator.domain.decision import Decision, Disposition, Row
from simulator.errors import Invalid, NotFound
from simulator.json_codec import from_json
from simulator.paths import scenarios_folder
from simulator.persistence.audit import AuditRow
from simulator.persistence.reviews import adjustments_of, comments_on, scorecards_of
from simulator.scoring.scorecard import Scorecard
from simulator.scoring.weights import load
from simulator.services import shifts
from simulator.services.groups import add_member, create_group, remove_member
from simulator.services.reviewing import Rescored, adjust, comment


@pytest.fixture(scope="module")
def weights():
    return load((scenarios_folder() / "scoring.yaml").read_text("utf-8"))


@pytest.fixture
def group(session, people, now):
    ines = people["ines"].id
    made = create_group(session, "Newcomers", leader_id=ines, group_id=uuid4(), now=now)
    add_member(session, made, "tess@example.com", leader_id=ines, now=now)
    return made


@pytest.fixture
def finished(claim, session, people, motor_content, motor_exercise, weights, now):
    """A claim that somebody paid as it was claimed, closed or only decided: ``finished("tess")``."""

    def finish(short="tess", *, is_closed=True):
        item_id = claim(short)
        rows = {line.id: Row(accepted=line.claimed) for line in motor_exercise.file.lines}
        decision = Decision(disposition=Disposition.APPROVE, rows=rows, offs={"deductible": Decimal(300)})
        acts = [(ActionKind.DECIDE, decision_data(decision))] + ([(ActionKind.CLOSE, {})] if is_closed else [])
        for act in acts:
            desk = shifts.desk_of(session, item_id, person_id=people[short].id, library=motor_content.library)
            shifts.act(session, desk, [act], weights=weights, now=now)
        return item_id

    return finish


@pytest.fixture
def say(session, people, now):
    def said(item_id, text="Look at the wear.", criterion="amount", by="ines", comment_id=None, at=now):
        name = comment_id or uuid4()
        comment(session, item_id, criterion, text, leader_id=people[by].id, comment_id=name, now=at)

    return said


@pytest.fixture
def change(session, people, now):
    def changed(item_id, points, criterion="amount", reason="The pin stands on the other paper.", by="ines", of=1):
        adjust(session, item_id, criterion, points, reason, of=of, leader_id=people[by].id, now=now)

    return changed


def card(session, item_id, n=-1):
    session.rollback()
    return from_json(Scorecard, scorecards_of(session, item_id)[n].body)


def test_a_comment_stands_on_its_criterion_or_on_the_whole(session, group, finished, say, now):
    item_id = finished()
    say(item_id)
    say(item_id, "  Well read.\r\nGo on. ", criterion="", at=now + timedelta(minutes=1))
    assert [(one.criterion, one.text, one.by) for one in comments_on(session, item_id)] == [
        ("amount", "Look at the wear.", "Ines Kask"), ("", "Well read.\nGo on.", "Ines Kask"),
    ]  # fmt: skip
    assert "commented" in session.scalars(select(AuditRow.act)).all()


def test_a_comment_that_is_sent_twice_stands_once(session, group, finished, say):
    item_id, name = finished(), uuid4()
    for _ in range(2):
        say(item_id, comment_id=name)
    assert len(comments_on(session, item_id)) == 1


@pytest.mark.parametrize("text", ["", " \n ", "x" * 2001])
def test_a_comment_says_something(group, finished, say, text):
    with pytest.raises(Invalid):
        say(finished(), text)


def test_a_score_is_adjusted_with_a_reason_and_the_old_one_is_kept(session, group, finished, change):
    item_id = finished()
    before = card(session, item_id)
    change(item_id, 20)
    first, last = card(session, item_id, 0), card(session, item_id)
    assert first == before
    assert last.criterion("amount").points == 20
    assert last.total == before.total + 20 - before.criterion("amount").points
    assert sum(one.points for one in last.criteria) == last.total
    (told,) = adjustments_of(session, item_id)
    assert (told.n, told.points_before, told.points_after, told.by) == (
        2, before.criterion("amount").points, 20, "Ines Kask",
    )  # fmt: skip
    row = session.scalars(select(AuditRow).where(AuditRow.act == "score_adjusted")).one()
    assert row.subject == str(item_id)


def test_a_double_click_adjusts_once_and_an_old_page_is_told(session, group, finished, change):
    item_id = finished()
    change(item_id, 3)
    with pytest.raises(Rescored):
        change(item_id, 4)
    session.rollback()
    change(item_id, 4, of=2)
    assert [one.n for one in scorecards_of(session, item_id)] == [1, 2, 3]


def test_two_windows_at_once_do_not_both_adjust(session, group, finished, change, monkeypatch):
    item_id = finished()
    old = scorecards_of(session, item_id)[0]
    change(item_id, 3)
    monkeypatch.setattr("simulator.services.reviewing.scorecard_of", lambda *how: old)
    with pytest.raises(Rescored):
        change(item_id, 4)
    session.rollback()
    assert len(scorecards_of(session, item_id)) == 2


@pytest.mark.parametrize(("points", "reason"), [(-1, "why"), (101, "why"), (3, ""), (3, "x" * 1001)])
def test_points_that_cannot_be_and_no_reason_change_nothing(session, group, finished, change, points, reason):
    item_id = finished()
    with pytest.raises(Invalid):
        change(item_id, points, reason=reason)
    session.rollback()
    assert len(scorecards_of(session, item_id)) == 1


def test_the_points_that_there_are_already_are_no_change(session, group, finished, change):
    item_id = finished()
    with pytest.raises(Invalid):
        change(item_id, card(session, item_id).criterion("amount").points)


def test_nobody_says_anything_of_other_peoples_claims(session, people, group, finished, say, change, now):
    tess, tom = finished("tess"), finished("tom")
    for by, item_id in (("rae", tess), ("ines", tom), ("tess", tess), ("ines", uuid4())):
        with pytest.raises(NotFound):
            say(item_id, by=by)
        with pytest.raises(NotFound):
            change(item_id, 3, by=by)
    remove_member(session, group, people["tess"].id, leader_id=people["ines"].id, now=now)
    with pytest.raises(NotFound):
        say(tess)


def test_a_claim_whose_debrief_is_not_open_and_a_criterion_that_it_has_not_are_not_there(group, finished, say, change):
    closed, decided = finished(), finished(is_closed=False)
    for item_id, criterion in ((decided, "amount"), (closed, "escalation"), (closed, "no such thing")):
        with pytest.raises(NotFound):
            say(item_id, criterion=criterion)
        with pytest.raises(NotFound):
            change(item_id, 3, criterion=criterion)
