"""Another account and another payee: flagged where something is wrong, and nowhere where another paper explains it."""

from dataclasses import replace

import pytest

from simulator.authoring.parse import load_scenario
from simulator.coverage.determine import determine
from simulator.domain.decision import Disposition
from simulator.domain.exercise import Exercise
from simulator.domain.papers import RECORD, pin
from simulator.domain.scenario import Complication, OnFile, Scenario
from simulator.generation import Content, build
from simulator.generation.plans import plan_for

SEEDS = range(1, 9)
MARKETS = ("ee", "us")
WRONG = {
    "changed_account": "account_letter#account",
    "wrong_payee": "invoice#payee",
    "wrong_account_holder": "first_notice#payee",
}
HARMLESS = ("second_policyholder", "lender", "trading_name")
PLAIN = """
id: 55555555-5555-4555-8555-555555555555
title: {en: A plain collision, et: Tavaline kokkupõrge}
teaches: [reading.errors]
form: motor_own_damage
market: [ee, us]
case:
  target: {provision: event}
  fix: {cause: collision, vat_registered: no}
  papers: {invoice: present, estimate: present}
  lines: [{head: vehicle, fix: {part: body, repair: {from: 1300, to: 2200}}}]
expect: {disposition: approve}
debrief: {en: So it is. It is., et: Nii see on. On.}
"""


def scenario_with(name: str = "", **papers: OnFile) -> Scenario:
    plain = load_scenario(PLAIN, file="plain.yaml")
    complications = (Complication(name=name),) if name else ()
    case = replace(plain.case, complications=complications, papers={**plain.case.papers, **papers})
    return replace(plain, case=case, content_hash=f"{plain.content_hash} {name} {papers}")


def built(content: Content, market: str, seed: int, name: str = "") -> Exercise:
    return build(scenario_with(name), seed, market=market, content=content)


def field(exercise: Exercise, paper_id: str, name: str) -> str:
    paper = exercise.file.paper(paper_id)
    assert paper is not None
    return str(paper.fields[name])


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize(("name", "place"), WRONG.items())
def test_the_place_that_is_wrong_is_planted_and_flagged_and_holds_the_payment_up(name, place, market, content):
    rules = plan_for(scenario_with(name), market, content).rules
    for seed in SEEDS:
        exercise = built(content, market, seed, name)
        found = determine(rules, exercise.file)
        assert [(one.name, one.pins) for one in exercise.planted] == [(name, (place,))]
        (flag,) = found.flags
        assert place in flag.pins
        assert found.disposition is Disposition.REQUEST_INFORMATION
        assert [(one.paper, one.holder) for one in found.requests] == [("account_confirmation", "insured")]


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("name", HARMLESS)
def test_a_payee_whom_another_paper_explains_changes_nothing(name: str, market: str, content: Content):
    rules = plan_for(scenario_with(name), market, content).rules
    for seed in SEEDS:
        explained, plain = built(content, market, seed, name), built(content, market, seed)
        found = determine(rules, explained.file)
        assert found.flags == explained.planted == ()
        assert (found.disposition, found.payable) == (Disposition.APPROVE, determine(rules, plain.file).payable)


@pytest.mark.parametrize(
    ("name", "explaining"),
    [
        ("second_policyholder", ("declarations", "co_policyholder")),
        ("lender", ("declarations", "lienholder")),
        ("trading_name", ("estimate", "trades_as")),
    ],
)
def test_without_the_paper_that_explains_it_the_same_payee_is_a_stranger(name, explaining, content):
    kind, field_name = explaining
    exercise = built(content, "ee", 3, name)
    rules = plan_for(scenario_with(name), "ee", content).rules
    papers = tuple(
        replace(one, fields={key: said for key, said in one.fields.items() if key != field_name})
        if one.kind == kind
        else one
        for one in exercise.file.papers
    )
    found = determine(rules, replace(exercise.file, papers=papers))
    assert [flag.about for flag in found.flags] == ["payee_unknown"]
    assert found.disposition is Disposition.REQUEST_INFORMATION


@pytest.mark.parametrize("market", MARKETS)
def test_the_record_keeps_the_account_of_the_notice(market: str, content: Content):
    for seed in SEEDS:
        exercise = built(content, market, seed, "changed_account")
        notice, letter = (field(exercise, paper, "account") for paper in ("first_notice", "account_letter"))
        assert exercise.file.record["account"] == notice != letter


def test_the_new_account_can_belong_to_nobody(content: Content):
    for seed in SEEDS:
        assert field(built(content, "ee", seed, "changed_account"), "account_letter", "account")[4:6] == "98"
        routing = field(built(content, "us", seed, "changed_account"), "account_letter", "account").split()[0]
        assert sum(int(digit) * (3, 7, 1)[at % 3] for at, digit in enumerate(routing)) % 10 != 0


def test_an_account_keyed_wrongly_is_another_error_than_a_changed_one(content: Content):
    plain = scenario_with()
    both = (Complication(name="changed_account"), Complication(name="keying_error", about="account"))
    scenario = replace(plain, case=replace(plain.case, complications=both), content_hash="both")
    rules = plan_for(scenario, "ee", content).rules
    for seed in SEEDS:
        exercise = build(scenario, seed, market="ee", content=content)
        places = {frozenset(flag.pins) for flag in determine(rules, exercise.file).flags}
        assert places == {
            frozenset({"first_notice#account", "account_letter#account"}),
            frozenset({pin(RECORD, "account")}),
        }


@pytest.mark.parametrize("market", MARKETS)
def test_a_plain_claim_names_the_policyholder_and_the_workshop_and_no_confirmation(market: str, content: Content):
    for seed in SEEDS:
        exercise = built(content, market, seed)
        assert field(exercise, "first_notice", "payee") == field(exercise, "declarations", "policyholder")
        assert field(exercise, "invoice", "payee") == field(exercise, "invoice", "workshop")
        assert not {"account_letter", "account_confirmation"} & {paper.kind for paper in exercise.file.papers}
