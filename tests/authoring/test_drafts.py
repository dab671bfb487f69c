"""A draft is read with everything that is wrong with it: the line, and what to write instead."""

import shutil
from pathlib import Path

import pytest

from simulator.authoring.drafts import LONGEST, apart, line_of, read_draft, renamed
from simulator.authoring.shelf import Card
from simulator.domain.text import Text
from simulator.generation import Content
from simulator.phrases import Phrase

ID = "44444444-4444-4444-8444-444444444444"
TEXT = f"""\
id: {ID}
title: {{en: A bicycle, et: Jalgratas}}
teaches: [coverage.policy_period]
level: 1
form: bicycle
market: [ee]
case:
  targets: [{{provision: in_force, side: outside}}]
  fix: {{cause: theft}}
  papers: {{receipt: present}}
expect: {{disposition: reject}}
debrief: {{en: So it is., et: Nii see on.}}
"""


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    here = Path(__file__).parents[1]
    folder = tmp_path_factory.mktemp("scenarios")
    for name in ("markets", "forms/bicycle"):
        (folder / name).mkdir(parents=True)
    shutil.copy(here.parent / "scenarios" / "markets" / "ee.yaml", folder / "markets")
    shutil.copy(here / "generation" / "bicycle.yaml", folder / "forms" / "bicycle" / "ee-2026-01.yaml")
    return Content.read(folder)


@pytest.fixture
def read(content):
    def found(text, **more):
        return read_draft(text, scenario_id=ID, content=apart(content), skills=("reading", "coverage"), **more)

    return found


def test_a_draft_without_faults_is_a_scenario_with_its_card(read):
    found = read(TEXT)
    assert found.problems == ()
    assert found.scenario.id == ID
    assert found.card == Card(
        title=Text("A bicycle", "Jalgratas"),
        form="bicycle",
        level=1,
        markets=("ee",),
        teaches=("coverage.policy_period",),
        languages=("en", "et"),
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "fix"),
    [
        ("level: 1", "level: 8", 4, "8 is not from 1 to 5", "correct"),
        ("level: 1", "level: one", 4, "one is no number", "write a number in digits"),
        ("level: 1", "level: {a: 1}", 4, "a number must stand here", "correct"),
        ("level: 1", "level: true", 4, "write yes", "correct"),
        ("level: 1", "level: [", 6, "this is no YAML", "check quotes"),
        ("level: 1", "level: 1\nrubric: 3", 5, "keys with values", "correct"),
        ("level: 1", "level: 1\nreplies: {receipt: soon}", 5, "keys with values", "write {after: .., gives: ..}"),
        ("level: 1", "level: 1\narrives: {at: noon}", 5, "noon is no time of the day", 'write "09:20"'),
        ("cause: theft", "insured_value: much", 9, "much is no number", "in digits"),
        ("cause: theft", "start_on: today", 9, "today is no date", "2026-03-01"),
        ("level: 1", "levl: 1", 4, 'unknown key "levl", did you mean "level"?', "leave the key out"),
        ("form: bicycle", "form: bicicle", 5, 'no form bicicle, did you mean "bicycle"?', "there are bicycle"),
        ("market: [ee]", "market: [fi]", 6, "no market fi", "bicycle has ee"),
        ("market: [ee]", "market: []", 6, "no market is named", "write market: [ee]"),
        ("coverage.policy", "covrage.policy", 3, 'no skill, did you mean "coverage"?', "begin with one of"),
        ("in_force", "in_forse", 8, 'no provision of bicycle, did you mean "in_force"?', "there are authority"),
        ("cause: theft", "caus: theft", 9, 'no fact or declaration of bicycle, did you mean "cause"?', "there are"),
        ("cause: theft", "cause: thief", 9, "thief", "theft"),
        ("receipt: present", "recept: present", 10, 'no paper of bicycle, did you mean "receipt"?', "notice, receipt"),
        ("disposition: reject", "disposition: refuse", 11, 'did you mean "reject"?', "write one of these"),
        (", et: Nii see on.", "", 12, "has no et", "write et: .."),
        (f"id: {ID}", f"id: {ID[:-1]}5", 1, "never changes", f"write id: {ID}"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_what_to_write(read, old, new, line, message, fix):
    assert old in TEXT
    problems = read(TEXT.replace(old, new, 1)).problems
    assert [problem.line for problem in problems] == [line]
    assert message in problems[0].message
    assert fix in problems[0].fix or fix in problems[0].message
    assert problems[0].fix
    assert isinstance(problems[0].message, Phrase)
    assert isinstance(problems[0].fix, Phrase)


def test_all_that_is_wrong_comes_at_once_in_the_order_of_the_lines(read):
    text = TEXT.replace("coverage.policy", "covrage.policy").replace("in_force", "in_forse").replace("caus", "kaus")
    assert [problem.line for problem in read(text).problems] == [3, 8, 9]


@pytest.mark.parametrize(
    "text", ["", "[", "just words", "- a\n- b", "id: [\n", "\t", "a: &x 1\nb: *x", "%YAML 9\n---\n"]
)
def test_no_text_is_too_broken_to_be_read(read, text):
    found = read(text, before=Card(level=4))
    assert found.scenario is None
    assert found.problems
    assert all(problem.line >= 1 and problem.fix for problem in found.problems)


def test_a_broken_draft_shows_what_can_be_read_of_it_and_what_is_no_yaml_shows_what_it_was(read):
    before = Card(title=Text("Before", "Enne"), level=4)
    assert read(TEXT.replace("level: 1", "level: 8"), before=before).card.title == Text("A bicycle", "Jalgratas")
    assert read(TEXT.replace(", et: Nii see on.", ""), before=before).card.languages == ("en",)
    assert read("[", before=before).card == before


def test_a_draft_that_is_too_long_is_not_read_at_all(read):
    (problem,) = read("#" * (LONGEST + 1)).problems
    assert str(LONGEST) in problem.fix


def test_a_text_under_another_id_is_else_the_same():
    other = "55555555-5555-4555-8555-555555555555"
    assert renamed(TEXT, other) == TEXT.replace(ID, other)
    assert renamed("title: x\n", other) == f"id: {other}\ntitle: x\n"


def test_a_key_is_found_on_its_line():
    assert (line_of(TEXT, "form"), line_of(TEXT, "nothing")) == (5, 1)
