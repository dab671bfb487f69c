"""Motor claims hold together: people, days, amounts and papers, whatever the dice say."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from simulator.domain.exercise import Exercise
from simulator.domain.text import Text
from simulator.generation import Content
from simulator.generation.targets import build_any
from simulator.json_codec import from_json, to_json

SEEDS = range(1, 61)


@pytest.fixture(scope="module")
def exercises(content: Content) -> list[Exercise]:
    return [build_any("motor_own_damage", seed, market="ee", content=content)[1] for seed in SEEDS]


def papers_of(exercises, *kinds):
    return [(one, paper) for one in exercises for paper in one.file.papers if paper.kind in kinds]


def said(paper, name) -> date:
    return date.fromisoformat(paper.fields[name])


def test_a_file_has_five_to_nine_papers(exercises):
    counts = {len(one.file.papers) for one in exercises}
    assert min(counts) >= 5
    assert max(counts) <= 11
    assert sum(5 <= len(one.file.papers) <= 9 for one in exercises) >= 0.9 * len(exercises)


def test_lines_of_estimates_and_invoices_add_up_to_the_cent(exercises):
    for _, paper in papers_of(exercises, "estimate", "invoice"):
        for name, part in (("total", "repair"), ("total_net", "net"), ("total_vat", "vat")):
            assert Decimal(paper.fields[name]) == sum(Decimal(line[part]) for line in paper.lines.values())
        for line in paper.lines.values():
            net, vat, gross = (Decimal(line[name]) for name in ("net", "vat", "repair"))
            assert net + vat == gross
            assert abs(net * 24 / 100 - vat) < Decimal("0.02")


def test_what_is_claimed_is_what_the_workshop_wrote(exercises):
    for one in exercises:
        paper = one.file.paper("estimate")
        if paper is not None:
            assert {line.id: line.claimed for line in one.file.lines} == {
                line: Decimal(fields["repair"]) for line, fields in paper.lines.items()
            }


def test_papers_come_in_order_and_before_the_file_is_taken_up_on_a_working_day(exercises):
    for one in exercises:
        moments = [paper.received_at for paper in one.file.papers]
        assert moments == sorted(moments)
        assert moments[-1] < one.file.as_of
        assert one.file.as_of.weekday() < 5


def test_no_paper_is_dated_after_it_came(exercises):
    for one in exercises:
        for paper in one.file.papers:
            for name in ("dated_on", "recorded_on", "taken_on", "sent_on", "issued_on", "reported_on", "occurred_on"):
                if name in paper.fields:
                    assert said(paper, name) <= paper.received_at.date(), (paper.id, name)


def test_names_plates_and_policy_agree_on_all_papers(exercises):
    for one in exercises:
        for name in ("policyholder", "policy_number", "vin", "identity_code"):
            assert len({p.fields[name] for p in one.file.papers if name in p.fields}) <= 1, name
        declared = one.file.paper("declarations")
        assert one.holders["claimant"] == declared.fields["policyholder"]
        assert one.file.record["plate"] == declared.fields["plate"]


def test_the_driver_of_the_notice_is_the_one_on_the_licence(exercises):
    checked = 0
    for one in exercises:
        notice, licence = one.file.paper("first_notice"), one.file.paper("licence")
        if notice is not None and licence is not None and "driver_name" in notice.fields:
            assert licence.fields["holder"] == notice.fields["driver_name"]
            assert licence.fields["born_on"] < licence.fields["issued_on"]
            checked += 1
    assert checked > 5


def test_the_identity_code_follows_a_birth_date_that_the_target_moved(exercises):
    for one in exercises:
        licence, declared = one.file.paper("licence"), one.file.paper("declarations")
        if licence is not None and licence.fields["holder"] == declared.fields["policyholder"]:
            born = said(licence, "born_on")
            assert declared.fields["identity_code"][1:7] == f"{born:%y%m%d}"


def test_instalments_add_up_to_the_premium(exercises):
    for one, paper in papers_of(exercises, "payment_history"):
        amounts = [Decimal(paper.fields[f"instalment_{at}_amount"]) for at in range(1, 5)]
        assert abs(sum(amounts) - Decimal(one.file.paper("declarations").fields["premium"])) < Decimal("0.05")


def test_stories_come_in_both_languages_and_captions_fit_the_photos(exercises):
    for one in exercises:
        for paper in one.file.papers:
            for text in paper.fields.values():
                if isinstance(text, Text):
                    assert text.en
                    assert text.et
        photos = one.file.paper("photos")
        if photos is not None and "zones" in photos.fields:
            for zone in photos.fields["zones"].split(","):
                assert isinstance(photos.fields[f"caption.{zone}"], Text)


def test_the_timeline_is_told_before_the_file_is_taken_up(exercises):
    for one in exercises:
        assert one.events
        assert all(isinstance(event.at, datetime) and event.at <= one.file.as_of for event in one.events)


def test_an_exercise_comes_back_from_json_as_it_was(exercises):
    for one in exercises[:10]:
        assert from_json(Exercise, to_json(one)) == one


def test_versions_name_everything_it_was_made_with(exercises):
    assert set(exercises[0].versions) == {"simulator", "faker", "form", "guide", "scenario", "world", "market"}
