"""Each condition word as a sentence in English and Estonian; nothing is inflected."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from simulator.coverage.explain import day_text, explain, explain_provision, money_text, number_text
from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.coverage.language.loading import load_form, load_guide, parse_condition, scope_of_form
from simulator.domain.text import Text
from simulator.strict_yaml import Entries, Listing, Node, Problems, plain, read_file

HERE = Path(__file__).parent
SENTENCES = read_file(HERE / "sentences.yaml")
assert isinstance(SENTENCES, Listing)


@pytest.fixture(scope="module")
def form() -> Form:
    return load_form((HERE / "sentences_form.yaml").read_text("utf-8"), file="form.yaml", inline=True)


def said(condition: Node, form: Form) -> Text:
    problems = Problems("x")
    parsed = parse_condition(condition, scope_of_form(form, problems))
    problems.raise_if_any()
    return explain(parsed, form)


@pytest.mark.parametrize("row", SENTENCES.items, ids=[f"line {row.line}" for row in SENTENCES.items])
def test_a_condition_is_one_sentence(row: Entries, form: Form) -> None:
    condition = row.get("condition")
    assert condition is not None
    wanted = plain(row)
    assert isinstance(wanted, dict)
    assert said(condition, form) == Text(wanted["en"], wanted["et"].replace("~", "\N{NO-BREAK SPACE}"))


def example(name: str) -> str:
    return (HERE / "loading" / "examples" / f"{name}.yaml").read_text("utf-8")


@pytest.fixture(scope="module")
def motor() -> Form:
    return load_form(example("motor"), file="motor.yaml", inline=True)


@pytest.fixture(scope="module")
def guide() -> Guide:
    return load_guide(example("guide"), file="guide.yaml", inline=True)


def test_a_write_back_is_an_unless(motor: Form) -> None:
    assert explain_provision(motor.provision("alcohol"), motor) == Text(
        "Alcohol, per mille is over 0.5, unless the driver is a thief or the cause is hail.",
        "Alkohol, promilli on suurem kui 0,5, v.a kui juht on varas või põhjus on rahe.",
    )


def test_prejudice_is_an_only_if(motor: Form) -> None:
    assert explain_provision(motor.provision("notice"), motor) == Text(
        "The day of the report is within 10 days of the day of the loss, and only if the delay harmed the inquiry.",
        "Teatamise päev on 10 päeva jooksul alates: juhtumi päev, ja ainult siis, kui viivitus kahjustas uurimist.",
    )


def test_a_term_is_its_own_text(motor: Form) -> None:
    assert explain_provision(motor.provision("limit"), motor) == motor.provision("limit").text


def test_facts_of_a_guide_have_their_labels(motor: Form, guide: Guide) -> None:
    assert explain(guide.triggers[0].when, motor, guide).en == "lawyer letter"
    assert explain(guide.alternatives[0].when, motor, guide).et == "juhtiv punkt on kaalutlusotsus"


@pytest.mark.parametrize(
    ("amount", "currency", "english", "estonian"),
    [
        (Fraction(350), "EUR", "€350.00", "350,00\N{NO-BREAK SPACE}€"),
        (Fraction(-5, 2), "EUR", "−€2.50", "−2,50\N{NO-BREAK SPACE}€"),
        (
            Fraction(1234567),
            "USD",
            "$1,234,567.00",
            "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,00\N{NO-BREAK SPACE}$",
        ),
        (Fraction("0.005"), "SEK", "SEK\N{NO-BREAK SPACE}0.01", "0,01\N{NO-BREAK SPACE}SEK"),
    ],
)
def test_money(amount: Fraction, currency: str, english: str, estonian: str) -> None:
    assert money_text(amount, currency) == Text(english, estonian)


def test_numbers_and_days() -> None:
    assert number_text(Fraction(635, 3)) == Text("211.6667", "211,6667")
    assert number_text(Fraction(-1, 2)) == Text("−0.5", "−0,5")
    assert number_text(Fraction(9999)) == Text("9,999", "9999")
    assert day_text(date(2024, 2, 29)) == Text("29 February 2024", "29. veebruar 2024")
