"""The library: the list with its filters, the page of a scenario, playing, copying, retiring, files in and out."""

import csv
import io
import re
import secrets
import zipfile

import pytest

from simulator.authoring.archive import LARGEST_ZIP
from simulator.authoring.parse import read_scenarios
from simulator.paths import scenarios_folder
from simulator.persistence.practice import on_desk
from simulator.web.spreadsheets import BYTE_ORDER_MARK

TOKEN = "11111111-1111-4111-8111-111111111111"
IN_FORCE = {"form": "motor_own_damage", "market": "ee", "provision": "in_force", "side": "outside", "near": "line"}


@pytest.fixture(scope="module")
def shipped():
    return read_scenarios(scenarios_folder() / "library")


@pytest.fixture
def ines(visit):
    return visit("ines")


def begun(browser, **more):
    """Begin a draft from a clause, and return the place of its page."""
    return browser.post("/library/new/clause", IN_FORCE | more).location.removesuffix("/edit")


def published(browser, **more):
    """Begin a draft, prove and publish it, and return the place of its page."""
    place = begun(browser, **more)
    browser.post(f"{place}/check")
    assert browser.post(f"{place}/publish", {"revision": "1"}).location == place
    return place


def rows(page):
    return re.findall(r'<th scope="row" role="rowheader"><a href="(/library/[0-9a-f-]+)">', page.text)


def test_the_list_shows_all_that_ships_a_page_at_a_time(ines, shipped):
    page = ines.get("/library")
    assert len(rows(page)) == 25
    assert f"{len(shipped)} scenarios" in page.text
    last = ines.get("/library?page=99")
    assert 0 < len(rows(last)) <= 25
    assert not set(rows(page)) & set(rows(last))


def test_filters_and_search_narrow_the_list(ines, shipped):
    found = ines.get("/library?level=3&market=us&q=lawyer")
    fitting = [one for one in shipped if one.level == 3 and "us" in one.markets]
    assert 0 < len(rows(found)) < len(fitting)
    assert "Lawyer" in found.text or "lawyer" in found.text
    assert "No scenario fits" in ines.get("/library?q=nothing+like+it").text


def test_what_is_typed_into_a_filter_does_no_harm(ines):
    page = ines.get('/library?q="><script>&level=x&form=%00&state=none&page=-1')
    assert page.status_code == 200
    assert "<script>&" not in page.text


def test_the_list_asks_the_database_the_same_however_many_there_are(ines, statements):
    ines.get("/library")
    with statements() as few:
        ines.get("/library")
    for n in range(4):
        ines.post("/library/new/blank", {"form": "motor_own_damage", "market": "ee", "token": f"{n}" * 8 + TOKEN[8:]})
    with statements() as more:
        ines.get("/library")
    assert more.count == few.count <= 5


def test_a_draft_says_in_the_list_what_it_lacks(ines):
    ines.post("/library/new/blank", {"form": "motor_own_damage", "market": "ee"})
    page = ines.get("/library?state=draft")
    assert len(rows(page)) == 1
    assert "Without a title" in page.text
    assert "missing: EN, ET" in page.text


def test_the_list_goes_out_as_rows_whose_formulas_are_defused(ines, shipped):
    place = begun(ines)
    text = ines.get(f"{place}/scenario.yaml").text.replace("Policy period: just outside", "=cmd()")
    ines.post(f"{place}/edit", {"yaml": text, "revision": "1"})
    sent = ines.get("/library/scenarios.csv")
    assert sent.headers["Content-Disposition"] == 'attachment; filename="scenarios.csv"'
    head, *found = csv.reader(io.StringIO(sent.text.removeprefix(BYTE_ORDER_MARK)))
    assert len(found) == len(shipped) + 1
    titles = [row[head.index("title_en")] for row in found]
    assert "'=cmd()" in titles
    assert "=cmd()" not in titles


def test_the_page_of_a_scenario_tells_outcome_robots_and_difficulty(ines, shipped):
    one = next(one for one in shipped if one.file.endswith("/below_the_deductible.yaml"))
    page = ines.get(f"/library/{one.id}?seed=5&market=us").text
    assert one.title.en in page
    for told in ("Seed 5 in short", "How it was derived", "The twin", "Always rejects", "somebody new is expected"):
        assert told in page
    assert "/edit" not in page
    assert "?seed=8" in page


def test_what_is_played_is_the_author_s_own_trial_in_the_language_and_theme_that_were_chosen(
    ines, shipped, session, people
):
    one = shipped[0]
    wanted = {"seed": "7", "market": "ee", "language": "et", "theme": "dark", "token": TOKEN}
    places = {ines.post(f"/library/{one.id}/play", wanted).location for _ in range(2)}
    assert len(places) == 1
    page = ines.get(*places)
    assert (page.status_code, '<html lang="et" data-theme="dark"' in page.text) == (200, True)
    assert '<html lang="en" data-theme="auto"' in ines.get("/library").text
    assert one.title.en not in page.text
    assert on_desk(session, people["ines"].id, 9) == []


def test_a_language_chosen_by_hand_holds_on_a_trial_too(ines, shipped):
    place = ines.post(f"/library/{shipped[0].id}/play", {"language": "et", "token": TOKEN}).location
    ines.get("/language/en")
    assert '<html lang="en"' in ines.get(place).text


@pytest.mark.parametrize("seed", ["", "0", "-3", "x", "99999999999999", "1.5"])
def test_any_seed_that_is_typed_can_be_played(ines, shipped, seed):
    assert "/items/" in ines.post(f"/library/{shipped[0].id}/play", {"seed": seed}).location


def test_a_double_click_makes_one_copy_and_one_draft(ines, shipped):
    copies = {ines.post(f"/library/{shipped[0].id}/duplicate", {"token": TOKEN}).location for _ in range(2)}
    drafts = {begun(ines, token=TOKEN[:-1] + "2") for _ in range(2)}
    assert len(copies) == len(drafts) == 1
    assert len(rows(ines.get("/library?state=draft"))) == 2


def test_what_is_retired_twice_is_retired_and_comes_back(ines):
    place = begun(ines)
    for _ in range(2):
        assert ines.post(f"{place}/retire").status_code == 303
    page = ines.get(place).text
    assert "It is out of use" in page
    assert f'action="{place}/restore"' in page
    for _ in range(2):
        ines.post(f"{place}/restore")
    assert f'action="{place}/retire"' in ines.get(place).text


def test_what_ships_cannot_be_retired_and_is_shown_instead_of_edited(ines, shipped):
    place = f"/library/{shipped[0].id}"
    assert ines.post(f"{place}/retire").status_code == 404
    assert ines.get(f"{place}/edit").location == place


def test_the_history_tells_who_published_what_and_what_changed(ines):
    place = published(ines)
    text = ines.get(f"{place}/scenario.yaml").text
    ines.post(f"{place}/edit", {"yaml": text.replace("level: 3", "level: 4"), "revision": "2"})
    ines.post(f"{place}/check")
    ines.post(f"{place}/publish", {"revision": "3", "why": "Harder than <it> looked"})
    page = ines.get(place).text
    assert "Harder than &lt;it&gt; looked" in page
    assert "Ines Kask" in page
    changes = ines.get(f"{place}/changes?before=1&after=2").text
    assert "level: 3" in changes
    assert "level: 4" in changes
    assert ines.get(f"{place}/changes?before=1&after=7").status_code == 404


def test_an_older_version_becomes_a_draft_and_a_draft_is_given_up(ines):
    place = published(ines)
    text = ines.get(f"{place}/scenario.yaml").text
    ines.post(f"{place}/edit", {"yaml": text.replace("level: 3", "level: 4"), "revision": "2"})
    in_the_way = ines.post(f"{place}/take-back", {"version": "1", "revision": "3"})
    assert "Publish it or give it up first" in ines.get(in_the_way.location).text
    for _ in range(2):
        assert ines.post(f"{place}/give-up", {"revision": "3"}).status_code == 303
    assert "level: 3" in ines.get(f"{place}/scenario.yaml").text


def zipped(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        for name, text in files.items():
            opened.writestr(f"{name}.yaml", text)
    return buffer.getvalue()


def sent(browser, body, name):
    page = browser.post("/library/import", {"file": (io.BytesIO(body), name)})
    page.request.environ["wsgi.input"].close()  # the client lays a large body on disk
    return page


def brought(browser, page):
    fields = dict(re.findall(r'name="(name|body)" value="([^"]*)"', page.text))
    return browser.post("/library/import/bring", fields)


def text_of(number, level=2):
    text = (scenarios_folder() / "library" / "motor" / "below_the_deductible.yaml").read_text("utf-8")
    text = re.sub(r"^id: .*$", f"id: 00000000-0000-4000-8000-00000000000{number}", text, flags=re.M)
    return re.sub(r"^level: .*$", f"level: {level}", text, flags=re.M)


def test_a_file_is_looked_at_before_anything_is_written(ines):
    page = sent(ines, zipped(one=text_of(1), two=text_of(2)), "two.zip")
    assert (page.status_code, "Nothing is written yet" in page.text) == (200, True)
    assert rows(ines.get("/library?state=draft")) == []
    done = ines.get(brought(ines, page).location)
    assert "2 scenarios came in" in done.text
    assert len(rows(done)) == 2
    again = sent(ines, zipped(one=text_of(1), two=text_of(2)), "two.zip")
    assert "There is nothing to bring in" in again.text


def test_one_wrong_file_keeps_all_out_and_says_where(ines):
    page = sent(ines, zipped(good=text_of(1), bad=text_of(2, level=9)), "two.zip")
    assert page.status_code == 422
    assert "bad.yaml" in page.text
    assert "9 is not from 1 to 5" in page.text
    assert rows(ines.get("/library?state=draft")) == []


@pytest.mark.parametrize("body", [b"no zip at all", b"PK\x03\x04 broken", zipped()], ids=["text", "broken", "empty"])
def test_a_broken_zip_is_told_as_one(ines, body):
    page = sent(ines, body, "broken.zip")
    assert (page.status_code, "Nothing came in." in page.text) == (422, True)


def test_a_single_file_with_problems_can_be_mended_in_the_editor(ines):
    page = sent(ines, text_of(3, level=9).encode(), "mine.yaml")
    assert page.status_code == 422
    opened = ines.post("/library/import/draft", {"name": "mine.yaml", "text": text_of(3, level=9), "token": TOKEN})
    assert "9 is not from 1 to 5" in ines.get(opened.location).text


def test_no_file_and_a_changed_one_are_refused_in_words(ines):
    assert "Choose a file first" in ines.post("/library/import", {}).text
    assert "did not arrive whole" in ines.post("/library/import/bring", {"body": "!", "name": "x"}).text


def test_what_was_written_here_goes_out_as_a_zip_and_comes_in_as_the_same(ines):
    begun(ines)
    sent_out = ines.get("/library/scenarios.zip").data
    assert len(zipfile.ZipFile(io.BytesIO(sent_out)).namelist()) == 1
    assert "There is nothing to bring in" in sent(ines, sent_out, "back.zip").text


def test_a_zip_larger_than_any_other_form_comes_in_whole(ines):
    """What a comment holds here cannot be pressed together, so the zip is as large as it looks."""
    noise = "\n".join(f"# {secrets.token_hex(48)}" for _ in range(580))
    body = zipped(**{f"n{n}": f"{text_of(n)}{noise}" for n in range(1, 10)})
    assert 512 * 1024 < len(body) < LARGEST_ZIP
    page = sent(ines, body, "nine.zip")
    assert (page.status_code, brought(ines, page).status_code) == (200, 303)
    assert len(rows(ines.get("/library?state=draft"))) == 9
    assert "This file is too large: 2 MB are the most" in sent(ines, bytes(LARGEST_ZIP + 1), "large.zip").text
    assert ines.post("/library/new/blank", {"form": "x" * 600 * 1024}).status_code == 413


def test_a_zip_is_of_what_is_looked_for_and_says_why_there_is_none(ines):
    begun(ines)
    assert zipfile.is_zipfile(io.BytesIO(ines.get("/library/scenarios.zip?level=3").data))
    none = ines.get("/library/scenarios.zip?level=1")
    assert none.location == "/library?level=1"
    assert "There is no scenario to carry" in ines.get(none.location).text


def test_a_clause_that_cannot_be_reached_or_is_none_is_told_on_the_page(ines):
    refused = ines.post("/library/new/clause", IN_FORCE | {"provision": "nothing"})
    assert (refused.status_code, "Choose a clause." in refused.text) == (422, True)


@pytest.mark.parametrize("who", ["tess", "rae", "ada"])
def test_the_library_is_for_instructors_alone(visit, who):
    browser = visit(who)
    assert browser.get("/library").status_code == 403
    assert 'href="/library"' not in browser.get("/").text
