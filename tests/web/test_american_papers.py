"""Papers of an American claim look as Americans write them, in both languages of the reader, and nothing is lost."""

import gzip
import html
import re

import pytest

from simulator.authoring.checks import verified
from simulator.authoring.parse import read_scenario
from simulator.generation.targets import build_any
from simulator.json_codec import to_json
from simulator.paths import scenarios_folder, templates_folder
from simulator.services.shifts import take_up
from simulator.web.papers import drawn

FORM, FOLDER = "motor_own_damage", scenarios_folder()
RENTAL = read_scenario(FOLDER / "library" / "motor" / "rental_above_the_daily_limit.yaml", name="rental.yaml")


@pytest.fixture(params=["en", "et"])
def papers(request, app, content):
    """Every paper of forty claims, drawn: kind, paper, words."""
    found = []
    form, guide = content.library.editions(FORM, "us")[-1], content.library.guide("standard", "us")
    with app.test_request_context("/", headers={"Accept-Language": request.param}):
        for seed in range(1, 41):
            file = build_any(FORM, seed, market="us", content=content)[1].file
            for paper in file.papers:
                drawing = drawn(paper, file, form, guide, request.param)
                found.append((paper, drawing, html.unescape(re.sub(r"<[^>]+>", " ", drawing.html))))
    return found


def test_days_are_written_month_first_and_times_with_am_and_pm(papers):
    for paper, _, words in papers:
        assert not re.search(r"\b\d\d\.\d\d\.\d{4}\b", words)
        if paper.kind == "first_notice":
            assert re.search(r"\b(0\d|1[0-2])/[0-3]\d/202\d\b", words)
            assert re.search(r"\b\d{1,2}:\d\d.[AP]M\b", words)


def test_amounts_are_dollars_shares_stand_by_their_sign_and_ways_are_miles(papers):
    seen = set()
    for paper, _, words in papers:
        assert "€" not in words
        assert "VAT" not in words
        assert not re.search(r"\d\skm\b", words)
        for kind, pattern in (
            ("expert_note", r"\$[\d,]+\.\d\d"), ("expert_note", r"\b\d(\.\d+)?%"), ("estimate", r"[\d,]+.mi\b"),
        ):  # fmt: skip
            if paper.kind == kind and re.search(pattern, words):
                seen.add((kind, pattern))
    assert len(seen) == 3


def test_the_insurer_and_the_police_are_those_of_the_market(papers, content):
    for paper, _, words in papers:
        assert "Näidis" not in words
        if paper.kind in ("declarations", "expert_note", "payment_history"):
            assert content.market("us").insurer.name in words
        if paper.kind == "police_report":
            assert re.search(r"Police|Sheriff", words)


def test_every_field_of_every_paper_can_be_pinned(papers):
    for paper, drawing, _ in papers:
        names = set(paper.fields) | {f"{line}.{name}" for line, fields in paper.lines.items() for name in fields}
        pinned = {pin.rpartition("#")[2] for pin in drawing.words}
        assert names - pinned <= {"zones"}, paper.kind


def test_every_american_template_serves_a_paper_of_the_market(content):
    form, guide = content.library.editions(FORM, "us")[-1], content.library.guide("standard", "us")
    drawn_here = {path.stem for path in (templates_folder() / "documents" / "us").glob("*.html")}
    assert drawn_here <= {*form.documents, *guide.documents, "declarations"}


def test_a_page_with_a_rental_is_as_light_as_any_other_and_says_which_deductible_it_shows(visit, session, content, now):
    tess = visit("tess")
    exercise, determination = verified(RENTAL, 1, market="us", content=content)
    item_id = take_up(
        session,
        person_id=tess.person.id,
        exercise=exercise,
        determination=determination,
        scenario_body=to_json(RENTAL),
        library=content.library,
        now=now,
    )
    page = tess.get(f"/items/{item_id}")
    assert page.status_code == 200
    assert "$5,000.00" in page.text
    assert "Collision deductible" in page.text
    assert len(page.data) <= 64 * 1024
    assert len(gzip.compress(page.data, 6)) <= 16 * 1024
