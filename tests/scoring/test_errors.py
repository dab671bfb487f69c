"""Errors on the file: found, missed, flagged without need; one that was met at an earlier act still counts."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from simulator.coverage.determination import Determination, Flag
from simulator.desk.actions import ActionKind, numbered
from simulator.desk.fold import fold
from simulator.domain.decision import Row
from simulator.json_codec import from_json, to_json
from simulator.scoring.criteria.disputes import beside, disputed
from simulator.scoring.debrief import Taught, debrief
from simulator.scoring.debrief.model import Find, Outcome, Tone
from simulator.scoring.scorecard import Scorecard, reviews_of, score

TWICE = Flag(about="billed_twice", pins=("invoice#number", "invoice#total"))
KEYED = Flag(about="plate", pins=("record#plate",))
NOTE = "first_notice#policyholder"


@pytest.fixture
def scored(motor, right):
    """Score the follower on a file with those errors, of which those places were flagged."""

    def work(errors, flagged):
        claim = motor(right.approval(flags=tuple(errors)))
        state = replace(claim.worked(claim.followed()), flags=tuple(flagged))
        return claim, state, claim.scored(state)

    return work


def share(scored, errors, flagged):
    criterion = scored(errors, flagged)[2].criterion("errors")
    return None if criterion is None else criterion.share


@pytest.mark.parametrize(
    ("errors", "flagged", "expected"),
    [
        ([TWICE], ["invoice#total"], 1),
        ([TWICE], ["invoice#number", "invoice#total"], 1),
        ([TWICE], [], 0),
        ([TWICE, KEYED], ["record#plate"], Fraction(1, 2)),
        ([TWICE, KEYED], ["record#plate", "invoice#number"], 1),
        ([TWICE], ["invoice#total", NOTE], 1),
        ([TWICE], ["invoice#total", NOTE, "first_notice#phone", "first_notice#email"], Fraction(1, 2)),
        ([TWICE], [NOTE, "first_notice#phone", "first_notice#email"], 0),
        ([], [NOTE, "first_notice#phone", "first_notice#email"], None),
        ([], [NOTE], None),
        ([], [], None),
    ],
)
def test_an_error_counts_once_and_a_second_false_alarm_costs(scored, errors, flagged, expected):
    assert share(scored, errors, flagged) == expected


def test_points_add_up_to_a_hundred_with_and_without_errors(scored):
    for errors in ([], [TWICE], [TWICE, KEYED]):
        card = scored(errors, [flag.pins[0] for flag in errors])[2]
        assert card.total == sum(one.most for one in card.criteria) == 100


def test_on_a_file_without_errors_flags_count_as_spare_pins(scored, weights):
    flags = [NOTE, "first_notice#phone", "first_notice#email", "invoice#number"]
    shares = [scored([], flags[:n])[2].criterion("evidence").share for n in range(5)]
    costs = weights.part("evidence", "spare_costs")
    assert shares == [
        1,
        1,
        1,
        1 - costs * weights.part("evidence", "pins"),
        1 - 2 * costs * weights.part("evidence", "pins"),
    ]
    because = scored([], flags[:1])[2].criterion("evidence").because
    assert "Flagged though right: first notice: name of the policyholder." in because.en
    assert "Veaks märgitud, kuigi õige: " in because.et


@pytest.mark.parametrize("errors", [[], [TWICE]])
def test_no_flag_on_what_is_right_ever_wins_a_point(motor, right, errors):
    claim = motor(right.approval(flags=tuple(errors)))
    poor = replace(claim.followed(), rows=right.rows(L1=Row(accepted=Decimal(5))), cites=(), reason="")
    state = claim.worked(poor, opened=("first_notice",))
    flags = (NOTE, "first_notice#phone", "first_notice#email", "invoice#number", "police_report#number")
    totals = [claim.scored(replace(state, flags=tuple(errors and TWICE.pins) + flags[:n])).total for n in range(6)]
    assert totals == sorted(totals, reverse=True)


def test_what_was_found_and_missed_is_named(scored):
    _, _, card = scored([TWICE, KEYED], ["record#plate", NOTE])
    because = card.criterion("errors").because
    assert because.en == (
        "Found: plate (keyed wrong). Overlooked: billed twice (invoice). "
        "Flagged though right: first notice: name of the policyholder."
    )
    assert "Leitud: " in because.et
    assert "Kahe silma vahele jäi: " in because.et
    assert "Veaks märgitud, kuigi õige: " in because.et
    assert card.criterion("errors").rows == ("billed_twice",)


def test_the_measures_count_errors_and_false_alarms(scored):
    measures = scored([TWICE, KEYED], ["record#plate", NOTE])[2].measures
    assert (measures.errors, measures.errors_found, measures.false_alarms) == (2, 1, 1)


@pytest.mark.parametrize(
    ("errors", "flagged", "value", "note", "tone"),
    [
        ([TWICE, KEYED], ["record#plate", NOTE], "1 of 2", "Overlooked: 1; Flagged though right: 1", Tone.WRONG),
        ([TWICE], ["invoice#total"], "1 of 1", "Nothing wrong on the file stays unseen", Tone.RIGHT),
        ([], [NOTE], "–", "Nothing on this file was wrong; Flagged though right: 1", Tone.PARTLY),
    ],
)
def test_the_debrief_counts_what_was_found(scored, errors, flagged, value, note, tone):
    claim, state, card = scored(errors, flagged)
    around = {"exercise": claim.exercise, "rules": claim.rules, "weights": claim.weights, "taught": Taught()}
    found = debrief(state, claim.rights(state), card, **around).measures[3]
    assert (found.value.en, found.note.en, found.tone) == (value, note, tone)


@pytest.mark.parametrize(
    ("errors", "flagged", "yours", "model", "find"),
    [
        (
            [KEYED],
            ["record#plate"],
            "Flagged: plate (keyed wrong)",
            "Flag what is wrong: plate (keyed wrong)",
            Find.FOUND,
        ),
        ([KEYED], [], "–", "Flag what is wrong: plate (keyed wrong)", Find.MISSED),
        ([], [NOTE], "Flagged though right: first notice: name of the policyholder.", "–", Find.SPARE),
    ],
)
def test_flagging_is_a_step_of_the_path(scored, errors, flagged, yours, model, find):
    claim, state, card = scored(errors, flagged)
    around = {"exercise": claim.exercise, "rules": claim.rules, "weights": claim.weights, "taught": Taught()}
    path = debrief(state, claim.rights(state), card, **around).path
    assert (yours, model, find) in [(row.yours.en, row.model.en, row.find) for row in path.rows]


def test_the_debrief_counts_no_errors_where_there_were_none(scored):
    claim, state, card = scored([], [])
    around = {"exercise": claim.exercise, "rules": claim.rules, "weights": claim.weights, "taught": Taught()}
    assert len(debrief(state, claim.rights(state), card, **around).measures) == 3


def test_a_pin_that_shows_an_error_is_never_spare(motor, right):
    claim = motor(right.approval(flags=(TWICE,)))
    pins = (*claim.followed().pins, "invoice#number", "invoice#total")
    assert claim.share("evidence", replace(claim.followed(), pins=pins)) == claim.share("evidence", claim.followed())
    clean = motor(right.approval())
    spare = clean.card(replace(clean.followed(), pins=(*pins, "first_notice#phone"))).criterion("evidence")
    assert "3 spare" in spare.because.en


@pytest.mark.parametrize(("flagged", "expected"), [(("invoice#total",), 1), ((), 0)])
def test_an_error_met_at_an_earlier_act_counts_though_the_reply_put_it_right(motor, right, flagged, expected):
    claim = motor(right.request(flags=(TWICE,)))
    state = claim.worked(claim.followed())
    acts = (*state.acts, replace(state.acts[-1], n=state.acts[-1].n + 1))
    later = replace(state, acts=acts, flags=flagged)
    rights = (right.request(flags=(TWICE,)), right.approval())
    around = {"exercise": claim.exercise, "rules": claim.rules}
    first, last = reviews_of(later, rights, claim.weights, **around)
    assert first.flags == last.flags == (TWICE,)
    assert score(later, rights, claim.weights, **around).criterion("errors").share == expected


def test_a_flag_that_was_taken_back_counts_for_nothing(motor, right):
    claim = motor(right.approval(flags=(TWICE,)))
    form = claim.rules.form_for(claim.exercise.file)
    log = list(claim.worked(claim.followed(), flags=("invoice#total", NOTE)).actions)
    back = [(ActionKind.UNFLAG, {"pin": place}) for place in ("invoice#total", NOTE)]
    acts = [(action.kind, action.data) for action in log[:-1]] + back + [(log[-1].kind, log[-1].data)]
    state = fold(
        claim.exercise, numbered(acts, after=0, at=claim.exercise.file.as_of), form=form, guide=claim.rules.guide
    )
    card = claim.scored(state)
    assert card.criterion("errors").share == 0
    assert card.measures.false_alarms == 0


def test_what_two_papers_state_differently_is_no_false_alarm(motor, right):
    claim = motor(right.approval())
    file = claim.exercise.file
    notice = file.paper("first_notice")
    other = replace(notice, fields={**notice.fields, "occurred_on": "2026-03-02"})
    disputed = replace(file, papers=tuple(other if paper is notice else paper for paper in file.papers))
    state = claim.worked(claim.followed())
    state = replace(
        state,
        flags=("first_notice#occurred_on", "police_report#occurred_on", "first_notice#phone"),
        acts=tuple(replace(sent, file=disputed) for sent in state.acts),
    )
    around = {"exercise": claim.exercise, "rules": claim.rules}
    card = score(state, (right.approval(),), claim.weights, **around)
    assert card.measures.false_alarms == 1


def test_the_debrief_shows_each_error_with_its_places(scored):
    claim, state, card = scored([TWICE, KEYED], ["record#plate", NOTE])
    around = {"exercise": claim.exercise, "rules": claim.rules, "weights": claim.weights, "taught": Taught()}
    page = debrief(state, claim.rights(state), card, **around)
    assert [(row.find, row.places) for row in page.errors] == [
        (Find.MISSED, TWICE.pins),
        (Find.FOUND, KEYED.pins),
        (Find.SPARE, (NOTE,)),
    ]
    assert page.verdict.outcome is Outcome.NEARLY
    assert page.lessons.first.en.startswith("An error on the file went unnoticed")
    assert "whoever works on it next may build on it" in page.lessons.cost.en
    assert "add up every sum" in page.lessons.next_time.en
    assert [slip.en for slip in next(row for row in page.criteria if row.id == "errors").slips] == [
        "Billed twice. Invoice (24\xa0Mar 2026): 2026-0318, €2,338.64."
    ]


def test_too_many_flags_on_a_clean_file_are_the_first_slip(scored):
    claim, state, card = scored([], [NOTE, "first_notice#phone", "first_notice#email"])
    around = {"exercise": claim.exercise, "rules": claim.rules, "weights": claim.weights, "taught": Taught()}
    page = debrief(state, claim.rights(state), card, **around)
    assert page.lessons.first.en == "Too much was flagged as wrong that is right."


def test_a_scorecard_from_before_errors_were_counted_can_be_read(scored):
    card = scored([], [])[2]
    text = to_json(card)
    old = text
    for name in ("errors", "errors_found", "false_alarms"):
        old = old.replace(f',"{name}":0', "")
    assert old != text
    assert from_json(Scorecard, old) == card


def test_an_error_that_looks_otherwise_after_a_reply_is_still_one(motor, right):
    claim = motor(right.request(flags=(TWICE,)))
    state = claim.worked(claim.followed())
    later = replace(state, acts=(*state.acts, replace(state.acts[-1], n=state.acts[-1].n + 1)))
    grown = Flag(about=TWICE.about, pins=("invoice#total", "invoice_2#total"))
    rights = (right.request(flags=(TWICE,)), right.approval(flags=(grown, KEYED)))
    around = {"exercise": claim.exercise, "rules": claim.rules}
    last = reviews_of(later, rights, claim.weights, **around)[-1]
    places = ("invoice#number", "invoice#total", "invoice_2#total")
    assert last.flags == (Flag(about=TWICE.about, pins=places), KEYED)


def test_a_replaced_paper_does_not_dispute_the_one_that_replaced_it(motor, right):
    claim = motor(right.approval())
    notice = claim.exercise.file.paper("first_notice")
    corrected = replace(
        notice, id="first_notice_2", replaces="first_notice", fields={**notice.fields, "occurred_on": "2026-03-02"}
    )
    file = replace(claim.exercise.file, papers=(notice, corrected), record={})
    review = replace(claim.review(claim.followed()), file=file)
    assert "first_notice#occurred_on" in disputed(review)
    assert "first_notice_2#occurred_on" not in disputed(review)
    assert {"first_notice#occurred_on", "first_notice_2#occurred_on"} <= set(beside(review, "first_notice#occurred_on"))


def test_a_determination_stored_before_there_were_flags_asks_for_none(motor, right):
    stored = to_json(right.approval())
    assert '"flags":[],' in stored
    old = from_json(Determination, stored.replace('"flags":[],', ""))
    assert motor(old).card(motor(old).followed()).criterion("errors") is None
