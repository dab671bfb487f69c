"""The two forms of the reference are loaded as they are written."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from simulator.coverage.language.conditions import All, Among, AnyOf, Compare, During, Within
from simulator.coverage.language.expressions import Const, Fold, Name, RateOf, RoundTo
from simulator.coverage.language.forms import Form
from simulator.coverage.language.loading import load_form, parse_condition, parse_expression, scope_of_form
from simulator.coverage.language.provisions import NoEffect, ReduceBy, Refuse
from simulator.coverage.language.steps import ApplyReductions, CapPot, Less, LessPot, RoundStep, SetValue, WorkOut
from simulator.domain.text import Text
from simulator.domain.values import ValueType
from simulator.strict_yaml import Problems, read

EXAMPLES = Path(__file__).parent / "examples"


def example(name: str) -> Form:
    return load_form((EXAMPLES / f"{name}.yaml").read_text("utf-8"), file=f"{name}.yaml", inline=True)


@pytest.fixture(scope="module")
def motor() -> Form:
    return example("motor")


@pytest.fixture(scope="module")
def allowance() -> Form:
    return example("allowance")


def test_the_head_of_the_form(motor: Form) -> None:
    assert (motor.name, motor.edition, motor.market, motor.currency) == ("motor_own_damage", "2026-01", "ee", "EUR")
    assert (motor.class_, motor.edition_by, motor.reductions) == ("policy", "occurred_on", "multiply")
    assert (motor.in_use_from, motor.in_use_to) == (date(2026, 1, 1), date(2099, 12, 31))
    assert motor.title == Text("Own damage to the car", "Sõiduki kaskokindlustus")
    assert len(motor.content_hash) == 64


def test_facts_have_their_defaults(motor: Form) -> None:
    alcohol, driver, repair = (motor.facts[name] for name in ("alcohol", "driver", "repair"))
    assert (alcohol.type, alcohol.unit, alcohol.high, alcohol.silent) == (ValueType.NUMBER, Fraction(1, 100), 3, 0)
    assert (driver.silent, tuple(driver.choices)) == ("insured", ("insured", "thief"))
    assert (repair.line, repair.unit, repair.low, repair.silent) == (True, Fraction(1, 100), 50, None)
    assert (motor.facts["occurred_on"].low, motor.facts["occurred_on"].unit) == (date(2026, 1, 1), 1)
    assert motor.facts["wreck_kept"].silent is False
    assert motor.declarations["deductible"].is_declaration


def test_a_derived_fact_is_moved_by_the_last_name_it_is_worked_out_from(motor: Form) -> None:
    total_loss = motor.facts["total_loss"]
    assert total_loss.derived == Compare(fact="repair", word="over", against=Name("market_value"))
    assert total_loss.driver == "market_value"


def test_the_declarations_page_is_built_in(motor: Form) -> None:
    page = motor.documents["declarations"]
    assert (page.holder, page.proves) == ("department", ("start_on", "end_on", "insured_value", "deductible"))
    assert next(iter(motor.documents)) == "declarations"
    assert (motor.documents["estimate"].lines, motor.documents["estimate"].takes_days) == (True, 5)


def test_provisions_with_conditions_effects_and_burdens(motor: Form) -> None:
    in_force, alcohol, notice = (motor.provision(name) for name in ("in_force", "alcohol", "notice"))
    assert in_force.when == During(fact="occurred_on", start=Name("start_on"), end=Name("end_on"))
    assert (in_force.burden["when"], in_force.effect) == ("claimant", Refuse())
    thief = Compare(fact="driver", word="is", against=Const("thief"))
    hail = Compare(fact="cause", word="is", against=Const("hail"))
    assert alcohol.unless == AnyOf((thief, hail))
    assert (alcohol.burden["when"], alcohol.burden["unless"]) == ("insurer", "claimant")
    assert notice.must == Within(fact="reported_on", days=Const(Fraction(10)), of=Name("occurred_on"))
    assert notice.only_if == Compare(fact="prejudice", word="is", against=Const(True))
    assert notice.effect == ReduceBy(Const(Fraction(1, 5)))
    assert (notice.reason, motor.provision("basis").effect) == ("condition.notice", NoEffect())
    assert motor.provision("event").when == Among(fact="cause", word="in", values=("crash", "fire", "hail"))


def test_steps_in_their_order(motor: Form) -> None:
    value, salvage, _ = motor.heads["vehicle"]
    assert value.act == SetValue(
        Fold(word="least", terms=(Name("repair"), Name("market_value")), labels=("repair", "market"))
    )
    assert isinstance(salvage.when, All)
    assert (salvage.reason, salvage.clause, salvage.per) == ("salvage", "basis", ("line",))
    assert [type(step.act) for step in motor.together] == [ApplyReductions, Less, Less, RoundStep]
    assert motor.together[1].per == ("claim",)


def test_a_programme_with_rates_pots_and_worked_out_figures(allowance: Form) -> None:
    assert (allowance.class_, allowance.edition_by) == ("programme", "spell_from")
    assert allowance.rates["day_ceiling"].rows[1] == (date(2026, 4, 1), Fraction("73.85"))
    assert (allowance.pots["spell_days"].used, allowance.pots["spell_days"].opens) == ("days_used", Const(Fraction(60)))
    steps = allowance.heads["month"]
    assert isinstance(steps[1].act, LessPot)
    assert isinstance(steps[2].act, CapPot)
    assert steps[2].nil == "reject"
    figure = steps[4].act
    assert isinstance(figure, WorkOut)
    greatest = figure.names["a_day"]
    assert isinstance(greatest, Fold)
    assert greatest.terms[0] == RateOf(rate="day_minimum", at=Name("spell_from"))
    less = steps[6].act
    assert isinstance(less, Less)
    assert isinstance(less.amount, Fold)
    assert less.amount.terms[1] == RoundTo(of=Name("earned"), to=Const(Fraction(1)), how="down")
    assert allowance.provision("cut").when == Compare(fact="cut", word="at_least", against=Const(Fraction(3, 10)))


def test_conditions_written_elsewhere_are_read_with_the_names_of_the_form(motor: Form) -> None:
    problems = Problems("scenario.yaml")
    scope = scope_of_form(motor, problems)
    two = parse_condition(read("alcohol: {over: 0.5, under: 1}\ndriver: insured", "x"), scope)
    assert isinstance(two, All)
    assert isinstance(two.parts[0], All)
    assert parse_expression(read("sum: [deductible, 10%]", "x"), scope) == Fold(
        word="sum", terms=(Name("deductible"), Const(Fraction(1, 10)))
    )
    assert not problems.found
    parse_condition(read("\n\nalcohl: {over: 0.5}", "x"), scope, "when")
    assert str(problems.found[0]) == 'scenario.yaml:3: when.alcohl: unknown name "alcohl", did you mean "alcohol"?'


def test_a_bare_declaration_is_fixed() -> None:
    form = load_form(
        "declarations: {fee: 12.50, share: 20%, since: 2026-01-01, sworn: yes}\nfacts: {x: {type: money, line: yes}}\n"
        "settlement: {heads: {h: [{value: x}]}}",
        file="x",
        inline=True,
    )
    assert {name: fact.fixed for name, fact in form.declarations.items()} == {
        "fee": Fraction("12.5"),
        "share": Fraction(1, 5),
        "since": date(2026, 1, 1),
        "sworn": True,
    }


def test_an_inline_form_without_documents_has_one_paper_that_proves_everything() -> None:
    form = load_form(
        "facts: {x: {type: money, line: yes}, y: {type: yes_no}, z: {type: yes_no, is: {y: no}}}\n"
        "settlement: {heads: {h: [{value: x}]}}",
        file="x",
        inline=True,
    )
    assert list(form.documents) == ["paper"]
    assert (form.documents["paper"].proves, form.documents["paper"].lines) == (("x", "y"), True)
    assert (form.market, form.currency, form.facts["x"].label) == ("ee", "EUR", Text("x", "x"))
