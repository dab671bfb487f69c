"""Scenario files are read strictly: every problem comes with its line, its key and what to do."""

from decimal import Decimal

import pytest

from simulator.authoring.parse import load_scenario, read_scenarios
from simulator.domain.decision import Disposition
from simulator.domain.scenario import Fixed, OnFile, Slip
from simulator.errors import InvalidContent

GOOD = """\
id: 5c0e7a1e-0b5f-4c55-9d35-2f0c6a1b7e11
title: {en: A hailstorm the day before cover began, et: Rahe päev enne kindlustuskaitse algust}
teaches: [coverage.policy_period]
level: 2
form: motor_own_damage
market: [ee]
case:
  target: {provision: in_force, side: outside, near: line}
  fix: {cause: hail, repair: {from: 300, to: 900}}
  papers: {police_report: absent}
  complications: [late_notice, {conflict: occurred_on}]
  lines:
  - {head: vehicle, fix: {part: body}}
replies: {estimate: {after: {days: 3}, gives: corrected}}
arrives: {channel: email, at: "09:20"}
expect: {disposition: reject, grounds: [in_force], payable: 0}
debrief: {en: Cover had not begun., et: Kaitse ei olnud alanud.}
"""


def problems_of(text: str) -> list[str]:
    with pytest.raises(InvalidContent) as caught:
        load_scenario(text, file="a.yaml")
    return [str(problem) for problem in caught.value.problems]


def test_a_good_scenario_is_read_whole():
    scenario = load_scenario(GOOD, file="a.yaml")
    assert scenario.teaches == ("coverage.policy_period",)
    assert scenario.case.targets[0].near == "line"
    assert scenario.case.fix["cause"] == Fixed(low="hail", at=9)
    assert scenario.case.fix["repair"] == Fixed(low="300", high="900", at=9)
    assert scenario.case.papers == {"police_report": OnFile.ABSENT}
    assert [(one.name, one.about) for one in scenario.case.complications] == [
        ("late_notice", ""),
        ("conflict", "occurred_on"),
    ]
    assert scenario.case.lines[0].fix["part"].low == "body"
    assert scenario.replies[0].after_days == 3
    assert scenario.arrives.at == "09:20"
    assert scenario.expect[0].disposition is Disposition.REJECT
    assert scenario.expect[0].payable == Decimal(0)


def test_acts_that_are_right_in_turn_are_kept_in_their_order():
    text = GOOD.replace(
        "expect: {disposition: reject, grounds: [in_force], payable: 0}",
        "expect: [{disposition: request_information, requests: [estimate]}, {disposition: approve}]",
    )
    acts = [act.disposition for act in load_scenario(text, file="a.yaml").expect]
    assert acts == [Disposition.REQUEST_INFORMATION, Disposition.APPROVE]


@pytest.mark.parametrize(
    ("was", "now", "message"),
    [
        ("level: 2", "level: 9", "a.yaml:4: level: 9 is not from 1 to 5"),
        ("side: outside", "side: out", "a.yaml:8: case.target: side: out is not one of inside"),
        ("target: {", "targett: {", 'a.yaml:8: case: unknown key "targett", did you mean "target"?'),
        ("police_report: absent", "police_report: gone", "a.yaml:10: case.papers.police_report: gone is not one of"),
        ("expect:", "expected:", 'unknown key "expected", did you mean "expect"?'),
        ("disposition: reject", "disposition: refuse", 'refuse is not one of approve, reject, request_information'),
        ("disposition: reject", "disposition: refuse", 'did you mean "reject"?'),
        ('at: "09:20"', 'at: "9.20"', "a.yaml:15: arrives.at: 9.20 is no time of the day"),
        ("et: Kaitse ei olnud alanud.", "et: ''", "a.yaml:17: debrief: has no et"),
        ("id: 5c0e7a1e", "id: 5C0E7A1E", "is no id"),
        ("teaches: [coverage.policy_period]", "teaches: []", "a.yaml:3: teaches: no skill is named"),
        ("gives: corrected", "gives: soon", "gives: soon is not one of asked, partial, wrong"),
        ("{from: 300, to: 900}", "{from: 300}", "case.fix.repair: to missing"),
        ("{conflict: occurred_on}", "{keying_error: plate, slip: late}", "slip: late is not one of swapped, digit"),
        ("{conflict: occurred_on}", "{keying_error: plate, slips: year}", 'unknown key "slips", did you mean "slip"?'),
        ("{conflict: occurred_on}", "{keying_error: [plate]}", "a name must stand here"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line_and_key(was, now, message):
    assert was in GOOD
    assert any(message in problem for problem in problems_of(GOOD.replace(was, now, 1)))


def test_an_error_says_what_it_is_on_and_how_it_came_about():
    text = GOOD.replace("{conflict: occurred_on}", "{keying_error: plate, slip: swapped}, {wrong_sum: invoice}")
    _, keyed, added = load_scenario(text, file="a.yaml").case.complications
    assert (keyed.name, keyed.about, keyed.slip) == ("keying_error", "plate", Slip.SWAPPED)
    assert (added.name, added.about, added.slip) == ("wrong_sum", "invoice", None)


def test_all_problems_of_a_file_come_together():
    text = GOOD.replace("level: 2", "level: 9").replace("side: outside", "side: out")
    assert len(problems_of(text)) == 2


def test_two_scenarios_with_one_id_are_refused(tmp_path):
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(GOOD, "utf-8")
    with pytest.raises(InvalidContent, match="is also the id of"):
        read_scenarios(tmp_path)
