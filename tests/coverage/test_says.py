"""Sentences of the trace: both languages, every kind of entry."""

from pathlib import Path

import pytest

from simulator.coverage.cases import Case, read_cases
from simulator.coverage.determine import determine
from simulator.coverage.library import Library
from simulator.coverage.says import says
from simulator.paths import scenarios_folder

CASES = Path(__file__).parent / "determinations"


def read(name: str) -> dict[str, Case]:
    return {case.name: case for case in read_cases(CASES / name, lambda: Library.read(scenarios_folder()))}


def sentences(case: Case) -> list[tuple[str, str, str]]:
    found = determine(case.rules, case.claim, role=case.role)
    form = case.rules.form_for(case.claim)
    said = [(str(entry["about"]), says(entry, form, case.rules.guide)) for entry in found.trace]
    return [(about, text.en, text.et) for about, text in said]


@pytest.mark.parametrize(
    "file", ["reference.yaml", "engine/evidence.yaml", "engine/judging.yaml", "engine/guide.yaml", "motor/errors.yaml"]
)
def test_every_entry_has_a_closed_sentence_in_both_languages(file: str) -> None:
    for case in read(file).values():
        for about, english, estonian in sentences(case):
            assert english.endswith("."), (case.name, about, english)
            assert estonian.endswith("."), (case.name, about, estonian)
            assert "None" not in english + estonian


def test_a_clause_is_told_with_its_test_its_values_and_what_follows() -> None:
    case = read("reference.yaml")["Notice on the tenth day is in time"]
    told = [english for about, english, _ in sentences(case) if about == "provision" and english.startswith("4.1")]
    assert len(told) == 1
    assert "within 10 days of" in told[0]
    assert "this is so" in told[0]
    assert "10 January 2027" in told[0]
    assert told[0].endswith("Therefore the clause does not stand in the way.")


def test_a_step_is_told_with_what_it_was_and_what_it_became() -> None:
    case = read("reference.yaml")["Notice on the tenth day is in time"]
    told = [(english, estonian) for about, english, estonian in sentences(case) if about == "step"]
    english, estonian = next(pair for pair in told if "6,130" in pair[0])
    assert "€6,480.00 becomes €6,130.00" in english
    assert "6480,00 € asemel 6130,00 €" in estonian.replace("\N{NO-BREAK SPACE}", " ")


def test_an_open_file_is_told_by_what_it_turns_on() -> None:
    case = read("reference.yaml")["A harm that nobody has asked about is asked about"]
    told = {about: english for about, english, _ in sentences(case)}
    assert told["what_if"] == "The outcome turns on: prejudice."
    assert told["result"] == "Request information: expert note."


def test_an_error_is_told_by_what_was_compared_or_keyed_and_by_its_places() -> None:
    wrong = read("motor/errors.yaml")
    alone = wrong["A plate that stands alone is pointed out where it stands"]
    assert [told for about, *told in sentences(alone) if about == "error"] == [
        [
            "Error on the file: the plate is not the same on all papers (photos#plate).",
            "Viga toimikus: auto number ei ole kõigil dokumentidel sama (photos#plate).",
        ]
    ]
    keyed = wrong["Errors are pointed out where the claim is refused too"]
    assert [told for about, *told in sentences(keyed) if about == "error"][-1] == [
        "Keyed wrongly: plate (record#plate).",
        "Valesti sisestatud: auto number (record#plate).",
    ]
