"""Auto claims of the United States hold together, look American, and say nothing that only Estonia has."""

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from simulator.authoring.parse import read_scenario
from simulator.coverage.determine import determine
from simulator.domain.decision import Disposition
from simulator.domain.scenario import OnFile
from simulator.domain.text import Text
from simulator.generation import build
from simulator.generation.plans import plan_for
from simulator.generation.targets import build_any
from simulator.generation.worlds import load_world
from simulator.json_codec import from_json, to_json

SEEDS = range(1, 121)
FORM = "motor_own_damage"
SCENARIOS = Path(__file__).parents[2] / "scenarios"
CENT = Decimal("0.01")


@pytest.fixture(scope="module")
def built(content):
    return [build_any(FORM, seed, market="us", content=content) for seed in SEEDS]


@pytest.fixture(scope="module")
def exercises(built):
    return [exercise for _, exercise in built]


def papers_of(exercises, *kinds):
    return [(one, paper) for one in exercises for paper in one.file.papers if paper.kind in kinds]


def words_of(exercises, language):
    for one in exercises:
        for paper in one.file.papers:
            for fields in (paper.fields, *paper.lines.values()):
                told = (said for name, said in fields.items() if name != "zones")
                yield from (said.in_(language) if isinstance(said, Text) else said for said in told)
        yield from (event.text.in_(language) for event in one.events)
        yield from (line.label.in_(language) for line in one.file.lines)


def test_a_claim_aimed_outside_a_provision_is_denied_for_it_or_for_a_judgment_goes_up(built, content):
    ends = Counter()
    for scenario, exercise in built:
        found = determine(plan_for(scenario, "us", content).rules, exercise.file)
        ends[found.disposition] += 1
        for target in scenario.case.targets:
            denied = target.side == ("inside" if target.provision in EXCLUSIONS else "outside")
            if denied and target.provision == "keys":
                assert found.because_of == "unclear_wording"
            elif denied and target.provision != "mileage":
                assert target.provision in found.grounds, (scenario.id, exercise.seed)
            elif not denied:
                assert target.provision not in found.grounds, (scenario.id, exercise.seed)
    assert ends[Disposition.APPROVE] > 60
    assert ends[Disposition.REJECT] > 20
    assert ends[Disposition.REQUEST_INFORMATION] == 0


CHOICES = re.compile(r"[a-z_]+(,[a-z_]+)*")  # names of choices and zones are the same in every market
EXCLUSIONS = (
    "drivers", "licensed", "alcohol", "hire", "racing", "intent", "breakdown", "keys", "wear_parts", "old_damage",
)  # fmt: skip


def test_bills_add_up_and_only_parts_bear_the_tax_of_the_state(exercises, content):
    market, seen = content.market("us"), 0
    for one, paper in papers_of(exercises, "estimate", "invoice"):
        state = re.search(r", ([A-Z]{2}) \d{5}$", one.file.paper("declarations").fields["address"])[1]
        rate = Decimal(str(float(market.tax.on(one.file.as_of.date(), state))))
        for line in paper.lines.values():
            parts, labor, tax, total = (Decimal(line[name]) for name in ("parts", "labor", "vat", "repair"))
            assert parts + labor + tax == total
            assert abs(parts * rate - tax) <= CENT
            if "hours" in line:
                assert Decimal(line["hours"]) * 62 == labor
            seen += 1
        for name, part in (
            ("total", "repair"),
            ("total_parts", "parts"),
            ("total_labor", "labor"),
            ("total_vat", "vat"),
        ):
            assert Decimal(paper.fields[name]) == sum(Decimal(line[part]) for line in paper.lines.values())
    assert seen > 100


def test_a_rental_has_its_own_bill_and_no_other_claim_has_one(exercises):
    rentals = 0
    for one in exercises:
        heads = {line.head for line in one.file.lines}
        bill = one.file.paper("rental_bill")
        assert (bill is not None) == ("rental" in heads)
        if bill is not None:
            assert all(int(line["rental_days"]) >= 1 for line in bill.lines.values())
            rentals += 1
    assert rentals >= 5


def test_the_policy_ends_on_the_day_on_which_it_began_a_year_before(exercises):
    for one in exercises:
        said = one.file.paper("declarations").fields
        if one.scenario.endswith("plain"):
            assert said["start_on"][4:] == said["end_on"][4:]


def test_cars_are_told_by_year_make_and_model_alike_on_all_papers(exercises):
    for one in exercises:
        told = {paper.fields["vehicle"] for paper in one.file.papers if "vehicle" in paper.fields}
        assert len(told) == 1
        assert re.match(r"(19|20)\d\d \w", told.pop())


def test_the_driver_is_told_alike_and_is_born_when_a_relative_may_be(exercises):
    checked = 0
    for one in exercises:
        notice, licence, policy = (one.file.paper(kind) for kind in ("first_notice", "licence", "declarations"))
        if licence is None or "driver_name" not in notice.fields:
            continue
        assert licence.fields["holder"] == notice.fields["driver_name"]
        if licence.fields["holder"] != policy.fields["policyholder"]:
            assert licence.fields["born_on"] != policy.fields["born_on"]
        checked += 1
    assert checked > 15


def test_nothing_of_the_other_market_is_left(exercises):
    said = "\n".join(words for words in words_of(exercises, "en") if not CHOICES.fullmatch(words))
    assert not re.search(r"\bkm\b|€|\bVAT\b|Estonia|Näidis|tyre|windscreen|bonnet|motorway|lorry|elk\b|roe deer", said)
    assert not re.search(r"\bkm\b|€|käibemaks|Eesti|Näidis", "\n".join(words_of(exercises, "et")))


def test_every_text_is_there_in_both_languages_and_no_hole_is_left(exercises):
    for language in ("en", "et"):
        for words in words_of(exercises, language):
            assert words.strip()
            assert not re.search(r"[{}]", words)


def test_social_security_numbers_stay_off_the_papers(exercises):
    assert not [words for words in words_of(exercises, "en") if re.fullmatch(r"\d{3}-\d\d-\d{4}", words)]


def test_nobody_takes_a_claim_up_on_a_federal_holiday(exercises):
    for one in exercises:
        assert one.file.as_of.weekday() < 5
        assert (one.file.as_of.month, one.file.as_of.day) not in {(1, 1), (6, 19), (11, 11), (12, 25)}


def test_an_exercise_comes_back_from_json_and_from_its_seed_as_it_was(exercises, content):
    for one in exercises[:5]:
        assert from_json(type(one), to_json(one)) == one
        assert build_any(FORM, one.seed, market="us", content=content)[1] == one


BASE = """
world: bicycle
number: BIC
kind: {text: {en: Bicycle, et: Jalgratas}}
proposes: {a.first: one, a.second: two}
papers:
  note: {received: {on: loss.reported_on, at: "09:00"}, fields: {kept: a.first, moved: a.first, dropped: a.first}}
"""
OVER = """
world: bicycle
market: us
proposes: {a.second: deux, a.third: trois}
papers:
  note: {fields: {moved: a.second, dropped: ""}}
"""


def test_a_world_of_a_market_says_only_what_is_different_there():
    world = load_world(OVER, file="worlds/bicycle.us.yaml", under=BASE)
    proposed = {name: spec(None, {}) for name, spec in world.proposes.items()}
    assert (world.market, world.prefix) == ("us", "BIC")
    assert proposed == {"a.first": "one", "a.second": "deux", "a.third": "trois"}
    fields = {name: spec(None, {**proposed}) for name, spec in world.papers["note"].fields.items()}
    assert fields == {"kept": "one", "moved": "deux", "dropped": ""}
    assert world.content_hash != load_world(BASE, file="worlds/bicycle.yaml").content_hash


def test_a_claim_that_nobody_ever_bills_can_be_written(content):
    asks = read_scenario(SCENARIOS / "library" / "motor" / "missing_estimate.yaml", name="missing_estimate.yaml")
    papers = {"estimate": OnFile.UNOBTAINABLE, "invoice": OnFile.UNOBTAINABLE}
    unbilled = replace(asks, case=replace(asks.case, papers=papers), content_hash=f"{asks.content_hash} unbilled")
    for seed in range(1, 9):
        file = build(unbilled, seed, market="us", content=content).file
        assert not {"estimate", "invoice"} & {paper.kind for paper in file.papers}
