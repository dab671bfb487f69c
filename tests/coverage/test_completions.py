"""Completions: which values are tried for an open fact, and what they show."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from simulator.coverage.assessing import assess
from simulator.coverage.candidates import candidates
from simulator.coverage.cases import Case
from simulator.coverage.completions import MOST, WHOLE, Explored, explore
from simulator.coverage.evidence import Evidence

ReadCases = Callable[[str], tuple[Case, ...]]

FORM = """
- name: open
  form:
    facts:
      kind: {type: choice, of: [a, b, c, d, e, f]}
      parts: {type: set, of: [x, y, z]}
      seen_on: {type: date}
      told_on: {type: date}
      born_on: {type: date, range: [1930-01-01, 2020-12-31]}
      age: {type: number, is: {years: {from: born_on, to: seen_on}}}
      speed: {type: number, unit: 1, range: [0, 200]}
      flag: {type: yes_no}
      loss: {type: money, line: yes, range: [0, 9000]}
    provisions:
    - {id: kind, kind: exclusion, when: {kind: {in: [a, b]}}}
    - {id: parts, kind: exclusion, when: {parts: {includes: x}}}
    - {id: told, kind: condition, must: {told_on: {within: {days: 10, of: seen_on}}}}
    - {id: minor, kind: exclusion, when: {age: {under: 18}}}
    - {id: speed, kind: exclusion, when: {speed: {over: 90}}}
    settlement: {heads: {car: [{value: loss}]}, together: [{less: 250, per: claim, as: deductible}]}
  facts: {%s}
  lines: [{head: car%s}]
  expect: {disposition: approve}
"""


def tried(cases_of: ReadCases, fact: str, stated: str = "", line: str = ", loss: 500") -> tuple[object, ...]:
    (case,) = cases_of(FORM % (stated, line))
    compiled = case.rules.compiled[0]
    evidence = Evidence(compiled.knowledge, case.claim)
    return candidates((fact, "L1" if fact == "loss" else ""), compiled, evidence)


def test_a_choice_is_tried_with_what_is_named_and_one_other(cases_of: ReadCases) -> None:
    assert tried(cases_of, "kind") == ("a", "b", "c")


def test_a_set_is_tried_with_and_without_what_is_named(cases_of: ReadCases) -> None:
    assert tried(cases_of, "parts") == (frozenset(), frozenset({"x"}))


def test_a_day_is_tried_on_its_line_and_the_day_after(cases_of: ReadCases) -> None:
    days = tried(cases_of, "told_on", "seen_on: 2026-03-01")
    assert {date(2026, 3, 11), date(2026, 3, 12), date(2026, 3, 1)} <= set(days)


def test_the_anchor_of_a_deadline_is_tried_on_its_line_too(cases_of: ReadCases) -> None:
    days = tried(cases_of, "seen_on", "told_on: 2026-03-11")
    assert {date(2026, 3, 1), date(2026, 2, 28)} <= set(days)


def test_a_fact_behind_a_derived_one_is_tried_where_the_test_turns(cases_of: ReadCases) -> None:
    days = tried(cases_of, "born_on", "seen_on: 2026-03-01")
    assert {date(2008, 3, 1), date(2008, 3, 2)} <= set(days)


def test_a_number_is_tried_on_both_sides_of_its_line(cases_of: ReadCases) -> None:
    assert {Fraction(90), Fraction(91)} <= set(tried(cases_of, "speed"))


def test_an_amount_is_tried_at_the_deductible_nothing_and_the_top(cases_of: ReadCases) -> None:
    amounts = set(tried(cases_of, "loss", line=""))
    assert {Fraction(0), Fraction(9000), Fraction(250)} <= amounts
    assert any(Fraction(249) <= amount < Fraction(250) for amount in amounts)  # type: ignore[operator]


def all_of(cases_of: ReadCases, number: int) -> Explored:
    """Return what comes of an exclusion that bites if all of so many open facts hold."""
    facts = ", ".join(f"f{at}: {{type: yes_no}}" for at in range(number))
    parts = ", ".join(f"{{f{at}: yes}}" for at in range(number))
    (case,) = cases_of(f"""
- name: many
  form:
    facts: {{{facts}, loss: {{type: money, line: yes}}}}
    provisions: [{{id: all, kind: exclusion, when: {{all: [{parts}]}}}}]
    settlement: {{heads: {{car: [{{value: loss}}]}}}}
  lines: [{{head: car, loss: 5}}]
  expect: {{disposition: approve}}
""")
    compiled = case.rules.compiled[0]
    evidence = Evidence(compiled.knowledge, case.claim)
    return explore(compiled, evidence, assess(compiled, evidence))


def test_above_the_most_combinations_kleene_decides(cases_of: ReadCases) -> None:
    assert MOST < 2**13
    explored = all_of(cases_of, 13)
    assert explored.tried == 0
    assert len(explored.matter) == 13


def test_few_combinations_are_all_tried_since_one_may_meet_another_open_fact(cases_of: ReadCases) -> None:
    explored = all_of(cases_of, 6)
    assert WHOLE == explored.tried == 2**6
    assert len(explored.matter) == 6


def test_of_many_no_more_is_tried_once_every_fact_was_seen_to_matter(cases_of: ReadCases) -> None:
    explored = all_of(cases_of, 7)
    assert explored.tried == 2**6 + 1  # the first fact turns for the first time when half of them were tried
    assert len(explored.matter) == 7
