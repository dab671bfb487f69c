"""The library: forms and guides under one folder, checked together."""

from datetime import date
from pathlib import Path

import pytest

from simulator.coverage.cases import run_cases
from simulator.coverage.library import Library
from simulator.errors import InvalidContent, NotFound

BROKEN = Path(__file__).parent / "broken"
FORM = (BROKEN / "_form.yaml").read_text("utf-8")
GUIDE = (BROKEN / "_guide.yaml").read_text("utf-8")
OVERLAY = """overlays:
- {id: law, market: [ee], to: {kind: waiting_period}, add: {unless: {altered: no}}, text: {en: x, et: x}}
"""


def content(tmp_path: Path, **files: str) -> Path:
    everything = {
        "forms/bicycle/ee-2026-01.yaml": FORM,
        "guides/ee-standard.yaml": GUIDE,
        "markets/ee.yaml": "currency: EUR",
    } | files
    for name, text in everything.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def complaints(folder: Path) -> str:
    with pytest.raises(InvalidContent) as caught:
        Library.read(folder)
    return str(caught.value)


def later(edition: str, first: str, last: str) -> str:
    return FORM.replace("edition: 2026-01", f"edition: {edition}").replace(
        "in_use: {from: 2026-01-01, to: 2026-12-31}", f"in_use: {{from: {first}, to: {last}}}"
    )


def test_forms_and_guides_are_found_by_name_and_market(tmp_path: Path) -> None:
    newer = later("2027-01", "2027-01-01", "2027-12-31")
    library = Library.read(content(tmp_path, **{"forms/bicycle/ee-2027-01.yaml": newer}))
    assert [form.edition for form in library.editions("bicycle", "ee")] == ["2026-01", "2027-01"]
    assert library.form("bicycle", "ee", "2027-01").in_use_from == date(2027, 1, 1)
    assert library.guide("standard", "ee").title.et == "Tavaline"
    assert library.guide_for("ee", "EUR", date(2026, 5, 1)).name == "standard"


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    library = Library.read(content(tmp_path))
    with pytest.raises(NotFound, match="edition 2025-01 of bicycle of market ee"):
        library.form("bicycle", "ee", "2025-01")
    with pytest.raises(NotFound, match="guide standard of market us"):
        library.guide("standard", "us")
    with pytest.raises(NotFound, match="no guide for market ee, USD"):
        library.guide_for("ee", "USD", date(2026, 5, 1))


def test_rules_are_compiled_once(tmp_path: Path) -> None:
    library = Library.read(content(tmp_path))
    assert library.rules("bicycle", "ee", "standard") is library.rules("bicycle", "ee", "standard")


def test_editions_may_not_be_in_use_together(tmp_path: Path) -> None:
    newer = later("2026-07", "2026-07-01", "2026-12-31")
    says = complaints(content(tmp_path, **{"forms/bicycle/ee-2026-07.yaml": newer}))
    assert "editions 2026-01 and 2026-07 of market ee both in use on 2026-07-01" in says


def test_an_edition_is_defined_in_one_file_called_what_it_holds(tmp_path: Path) -> None:
    says = complaints(content(tmp_path, **{"forms/bicycle/ee-2027-01.yaml": FORM}))
    assert "edition 2026-01 of bicycle is defined in two files" in says
    assert "forms/bicycle/ee-2027-01.yaml: the file is not called what it holds" in says


def test_an_overlay_must_match_a_provision(tmp_path: Path) -> None:
    says = complaints(content(tmp_path, **{"guides/ee-standard.yaml": GUIDE + OVERLAY}))
    assert "overlay law matches no provision of any form" in says


def test_a_guide_compares_papers_of_the_forms_of_its_market(tmp_path: Path) -> None:
    named = (
        "  other: {type: yes_no, compare: {differs: {field: owner, kinds: [%s]}}, label: {en: x, et: x}}\n  altered:"
    )
    sound = GUIDE.replace("  altered:", named % "declarations, letter, receipt")
    assert Library.read(content(tmp_path, **{"guides/ee-standard.yaml": sound})).guide("standard", "ee").facts["other"]
    wrong = GUIDE.replace("  altered:", named % "receipt, police_raport")
    says = complaints(content(tmp_path, **{"guides/ee-standard.yaml": wrong}))
    assert (
        'facts.other.compare: police_raport is no paper of a form of market ee, did you mean "police_report"?' in says
    )


def test_a_guide_and_a_form_agree_what_a_name_means(tmp_path: Path) -> None:
    guide = GUIDE.replace("  altered:", "  speed: {type: yes_no, silent: no, label: {en: x, et: x}}\n  altered:")
    says = complaints(content(tmp_path, **{"guides/ee-standard.yaml": guide}))
    assert "speed is yes_no here and number in forms/bicycle/ee-2026-01.yaml" in says


def test_the_problems_of_every_file_are_listed(tmp_path: Path) -> None:
    broken = {"forms/bicycle/ee-2026-01.yaml": "form: bicycle", "guides/ee-standard.yaml": "guide: standard"}
    says = complaints(content(tmp_path, **broken))
    assert "forms/bicycle/ee-2026-01.yaml" in says
    assert "guides/ee-standard.yaml" in says


def test_two_guides_of_a_market_have_two_names(tmp_path: Path) -> None:
    says = complaints(content(tmp_path, **{"guides/ee-other.yaml": GUIDE}))
    assert "guide standard of market ee is defined in two files" in says


def test_the_shipped_library_is_sound() -> None:
    Library.read(Path(__file__).parents[2] / "scenarios")


EDITIONS = """
- name: The last day of the old edition
  form: bicycle
  market: ee
  guide: standard
  declarations: {start_on: 2026-01-01, end_on: 2027-12-31, deductible: 0}
  facts: {occurred_on: 2026-12-31, reported_on: 2026-12-31, cause: theft}
  lines: [{head: bicycle, price: 100}]
  expect: {disposition: approve, payable: 100}
- name: The first day of the new edition
  form: bicycle
  market: ee
  guide: standard
  declarations: {start_on: 2026-01-01, end_on: 2027-12-31, deductible: 0}
  facts: {occurred_on: 2027-01-01, reported_on: 2027-01-01, cause: theft}
  lines: [{head: bicycle, price: 100}]
  expect: {disposition: approve, payable: 50}
- name: The day is missing, and the edition turns on it
  form: bicycle
  market: ee
  guide: standard
  declarations: {start_on: 2026-01-01, end_on: 2027-12-31, deductible: 0}
  facts: {reported_on: 2027-01-01, cause: theft}
  lines: [{head: bicycle, price: 100}]
  expect: {disposition: request_information, requests: [claim_form]}
- name: The papers disagree across editions
  form: bicycle
  market: ee
  guide: standard
  declarations: {start_on: 2026-01-01, end_on: 2027-12-31, deductible: 0}
  facts: {reported_on: 2027-01-01, cause: theft}
  conflict: {occurred_on: [2026-12-31, 2027-01-01]}
  lines: [{head: bicycle, price: 100}]
  expect: {disposition: request_information}
- name: The papers disagree within one edition, and it makes no difference
  form: bicycle
  market: ee
  guide: standard
  declarations: {start_on: 2026-01-01, end_on: 2027-12-31, deductible: 0}
  facts: {reported_on: 2027-01-05, cause: theft}
  conflict: {occurred_on: [2027-01-02, 2027-01-01]}
  lines: [{head: bicycle, price: 100}]
  expect: {disposition: approve, payable: 50, requests: []}
"""


def test_the_edition_is_chosen_by_the_day_of_the_loss(tmp_path: Path) -> None:
    newer = later("2027-01", "2027-01-01", "2027-12-31").replace("{value: price,", "{value: {product: [50%, price]},")
    library = Library.read(content(tmp_path, **{"forms/bicycle/ee-2027-01.yaml": newer}))
    cases = tmp_path / "cases.yaml"
    cases.write_text(EDITIONS, "utf-8")
    outcomes = run_cases(cases, lambda: library)
    assert [(outcome.case.name, outcome.differences) for outcome in outcomes if outcome.differences] == []
    assert len(outcomes) == 5
