"""A scenario begun from a provision is one that works; every provision that is judged can be begun with."""

import pytest

from simulator.authoring.beginnings import SIDES, Aim, provisions_to_teach, teaching
from simulator.authoring.blanks import blank
from simulator.authoring.checks import check
from simulator.authoring.drafts import apart, read_draft
from simulator.authoring.gaps import gaps
from simulator.authoring.parse import read_scenarios
from simulator.errors import NotFound
from simulator.paths import scenarios_folder

ID = "44444444-4444-4444-8444-444444444444"
FORM = "motor_own_damage"


def read(text, content):
    return read_draft(text, scenario_id=ID, content=apart(content), skills=("coverage", "settling"))


@pytest.mark.parametrize("market", ["ee", "us"])
def test_nearly_every_provision_gives_a_scenario_that_passes_on_both_sides_of_its_line(content, market):
    """Of mileage the share that is paid hangs on two premiums besides: its failure tells the author to set them."""
    form = content.library.editions(FORM, market)[-1]
    failing = set()
    for provision in provisions_to_teach(form):
        for side in SIDES:
            aim = Aim(form=FORM, market=market, provision=provision.id, side=side)
            found = read(teaching(ID, aim, content), content)
            assert found.problems == ()
            if not check(found.scenario, apart(content), range(31, 37)).passed:
                failing.add((provision.id, side))
    assert failing <= {("mileage", "outside")}


@pytest.mark.parametrize("provision", ["tyres", "inspection", "inspect"])
def test_a_draft_that_pays_claims_more_than_what_comes_off(content, provision):
    aim = Aim(form=FORM, market="ee", provision=provision, side="outside")
    found = read(teaching(ID, aim, content), content).scenario
    (line,) = found.case.lines
    assert int(line.fix["repair"].low) >= 500
    assert check(found, apart(content), range(40, 90)).passed


@pytest.mark.parametrize(
    ("provision", "side", "expected"),
    [
        ("alcohol", "inside", "{disposition: reject, grounds: [alcohol]}"),
        ("alcohol", "outside", "{disposition: approve, grounds: []}"),
        ("keys", "inside", "{disposition: escalate, escalate_to: supervisor}"),
    ],
)
def test_what_is_right_there_stands_as_the_expectation(content, provision, side, expected):
    text = teaching(ID, Aim(form=FORM, market="ee", provision=provision, side=side), content)
    assert f"expect: {expected}" in text
    assert f"provision: {provision}, side: {side}, near: line" in text


def test_words_of_the_provision_stand_in_both_languages_ready_to_be_mended(content):
    text = teaching(ID, Aim(form=FORM, market="ee", provision="alcohol", on_the_line=False), content)
    found = read(text, content)
    assert found.card.title.en == "Alcohol: outside"
    assert found.card.title.et == "Alkohol: väljas"
    assert found.card.languages == ("en", "et")
    assert "near" not in text


def test_the_same_aim_gives_the_same_text(content):
    aim = Aim(form=FORM, market="us", provision="police", side="outside")
    assert teaching(ID, aim, content) == teaching(ID, aim, apart(content))


@pytest.mark.parametrize(("form", "provision"), [(FORM, "deductible"), (FORM, "nothing"), ("boat", "alcohol")])
def test_what_is_never_judged_cannot_be_begun_with(content, form, provision):
    with pytest.raises(NotFound):
        teaching(ID, Aim(form=form, market="ee", provision=provision), content)


@pytest.mark.parametrize(("language", "word"), [("en", "# A target names"), ("et", "# Siht (targets) nimetab")])
def test_a_blank_beginning_lacks_words_and_nothing_else(content, language, word):
    text = blank(ID, form=FORM, market="ee", language=language)
    assert word in text
    problems = read(text, content).problems
    assert {problem.key for problem in problems} == {"title", "debrief"}


def test_gaps_are_provisions_at_which_no_scenario_aims(content):
    library = read_scenarios(scenarios_folder() / "library")
    aim = Aim(form=FORM, market="ee", provision="alcohol", side="inside")
    only = read(teaching(ID, aim, content), content).scenario
    ee, us = gaps(content.library, [only])
    assert ("alcohol", ("outside",)) in {(provision.id, sides) for provision, sides in ee.untaught}
    assert "alcohol" not in {provision.id for provision in ee.missing}
    assert len(ee.missing) == ee.provisions - 1
    assert len(us.missing) == us.provisions
    assert all(len(gap.missing) < gap.provisions // 3 for gap in gaps(content.library, library))
