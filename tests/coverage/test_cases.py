"""The runner of cases: what it refuses, with file, line and fix, and what it shows of a failure."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator.cli.cases import cases as command
from simulator.coverage.cases import Case, run_case
from simulator.errors import InvalidContent

ReadCases = Callable[[str], tuple[Case, ...]]

FORM = """  form:
    facts: {loss: {type: money, line: yes}, flag: {type: yes_no, silent: no}, old: {type: yes_no, is: {flag: no}}}
    provisions: [{id: flag, kind: exclusion, when: {flag: yes}}]
    settlement: {heads: {car: [{value: loss}]}}
"""


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("  lines: [{head: car, loss: 5}]\n  fact: {flag: yes}\n", 7, 'unknown key "fact", did you mean "facts"?'),
        ("  facts: {flg: yes}\n", 6, "flg is no fact of inline, did you mean"),
        ("  facts: {old: yes}\n", 6, "old is worked out, not stated"),
        ("  facts: {flag: maybe}\n", 6, "maybe is neither yes nor no"),
        ("  lines: [{head: cart, loss: 5}]\n", 6, "head cart has no steps in inline"),
        ("  lines:\n  - {head: car, los: 5}\n", 7, 'unknown key "los"'),
        ("  unproved: [lost]\n", 6, "lost is no fact of inline"),
        ("  on_file: [receipt]\n", 6, "receipt is no paper of inline"),
        ("  papers: [{kind: receipt}]\n", 6, "receipt is no paper of inline"),
        ("  as_of: soon\n", 6, "soon is no date"),
    ],
)
def test_what_is_wrong_with_a_case_is_told_by_line(cases_of: ReadCases, text: str, line: int, message: str) -> None:
    with pytest.raises(InvalidContent) as refused:
        cases_of(f"- name: wrong\n{FORM}{text}  expect: {{disposition: approve}}\n")
    problem = refused.value.problems[0]
    assert problem.line == line
    assert problem.file.endswith("cases.yaml")
    assert message in problem.message


@pytest.mark.parametrize(
    ("expect", "message"),
    [
        ("{dispositon: approve}", 'unknown key "dispositon"'),
        ("{disposition: pay}", "pay is no disposition"),
        ("{payable: ten}", "ten is no number"),
        ("{}", "nothing is expected"),
        ("{flags: [{about: copied}]}", "pins missing"),
        ("{flags: [{pins: ['a#no']}]}", "about missing"),
    ],
)
def test_what_is_wrong_with_an_expectation_is_told(cases_of: ReadCases, expect: str, message: str) -> None:
    with pytest.raises(InvalidContent, match=message):
        cases_of(f"- name: wrong\n{FORM}  lines: [{{head: car, loss: 5}}]\n  expect: {expect}\n")


def test_all_problems_of_a_file_are_told_at_once(cases_of: ReadCases) -> None:
    text = f"- name: a\n{FORM}  facts: {{x: 1}}\n  expect: {{disposition: approve}}\n"
    with pytest.raises(InvalidContent) as refused:
        cases_of(text + text.replace("name: a", "name: b"))
    assert len(refused.value.problems) == 2


def test_a_failing_case_tells_what_was_expected_and_what_came_out(cases_of: ReadCases) -> None:
    (case,) = cases_of(
        f"- name: fails\n{FORM}  lines: [{{head: car, loss: 5}}]\n"
        "  expect: {disposition: reject, payable: 6, grounds: [flag], lines: [{payable: 7}]}\n"
    )
    assert run_case(case).differences == (
        "disposition: expected reject, found approve",
        "payable: expected 6.00, found 5.00",
        "grounds: expected [flag], found []",
        "lines[1].payable: expected 7.00, found 5.00",
    )


TWICE = """
- name: twice
  form:
    facts: {loss: {type: money, line: yes}, copied: {type: yes_no, compare: {same_paper_twice: {kind: bill, by: [no]}}}}
    documents: {bill: {from: workshop, lines: yes, proves: [loss]}}
    settlement: {heads: {car: [{value: loss}]}}
  lines: [{head: car, loss: 5}]
  papers: [{id: a, kind: bill, fields: {no: 7}}, {id: b, kind: bill, fields: {no: 7}}]
"""


@pytest.mark.parametrize(
    ("flags", "differences"),
    [
        ("[copied]", ()),
        ("[{about: copied, pins: ['b#no', 'a#no']}]", ()),
        ("[]", ("flags: expected [], found [copied at a#no, b#no]",)),
        ("[copied, copied]", ("flags: expected [copied; copied], found [copied at a#no, b#no]",)),
        ("[{about: copied, pins: ['a#no']}]", ("flags: expected [copied at a#no], found [copied at a#no, b#no]",)),
        ("[plate]", ("flags: expected [plate], found [copied at a#no, b#no]",)),
    ],
)
def test_a_case_says_which_errors_there_are_how_often_and_where(
    cases_of: ReadCases, flags: str, differences: tuple[str, ...]
) -> None:
    (case,) = cases_of(f"{TWICE}  expect: {{flags: {flags}}}\n")
    assert run_case(case).differences == differences


def test_a_case_that_divides_by_nothing_fails_and_names_the_step(cases_of: ReadCases) -> None:
    (case,) = cases_of("""
- name: division
  form:
    facts: {loss: {type: money, line: yes}, parts: {type: number}}
    settlement: {heads: {car: [{value: {quotient: [loss, parts]}}]}}
  facts: {parts: 0}
  lines: [{head: car, loss: 5}]
  expect: {payable: 5}
""")
    assert run_case(case).differences == ("cannot be determined: settlement, car, value: division by 0",)


PASSES = f"- name: passes\n{FORM}  lines: [{{head: car, loss: 5}}]\n  expect: {{payable: 5}}\n"
FAILS = f"- name: fails\n{FORM}  lines: [{{head: car, loss: 5}}]\n  expect: {{payable: 6}}\n"


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        (PASSES, 0, "ok   passes\n1 cases, all as expected\n"),
        (PASSES + FAILS, 1, "FAIL fails\n     payable: expected 6.00, found 5.00\n"),
    ],
)
def test_the_command_shows_a_line_for_each_case(tmp_path: Path, text: str, code: int, shown: str) -> None:
    path = tmp_path / "some.yaml"
    path.write_text(text, "utf-8")
    result = CliRunner().invoke(command, [str(path)])
    assert result.exit_code == code
    assert shown in result.stdout
    assert result.stderr == ""


def test_the_command_refuses_a_broken_file_on_standard_error(tmp_path: Path) -> None:
    path = tmp_path / "some.yaml"
    path.write_text(PASSES.replace("head: car,", "head: cart,"), "utf-8")
    result = CliRunner().invoke(command, [str(path)])
    assert result.exit_code == 2
    assert "head cart has no steps" in result.stderr
    assert result.stdout == ""


def test_the_command_tells_which_of_several_files_it_is_at(tmp_path: Path) -> None:
    paths = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    for path in paths:
        path.write_text(PASSES, "utf-8")
    result = CliRunner().invoke(command, [str(path) for path in paths])
    assert result.exit_code == 0
    assert f"[2/2] {paths[1]}" in result.stderr
    assert result.stdout.endswith("2 cases, all as expected\n")
