"""What a determination carries beside the outcome: needs, cites, rows of the sheet, requests, the trace."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from simulator.coverage.cases import Case, read_cases
from simulator.coverage.determination import Determination
from simulator.coverage.determine import determine
from simulator.coverage.library import Library
from simulator.coverage.rules import compile_rules, sheet_offs, smallest_guide
from simulator.domain.decision import Disposition
from simulator.domain.papers import Paper
from simulator.json_codec import from_json, from_plain, to_json, to_plain
from simulator.paths import scenarios_folder

REFERENCE = Path(__file__).parent / "determinations" / "reference.yaml"
ERRORS = Path(__file__).parent / "determinations" / "language" / "errors.yaml"
GUIDED = Path(__file__).parent / "determinations" / "engine" / "guide.yaml"


def case_of(path: Path, name: str) -> Case:
    cases = read_cases(path, lambda: Library.read(scenarios_folder()))
    return next(case for case in cases if case.name == name)


def found(path: Path, name: str) -> Determination:
    case = case_of(path, name)
    return determine(case.rules, case.claim, role=case.role)


def needed(determination: Determination) -> dict[str, str]:
    return {f"{need.line}.{need.fact}" if need.line else need.fact: need.provision for need in determination.needs}


def test_a_refusal_needs_what_its_leading_ground_rests_on() -> None:
    refused = found(REFERENCE, "Over half a per mille it does")
    assert needed(refused) == {"alcohol": "alcohol", "cause": "alcohol"}  # the driver is presumed and has no pin
    assert refused.cites == ("alcohol",)
    assert refused.reasons == ("exclusion.alcohol",)


def test_a_refusal_for_the_period_needs_the_end_that_was_missed_alone() -> None:
    refused = found(REFERENCE, "A loss the day before cover began is refused, whatever else is open")
    assert needed(refused) == {"occurred_on": "in_force", "start_on": "in_force"}
    assert [need.pins for need in refused.needs] == [("claim_form#occurred_on",), ("declarations#start_on",)]


def test_an_approval_needs_the_event_what_nearly_bit_and_what_came_off() -> None:
    paid = found(REFERENCE, "A harmful delay of a day reduces by a fifth, then the deductible comes off")
    assert needed(paid) == {
        "occurred_on": "in_force",
        "start_on": "in_force",
        "end_on": "in_force",
        "cause": "event",
        "reported_on": "notice",
        "prejudice": "notice",
        "deductible": "deductible",
    }
    assert set(paid.cites) == {"event", "notice", "deductible"}


def test_an_approval_does_not_need_the_amounts_that_were_merely_claimed() -> None:
    paid = found(REFERENCE, "Notice on the tenth day is in time")
    assert "L1.repair" not in needed(paid)
    assert "market_value" not in needed(paid)
    assert "reported_on" not in needed(paid)


def test_an_approval_saved_by_a_write_back_needs_the_write_back() -> None:
    paid = found(REFERENCE, "Hail does the damage whoever drove with alcohol")
    assert needed(paid)["alcohol"] == "alcohol"
    assert "alcohol" in paid.cites


def test_an_approval_at_the_market_value_needs_the_market_value_and_not_the_repair() -> None:
    paid = found(REFERENCE, "On a total loss the market value less the wreck is paid, never over the insured value")
    assert needed(paid)["market_value"] == "basis"
    assert needed(paid)["wreck_value"] == "basis"
    assert "basis" in paid.cites
    assert "limit" not in paid.cites


def test_a_request_needs_what_is_stated_and_disputed(determined: Callable[[str], Determination]) -> None:
    open_ = determined("""
- name: two causes
  form:
    facts: {cause: {type: choice, of: [fire, wear]}, loss: {type: money, line: yes}}
    provisions: [{id: event, kind: insured_event, when: {cause: fire}}]
    settlement: {heads: {car: [{value: loss}]}}
  conflict: {cause: [fire, wear]}
  lines: [{head: car, loss: 100}]""")
    assert open_.disposition is Disposition.REQUEST_INFORMATION
    assert open_.cites == ("event",)
    assert [(need.fact, need.pins, need.provision) for need in open_.needs] == [
        ("cause", ("paper#cause", "paper-2#cause"), "event")
    ]


def test_equally_small_sets_of_papers_are_offered_as_alternatives(determined: Callable[[str], Determination]) -> None:
    open_ = determined("""
- name: either will do
  form:
    facts: {cause: {type: choice, of: [fire, wear]}, loss: {type: money, line: yes}}
    documents:
      claim_form: {from: claimant, lines: yes, proves: [loss]}
      police_report: {from: police, proves: [cause]}
      fire_note: {from: department, proves: [cause]}
    provisions: [{id: event, kind: insured_event, when: {cause: fire}}]
    settlement: {heads: {car: [{value: loss}]}}
  lines: [{head: car, loss: 100}]""")
    assert [(request.paper, request.holder) for request in open_.requests] == [("police_report", "police")]
    assert [[request.paper for request in other] for other in open_.other_requests] == [["fire_note"]]
    assert open_.requests[0].proves == ("cause",)
    assert open_.requests[0].because == ("event",)


def test_an_escalation_for_authority_needs_the_amount() -> None:
    up = found(GUIDED, "What was paid before counts towards the limit")
    assert needed(up) == {"L1.loss": "authority", "paid_before": "authority"}
    assert up.then is not None
    assert up.cites == up.then.cites
    assert up.then.payable == Decimal("1100.00")
    assert up.payable == Decimal(0)


def test_an_escalation_by_a_trigger_needs_what_it_rests_on() -> None:
    up = found(GUIDED, "Two indicators of three go to investigations")
    assert needed(up) == {"bought": "fraud", "changed": "fraud"}


def test_a_line_that_is_refused_is_named_on_a_part_approval(determined: Callable[[str], Determination]) -> None:
    part = determined("""
- name: one of two
  form:
    facts: {covered: {type: yes_no, line: yes}, loss: {type: money, line: yes}}
    provisions: [{id: event, cite: "2", kind: insured_event, when: {covered: yes}}]
    settlement: {heads: {car: [{value: loss}]}, together: [{less: 30, per: claim, as: deductible}]}
  lines: [{head: car, loss: 100, covered: yes}, {head: car, loss: 200, covered: no}]""")
    assert part.disposition is Disposition.APPROVE
    assert part.payable == Decimal("70.00")
    assert [str(line.disposition) for line in part.lines] == ["approve", "reject"]
    assert part.lines[1].grounds == ("event",)
    assert [(off.id, off.amount) for off in part.offs] == [("deductible", Decimal("30.00"))]
    assert needed(part) == {"L2.covered": "event", "L1.covered": "event"}


def test_the_rows_of_a_sheet_add_up_where_each_is_rounded(determined: Callable[[str], Determination]) -> None:
    paid = determined("""
- name: thirds
  form:
    facts: {loss: {type: money, line: yes}}
    settlement:
      heads: {car: [{value: {quotient: [loss, 3]}}]}
      together: [{times: {quotient: [2, 3]}, as: share}, {less: 10, per: claim, as: deductible}]
  lines: [{head: car, loss: 100}, {head: car, loss: 100}, {head: car, loss: 200}]""")
    assert sum(line.accepted for line in paid.lines) - sum(off.amount for off in paid.offs) == paid.payable
    assert sum(line.payable for line in paid.lines) == paid.payable
    assert next(off.amount for off in paid.offs if off.id == "deductible") == Decimal("10.00")


def test_the_sheet_names_every_step_across_heads_whatever_came_out() -> None:
    form = case_of(REFERENCE, "Notice on the tenth day is in time").rules.editions[0]
    assert [name for name, _, _ in sheet_offs(form)] == ["reduce", "deductible", "prior_payment"]
    assert [off.id for off in found(REFERENCE, "Notice on the tenth day is in time").offs] == [
        "reduce",
        "deductible",
        "prior_payment",
    ]


def test_codes_that_stand_twice_are_numbered(cases_of: Callable[[str], tuple[Case, ...]]) -> None:
    (case,) = cases_of("""
- name: two deductions
  form:
    facts: {loss: {type: money, line: yes}}
    settlement: {heads: {car: [{value: loss}]}, together: [{less: 1}, {less: 2}, {cap: 5}]}
  lines: [{head: car, loss: 100}]
  expect: {payable: 5}""")
    assert [name for name, _, _ in sheet_offs(case.rules.editions[0])] == ["less", "less_2", "cap"]


def test_a_row_is_called_as_the_form_says(cases_of: Callable[[str], tuple[Case, ...]]) -> None:
    (case,) = cases_of("""
- name: a row with a name
  form:
    facts: {loss: {type: money, line: yes}}
    settlement:
      labels: {top: {en: Above five, et: Viit ületav osa}}
      heads: {car: [{value: loss}]}
      together: [{less: 1}, {cap: 5, as: top}]
  lines: [{head: car, loss: 100}]
  expect: {payable: 5}""")
    labels = [label.in_("en") for _, _, label in sheet_offs(case.rules.editions[0])]
    assert labels == ["Taken off", "Above five"]


def test_the_trace_is_ready_for_json_and_comes_back() -> None:
    determination = found(GUIDED, "What was paid before counts towards the limit")
    assert json.loads(json.dumps(determination.trace)) == list(determination.trace)
    assert to_json(from_json(Determination, to_json(determination))) == to_json(determination)


def test_what_was_determined_before_errors_were_flagged_comes_back() -> None:
    plain = to_plain(found(ERRORS, "A record that no paper bears out was keyed wrongly"))
    del plain["flags"]
    before = from_plain(Determination, {**plain, "errors": ["plate"]})
    assert before.flags == before.errors == ()
    assert before.disposition is Disposition.APPROVE


def test_the_trace_tells_each_error_with_its_places() -> None:
    trace = found(ERRORS, "The places of a record and of a paper never make one error of two").trace
    assert [entry for entry in trace if entry["about"] == "error"] == [
        {"n": 2, "about": "error", "of": "other_name", "on_record": False, "pins": ["c1#policyholder", "i1#owner"]},
        {"n": 3, "about": "error", "of": "policyholder", "on_record": True, "pins": ["record#policyholder"]},
    ]


def test_the_trace_of_a_file_that_cannot_be_dated_tells_its_errors_too(
    determined: Callable[[str], Determination],
) -> None:
    undated = determined("""
- name: no day of loss
  form: motor_own_damage
  guide: standard
  market: ee
  missing: [occurred_on]
  record: {plate: 123 ABD}
  lines: [{head: vehicle, repair: 100}]
  papers: [{kind: photos, fields: {plate: 123 ABC}}]""")
    assert [flag.about for flag in undated.flags] == ["plate"]
    assert [entry["of"] for entry in undated.trace if entry["about"] == "error"] == ["plate"]


def test_the_trace_tells_what_was_not_needed() -> None:
    trace = found(REFERENCE, "Hail does the damage whoever drove with alcohol").trace
    unless = next(entry for entry in trace if entry.get("part") == "unless")
    assert unless["truth"] == "true"
    assert [rest["fact"] for rest in unless["rests_on"]] == ["cause"]  # type: ignore[attr-defined]
    assert unless["not_needed"] == ["driver"]


def test_a_step_in_the_trace_is_exact_and_names_what_it_used() -> None:
    trace = found(REFERENCE, "Notice on the tenth day is in time").trace
    step = next(entry for entry in trace if entry.get("as") == "deductible")
    assert (step["was"], step["took"], step["now"]) == ("6480", "350", "6130")
    assert step["uses"] == {"deductible": {"value": "350", "pins": ["declarations#deductible"]}}
    assert step["clause"] == "deductible"


def editions(case: Case) -> tuple[Case, Case]:
    """The case under two editions, the later of which refuses hail."""
    old = case.rules.editions[0]
    event = old.provision("event")
    strict = replace(event, when=replace(event.when, values=("crash", "fire")))  # type: ignore[arg-type, type-var]
    new = replace(
        old,
        edition="2026-07",
        in_use_from=date(2026, 7, 1),
        provisions=tuple(strict if one.id == "event" else one for one in old.provisions),
    )
    rules = compile_rules([new, replace(old, in_use_to=date(2026, 6, 30))], smallest_guide("ee", "EUR"))
    return replace(case, rules=rules), case


def dated(case: Case, days: list[str]) -> Determination:
    papers = [paper for paper in case.claim.papers if paper.kind != "claim_form"]
    told = next(paper for paper in case.claim.papers if paper.kind == "claim_form")
    for at, day in enumerate(days):
        fields = {**told.fields, "occurred_on": day, "reported_on": "2026-07-05"}
        papers.append(
            Paper(id=f"f{at}", kind="claim_form", sender="claimant", received_at=told.received_at, fields=fields)
        )
    return determine(case.rules, replace(case.claim, papers=tuple(papers)))


@pytest.mark.parametrize(("day", "expected"), [("2026-06-30", "approve"), ("2026-07-01", "reject")])
def test_the_edition_in_use_on_the_day_of_the_loss_decides(day: str, expected: str) -> None:
    case, _ = editions(case_of(REFERENCE, "A report on the last day still counts, and the deductible comes off last"))
    later = replace(case.claim, as_of=case.claim.as_of.replace(year=2027))
    assert str(dated(replace(case, claim=later), [day]).disposition) == expected


def test_a_day_in_dispute_across_editions_is_the_first_thing_to_ask() -> None:
    case, _ = editions(case_of(REFERENCE, "A report on the last day still counts, and the deductible comes off last"))
    open_ = dated(case, ["2026-06-30", "2026-07-01"])
    assert open_.disposition is Disposition.REQUEST_INFORMATION
    assert open_.requests[0].proves == ("occurred_on",)
    assert open_.trace[0]["edition"] is None


def test_a_day_in_dispute_within_an_edition_is_none() -> None:
    case, _ = editions(case_of(REFERENCE, "A report on the last day still counts, and the deductible comes off last"))
    assert dated(case, ["2026-06-29", "2026-06-30"]).disposition is Disposition.APPROVE


def test_without_completions_every_open_fact_counts() -> None:
    case = case_of(REFERENCE, "Nothing is asked where the deductible eats the loss either way")
    asked = determine(case.rules, case.claim, completions=False)
    assert asked.disposition is Disposition.REQUEST_INFORMATION
    assert asked.requests[0].proves == ("prejudice",)
