"""The editor: what is typed is never lost, problems stand by their line, and a wrong answer cannot be published."""

import re
from html import unescape

import pytest

from simulator.authoring.parse import read_scenarios
from simulator.paths import scenarios_folder

SCRIPT = {"X-Editor": "script"}
IN_FORCE = {"form": "motor_own_damage", "market": "ee", "provision": "in_force", "side": "outside", "near": "line"}


@pytest.fixture(scope="module")
def shipped():
    return read_scenarios(scenarios_folder() / "library")


@pytest.fixture
def ines(visit):
    return visit("ines")


@pytest.fixture
def place(ines):
    """The page of a draft that teaches the policy period."""
    return ines.post("/library/new/clause", IN_FORCE).location.removesuffix("/edit")


def text_of(browser, place):
    return browser.get(f"{place}/scenario.yaml").text


def saved(browser, place, text, revision, **options):
    return browser.post(f"{place}/edit", {"yaml": text, "revision": str(revision)}, **options)


def held(page):
    """What the form of a page holds: text and revision."""
    text = re.search(r'<textarea id="yaml"[^>]*>\n(.*?)</textarea>', page.text, re.S)
    revision = re.search(r'name="revision" value="(\d+)"', page.text)
    return unescape(text[1]), int(revision[1])


def test_a_draft_from_a_clause_comes_out_as_it_expects(ines, place):
    page = ines.get(f"{place}/edit").text
    assert "as expected" in page
    assert "not as expected" not in page
    for told in ("Reject: 1.1 Policy period", "How it was derived", "The twin", "Run the checks", "Publish version 1"):
        assert told in page


def test_a_broken_text_is_kept_with_its_problems_by_line(ines, place):
    text = text_of(ines, place).replace("level: 3", "levl: 3")
    assert saved(ines, place, text, 1).status_code == 303
    page = ines.get(f"{place}/edit")
    assert held(page) == (text, 2)
    assert 'href="#line-4"' in page.text
    assert '<li id="line-4" class="e">' in page.text
    assert "did you mean" in page.text
    assert "Fix" in page.text


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("levl: 3", 'tundmatu võti "levl", kas mõtlesid "level"?'),
        ("level: high", "high ei ole arv"),
        ("level: [", "see ei ole YAML: "),
        ("level: 3\nmarket: [fi]", "on kirjas kaks korda, esimest korda real"),
        ("level: 3\nguide: other", "Juhendit other turul ee ei ole."),
    ],
)
def test_who_reads_estonian_is_told_in_estonian_what_is_wrong_and_what_to_write(ines, place, wrong, told):
    saved(ines, place, text_of(ines, place).replace("level: 3", wrong), 1)
    ines.client.set_cookie("language", "et")
    listed = re.search(r'<ul role="list" class="problems">.*?</ul>', ines.get(f"{place}/edit").text, re.S)[0]
    assert told in unescape(listed)
    assert 'lang="en"' not in listed


def test_what_is_no_yaml_at_all_is_kept_and_does_no_harm(ines, place):
    text = "a: [b\n\tc: </textarea><script>"
    saved(ines, place, text, 1)
    page = ines.get(f"{place}/edit")
    assert held(page)[0] == text == text_of(ines, place)
    assert "</textarea><script>" not in page.text


def test_a_script_gets_revision_problems_and_the_gate(ines, place):
    said = saved(ines, place, text_of(ines, place).replace("level: 3", "level: 7"), 1, headers=SCRIPT).json
    assert (said["revision"], said["ok"], said["lines"]) == (2, False, [4])
    assert "7 is not from 1 to 5" in said["problems"]
    assert "Mend the problems" in said["gate"]


def test_two_editors_on_one_draft_lose_nothing(visit, ines, place):
    other, text = visit("ines"), text_of(ines, place)
    theirs, mine = text.replace("level: 3", "level: 4"), text.replace("level: 3", "level: 5")
    saved(other, place, theirs, 1)
    assert saved(ines, place, mine, 1, headers=SCRIPT).status_code == 409
    page = saved(ines, place, mine, 1)
    assert (page.status_code, held(page)[0]) == (409, mine)
    assert "level: 4" in page.text
    assert text_of(ines, place) == theirs
    assert saved(ines, place, mine, held(page)[1]).status_code == 303
    assert text_of(ines, place) == mine


def test_saving_the_same_twice_is_no_conflict(ines, place):
    text = text_of(ines, place).replace("level: 3", "level: 4")
    assert [saved(ines, place, text, 1).status_code for _ in range(2)] == [303, 303]


def test_a_wrong_expectation_cannot_be_published_and_says_what_to_change(ines, place):
    wrong = text_of(ines, place).replace("disposition: reject, grounds: [in_force]", "disposition: approve")
    saved(ines, place, wrong, 1)
    shown = ines.get(f"{place}/edit").text
    assert "not as expected" in shown
    assert "{disposition: reject, grounds: [in_force]}" in shown
    ines.post(f"{place}/check")
    refused = ines.post(f"{place}/publish", {"revision": "2"})
    assert refused.status_code == 422
    for told in ("What failed", "expected approve", "first_notice#occurred_on", "What to change", "seed 1"):
        assert told in refused.text
    assert "Nothing was published yet" in ines.get(place).text

    ines.client.set_cookie("language", "et")
    there = ines.get(f"{place}/edit").text
    for told in (
        "ootad: approve, reeglite järgi on õige: reject (alused in_force)",
        "paranda expect, case või replies",
    ):
        assert told in there


def test_what_was_not_checked_cannot_be_published(ines, place):
    refused = ines.post(f"{place}/publish", {"revision": "1"})
    assert (refused.status_code, "have not finished" in refused.text) == (422, True)


def test_what_is_typed_and_published_at_once_is_saved_and_not_published_unchecked(ines, place):
    ines.post(f"{place}/check")
    text = text_of(ines, place).replace("level: 3", "level: 4")
    assert ines.post(f"{place}/publish", {"yaml": text, "revision": "1"}).status_code == 422
    assert text_of(ines, place) == text


def test_the_checks_go_on_slice_by_slice_and_then_it_can_be_published_once(ines, place):
    first = ines.post(f"{place}/check", headers=SCRIPT).json
    assert first["running"]
    assert "5 of 100 seeds are checked" in first["gate"]
    assert ines.post(f"{place}/check").location == f"{place}/edit#gate"
    assert "Everything holds at 100 seeds" in ines.get(f"{place}/edit").text
    text = text_of(ines, place)
    for _ in range(2):
        done = ines.post(f"{place}/publish", {"yaml": text, "revision": "1", "why": "First"})
        assert (done.status_code, done.location) == (303, place)
    assert re.findall(r"<b>Version (\d)</b>", ines.get(place).text) == ["1"]


def test_checks_of_a_text_with_problems_lead_to_the_problems(ines, place):
    assert ines.post(f"{place}/check", {"yaml": "form: x", "revision": "1"}).location == f"{place}/edit#problems"


def test_another_seed_is_a_link_and_a_fragment(ines, place):
    assert "Seed 4 in short" in ines.get(f"{place}/edit?seed=4").text
    part = ines.get(f"{place}/outcome?seed=4", headers=SCRIPT).text
    assert "Seed 4 in short" in part
    assert "<html" not in part
    assert ines.get(f"{place}/outcome?seed=4").location == f"{place}/edit?seed=4"


def test_playing_from_the_editor_keeps_what_was_typed(ines, place):
    text = text_of(ines, place).replace("level: 3", "level: 4")
    sent = {"yaml": text, "revision": "1", "seed": "2", "market": "ee"}
    assert "/items/" in ines.post(f"{place}/edit/play", sent).location
    assert text_of(ines, place) == text


def test_every_snippet_of_the_cheat_sheet_can_be_written(ines, place, app, content):
    """What the page tells one to write is understood wherever it tells one to write it."""
    base, page = text_of(ines, place), ines.get(f"{place}/edit").text
    parts = re.findall(r'<details class="part" data-into="([a-z.]+)">(.*?)</details>', page, re.S)
    told = [(into, unescape(one)) for into, body in parts for one in re.findall(r'class="snip">(.*?)</code>', body)]
    for name in ("cause: hail", "police_report: absent", "wrong_sum: invoice", "conflict: occurred_on"):
        assert name in {snippet for _, snippet in told}
    form = content.library.editions("motor_own_damage", "ee")[-1]
    assert {f"{{head: {name}}}" for name in form.heads} <= {snippet for _, snippet in told}
    read = app.extensions["simulator"].stock.read
    assert [(into, one, str(bad)) for into, one in told for bad in read(put(base, into, one)).problems] == []


def put(text, into, snippet):
    """Write a snippet under its key, as the script of the editor does."""
    top, _, key = into.partition(".")
    if not key:
        value = f"[{snippet}]" if top == "teaches" else snippet
        return re.sub(rf"^{top}:.*$", f"{top}: {value}", text, flags=re.M)
    value = f"{{{snippet}}}" if key in ("fix", "papers") else f"[{snippet}]"
    return _under_case(text, key, value)


def _under_case(text, key, value):
    if f"\n  {key}:" in text:
        return re.sub(rf"^  {key}:.*$", f"  {key}: {value}", text, flags=re.M)
    return text.replace("case:\n", f"case:\n  {key}: {value}\n")


def test_a_retired_draft_can_be_read_but_not_written(ines, place):
    ines.post(f"{place}/retire")
    assert " readonly" in ines.get(f"{place}/edit").text
    refused = saved(ines, place, "level: 1", 2)
    assert (refused.status_code, held(refused)[0]) == (409, "level: 1")


def test_the_editor_asks_the_database_little(ines, place, statements):
    ines.get(f"{place}/edit")
    with statements() as seen:
        ines.get(f"{place}/edit")
    assert seen.count <= 8


def test_nobody_but_an_instructor_writes(visit, place):
    tess = visit("tess")
    assert saved(tess, place, "a", 1).status_code == 403
    assert tess.post(f"{place}/check", headers=SCRIPT).status_code == 403
    assert tess.get(f"{place}/outcome", headers=SCRIPT).status_code == 403
