"""Help pages: complete in both languages, and true."""

import re

import pytest

from simulator.assessment.blueprints import read_blueprints
from simulator.assessment.rules import load as load_rules
from simulator.authoring.archive import LARGEST_ZIP, MOST_FILES
from simulator.measurement import Cut, compared, measured
from simulator.measurement import load as load_measurement
from simulator.paths import scenarios_folder, templates_folder
from simulator.practice.skills import load as load_skills
from simulator.services.people import SHORTEST_PASSWORD
from simulator.services.scenarios import LEAST_SEEDS
from simulator.services.sessions import LASTS, WINDOW
from simulator.strict_yaml import plain, read_file
from simulator.web.help import PAGES, help_page

RULES = (scenarios_folder() / "assessment.yaml").read_text("utf-8")


@pytest.mark.parametrize("language", ["en", "et"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_for_everybody_in_both_languages(visit, name, language):
    nobody = visit(None)
    nobody.client.set_cookie("language", language)
    page = nobody.get(f"/help/{name}")
    assert page.status_code == 200
    assert f"<h1>{help_page(name, language).title}</h1>" in page.text


def test_every_page_is_listed_and_no_page_lies_unlisted():
    files = {file.name for file in (templates_folder() / "help" / "pages").iterdir()}
    assert files == {f"{name}.{language}.md" for name in PAGES for language in ("en", "et")}


def test_both_languages_have_the_same_parts():
    def shape(name, language):
        return re.findall(r"<(h2|li|tr|p)\b", help_page(name, language).body)

    assert [name for name in PAGES if shape(name, "en") != shape(name, "et")] == []


def test_an_unknown_page_is_not_found(visit):
    assert visit(None).get("/help/../settings").status_code in (303, 404)
    assert visit(None).get("/help/nothing").status_code == 404


@pytest.mark.parametrize("language", ["en", "et"])
def test_the_page_about_scores_says_what_the_weights_say(language):
    weights = plain(read_file(scenarios_folder() / "scoring.yaml"))
    page = help_page("scores", language).body.unescape()
    assert f" {weights['pass_mark']}" in page
    for criterion in weights["criteria"].values():
        assert f"<strong>{criterion['label'][language]}</strong>" in page


@pytest.mark.parametrize("language", ["en", "et"])
def test_the_page_about_practice_says_what_the_map_of_skills_says(language):
    skills = load_skills((scenarios_folder() / "skills.yaml").read_text("utf-8"))
    page = help_page("practice", language).body.unescape()
    rules, levels = skills.next, skills.levels
    shares = (round(100 * rules.aim), rules.first, rules.unseen_days, skills.target, skills.measured_days)
    assert [
        number for number in (*shares, levels.new_below, levels.sure_from, levels.sure_last) if f"{number}" not in page
    ] == []
    assert (rules.random, rules.same_skill_most) == (0.1, 2)


def test_what_help_says_about_passwords_and_privacy_is_so():
    assert SHORTEST_PASSWORD == 10
    assert WINDOW.total_seconds() == 15 * 60
    assert LASTS.days == 30


@pytest.mark.parametrize("language", ["en", "et"])
def test_the_page_about_scenarios_says_what_checks_and_zips_hold(language):
    page = help_page("scenarios", language).body
    for number in (LEAST_SEEDS, MOST_FILES, f"{LARGEST_ZIP // 1024**2} MB"):
        assert f" {number}" in page


@pytest.mark.parametrize("language", ["en", "et"])
def test_the_page_about_keys_names_every_letter_that_pages_use(language):
    page = help_page("keyboard", language).body
    used = set()
    for template in templates_folder().rglob("*.html"):
        used |= set(re.findall(r'data-key="(\w)"', template.read_text(encoding="utf-8")))
    named = set(re.findall(r"<code>([a-z])</code>", page))
    assert used <= named
    assert named - used <= set("arqe")


def test_links_of_help_pages_lead_somewhere(visit):
    tess = visit("tess")
    for name in PAGES:
        for href in re.findall(r'href="(/[^"]*)"', help_page(name, "en").body):
            assert tess.get(href).status_code == 200, f"{name} links to {href}"


def test_the_glossary_has_every_word_in_both_languages(visit):
    terms = plain(read_file(scenarios_folder() / "glossary.yaml"))["terms"]
    page = visit(None).get("/help/glossary").text
    assert page.count("<dt>") == len(terms) >= 60


@pytest.mark.parametrize("language", ["en", "et"])
def test_the_page_about_sureness_says_what_the_rules_of_measurement_say(language):
    rules = load_measurement((scenarios_folder() / "measurement.yaml").read_text("utf-8"))
    claims = {one.claims for one in read_blueprints(scenarios_folder() / "assessments", load_rules(RULES)).values()}
    assert claims == {12}
    found = measured(70, 12, cut=Cut(mark=70), rules=rules)
    half, gap = round(found.interval.high - 70), round(compared(found.interval, found.interval).least)
    page = help_page("sureness", language).body.unescape()
    assert re.search(rf"\b{half} (points|punkti) (to each side|kummalegi poole)", page)
    assert re.search(rf"\b{gap} (points in the whole score|punkti kogutulemuses)", page)
    assert re.search(rf"\b{round(100 * rules.consistency_wanted)}( in 100|-l sajast)", page)
    assert not found.is_consistent
