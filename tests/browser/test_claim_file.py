"""The claim file in a browser: with and without scripts, in any width, by keyboard, in two windows at once."""

import re

import pytest

WORD = "the car slid in the bend"


@pytest.fixture
def file(desk, claim):
    """Open a claim file in a window: ``file(width=390)``; ``file.path`` is where it is."""

    def open_file(name="clean_approval", **how):
        laid = claim("tess", name)
        window = desk(**how)
        window.sign_in()
        window.open(laid.path)
        return window, laid

    return open_file


def entry(page, paper):
    return page.locator(f".index [data-paper={paper}]")


def open_paper(page, paper):
    """Put a paper on top and wait until it lies there; without scripts that is another page."""
    entry(page, paper).click()
    page.locator(f"#doc > .pp[data-paper={paper}]:not([hidden])").wait_for()
    page.wait_for_load_state()


def fact(page, pin):
    return page.locator(f'.sheet label:has(> input[value="{pin}"])')


def cite(page, provision):
    return page.locator(f"#policy label:has(> input[value={provision}])")


def saved(page):
    page.locator("#saved", has_text=re.compile("^(Saved|Salvestatud) ")).wait_for()


def pinned(page):
    return page.locator(".tray [data-pin]").evaluate_all("rows => rows.map(row => row.dataset.pin)")


def on_top(page):
    return page.locator("#doc > .pp:not([hidden])").get_attribute("data-paper")


def mark_two(page):
    """Pin the day of loss on two papers and cite the policy period; without scripts the next paper saves it."""
    open_paper(page, "first_notice")
    fact(page, "first_notice#occurred_on").click()
    cite(page, "in_force").click()
    open_paper(page, "declarations")
    fact(page, "declarations#start_on").click()
    open_paper(page, "first_notice")


TIES = {"first_notice#occurred_on": "provision:in_force", "declarations#start_on": "first_notice#occurred_on"}


def tie(page):
    for pin, to in TIES.items():
        page.locator(f'[name="tie.{pin}"]').select_option(to)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
@pytest.mark.parametrize("width", [1440, 390])
def test_facts_are_pinned_tied_and_cited_and_all_of_it_stays(file, width, scripts):
    window, laid = file(width=width, scripts=scripts)
    page = window.page
    mark_two(page)
    assert pinned(page) == list(TIES)
    tie(page)
    assert on_top(page) == "first_notice"
    if scripts:
        saved(page)
    else:
        open_paper(page, "photos")
    window.open(laid.path)
    assert {pin: page.locator(f'[name="tie.{pin}"]').input_value() for pin in TIES} == TIES
    assert page.locator(".tray li.clash").count() == 1
    assert cite(page, "in_force").locator("input").is_checked()
    assert "First notice of loss · The day of the loss" in page.locator(".tray").inner_text()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_second_paper_lies_beside_the_first(file, scripts):
    window, _ = file(scripts=scripts)
    page = window.page
    open_paper(page, "first_notice")
    if scripts:
        page.keyboard.press("v")
        page.locator("#compare").select_option("photos")
    else:
        page.locator("#compare").select_option("photos")
        page.locator("#compare-go").click()
    assert page.locator("#second .pp").get_attribute("data-paper") == "photos"
    assert on_top(page) == "first_notice"
    left, right = page.locator("#doc").bounding_box(), page.locator("#second").bounding_box()
    assert left["x"] + left["width"] <= right["x"]
    page.locator("#compare-end").click()
    assert not page.locator("#second").is_visible()


def test_the_page_adds_what_is_typed_and_what_is_refused_counts_as_nothing(file):
    window, laid = file()
    page = window.page
    page.locator("#d-approve").check()
    lines = page.locator(".settle .pay input")
    for n in range(lines.count()):
        lines.nth(n).fill("1,000.50")
    page.locator('[name="off.deductible"]').fill("200")
    total = 1000.5 * lines.count() - 200
    assert page.locator("[data-total]").inner_text() == f"€{total:,.2f}"
    page.locator(".settle .tog").first.click()
    assert page.locator("[data-total]").inner_text() == f"€{max(0, total - 1000.5):,.2f}"
    assert page.locator(".settle .ground select").first.is_visible()
    saved(page)
    window.open(laid.path)
    assert page.locator("[data-total]").inner_text() == f"€{max(0, total - 1000.5):,.2f}"


def test_what_is_typed_saves_itself_and_waits_in_another_browser(file, desk):
    window, laid = file()
    page = window.page
    page.locator("#d-approve").check()
    page.locator(".settle .pay input").first.fill("12.50")
    page.locator("#reason").fill(WORD)
    fact(page, "declarations#start_on").click()
    open_paper(page, "photos")
    saved(page)
    elsewhere = desk()
    other = elsewhere.sign_in()
    elsewhere.open(laid.path)
    assert other.locator("#reason").input_value() == WORD
    assert other.locator(".settle .pay input").first.input_value() == "12.50"
    assert other.locator("#d-approve").is_checked()
    assert pinned(other) == ["declarations#start_on"]
    assert on_top(other) == "photos"


def test_two_windows_are_told_of_each_other_and_nothing_is_lost(file, desk):
    window, laid = file()
    elsewhere = desk()
    other = elsewhere.sign_in()
    elsewhere.open(laid.path)
    elsewhere.allow("409")
    window.page.locator("#reason").fill("typed in the first")
    saved(window.page)
    other.locator("#reason").fill("typed in the second")
    other.wait_for_selector("#saved.warn")
    assert "Changed in another window" in other.locator("#saved").inner_text()
    assert other.locator("#reason").input_value() == "typed in the second"
    window.open(laid.path)
    assert window.page.locator("#reason").input_value() == "typed in the first"
    other.get_by_role("button", name="Keep what is here").click()
    other.wait_for_selector("#saved:not(.warn)")
    saved(other)
    window.open(laid.path)
    assert window.page.locator("#reason").input_value() == "typed in the second"


def test_a_decision_from_an_old_window_is_shown_beside_the_news_and_not_sent(file, desk):
    window, laid = file()
    elsewhere = desk(scripts=False)
    other = elsewhere.sign_in()
    elsewhere.open(laid.path)
    elsewhere.allow("409")
    window.page.locator("#reason").fill("typed in the first")
    saved(window.page)
    other.locator("#d-reject").check()
    other.locator("#lead").select_option("drivers")
    other.locator("#record").click()
    assert "changed in another window" in other.locator(".conflict").inner_text()
    assert other.locator("#lead").input_value() == "drivers"
    other.get_by_role("button", name="Keep what is here").click()
    assert other.locator("#lead").input_value() == "drivers"
    other.locator("#record").click()
    assert "Reject, 3.1" in other.locator(".recorded").inner_text()


def state_of(page):
    """Everything that a key of this page could change."""
    return page.evaluate(
        """() => [document.querySelector('#doc > .pp:not([hidden])').dataset.paper,
        document.querySelector('#inspect').getAttribute('aria-pressed'),
        document.querySelector('#second').hidden,
        document.querySelector('[name=disposition]:checked')?.value ?? '',
        document.querySelectorAll('dialog[open]').length, location.pathname]"""
    )


KEYS = "123456789jkivpwnarqeus?d"


@pytest.mark.parametrize("field", ["#reason", "#note", '[name="off.deductible"]'])
def test_letters_do_nothing_in_fields(file, field):
    window, _ = file()
    page = window.page
    page.locator("#d-approve").check()
    page.locator(field).fill("")
    before = state_of(page)
    page.locator(field).focus()
    page.keyboard.type(KEYS)
    assert page.locator(field).input_value() == KEYS
    assert state_of(page) == before


def test_letters_do_nothing_where_the_person_switched_them_off(file):
    window, _ = file()
    page = window.page
    page.evaluate("document.documentElement.dataset.keys = 'off'")
    before = state_of(page)
    page.locator("h1").click()
    page.keyboard.type(KEYS)
    assert state_of(page) == before


def test_each_letter_does_what_it_says(file):
    window, _ = file()
    page = window.page
    names = page.locator(".index [data-paper]").evaluate_all("found => found.map(one => one.dataset.paper)")
    page.keyboard.press("3")
    assert on_top(page) == names[2]
    page.keyboard.press("j")
    assert on_top(page) == names[3]
    page.keyboard.press("k")
    assert on_top(page) == names[2]
    first_fact = page.locator("#doc > .pp:not([hidden]) label").first
    page.keyboard.press("i")
    first_fact.click()
    assert pinned(page) == []
    page.keyboard.press("i")
    first_fact.click()
    assert len(pinned(page)) == 1
    for key, value in {"a": "approve", "r": "reject", "q": "request_information", "e": "escalate"}.items():
        page.keyboard.press(key)
        assert page.locator("[name=disposition]:checked").get_attribute("value") == value
        page.locator("h1").click()
    for key, place in {"p": "policy", "w": "reason", "n": "note"}.items():
        page.locator("h1").click()
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == place
    page.locator("#reason").fill(WORD)
    page.locator("#d-reject").check()
    page.locator("#lead").select_option("drivers")
    page.locator("#reason").focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".recorded")
    assert "Reject, 3.1" in page.locator(".recorded").inner_text()


FOCUS = """() => {
  const focused = document.activeElement, box = focused.getBoundingClientRect();
  if (focused === document.body) return 'body';
  const seen = focused.matches('.sheet input, .policy input, .tog input') ? focused.closest('label') : focused;
  const rect = seen.getClientRects()[0] ?? box;
  const middle = (from, size, most) => (Math.max(0, from) + Math.min(most, from + size)) / 2;
  const top = document.elementFromPoint(
    middle(rect.x, rect.width, innerWidth), middle(rect.y, rect.height, innerHeight));
  const isSeen = top && (seen.contains(top) || top.contains(seen));
  return isSeen ? 'seen' : `covered: ${focused.outerHTML.slice(0, 90)}`;
}"""


@pytest.mark.parametrize("width", [1440, 390])
def test_tab_reaches_everything_and_nothing_covers_it(file, width):
    window, _ = file(width=width)
    page = window.page
    page.locator("#d-approve").check()
    page.locator("h1").click()
    stops = []
    while len(stops) < 200 and (not stops or stops[-1] != "body"):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUS))
    assert len(stops) > 60
    assert [stop for stop in stops if stop.startswith("covered")] == []


def looked_at(window, found, state):
    window.page.evaluate("scrollTo(0, 0)")
    problems = [*window.axe(), *(["scrolls sideways"] if window.scrolls_sideways() else [])]
    if problems:
        found[state] = problems


@pytest.mark.parametrize(
    ("width", "dark", "language"), [(1440, False, "en"), (1440, True, "et"), (320, False, "et"), (320, True, "en")]
)
def test_every_state_of_the_file_is_for_everybody(file, width, dark, language):
    window, _ = file(width=width, dark=dark, language=language)
    page, found = window.page, {}
    window.allow("422")
    window.allow("409")
    for paper in page.locator(".index [data-paper]").all():
        paper.click()
        looked_at(window, found, f"the paper {on_top(page)}")
    mark_two(page)
    tie(page)
    page.locator("#compare-go").click()
    looked_at(window, found, "two papers, pins and ties")
    page.locator("#compare-end").click()
    for choice in ("reject", "request_information", "escalate", "approve"):
        page.locator(f"#d-{choice}").check()
        looked_at(window, found, choice)
    page.locator(".settle .pay input").first.fill("lots")
    page.locator("#record").click()
    page.wait_for_selector(".mistakes")
    looked_at(window, found, "mistakes")
    assert page.evaluate("document.activeElement.className").startswith("note bad mistakes")
    page.evaluate("document.querySelector('[name=revision]').value = 1")
    page.locator("#reason").fill(WORD)
    page.wait_for_selector("#saved.warn")
    looked_at(window, found, "changed elsewhere")
    page.locator("#record").click()
    page.wait_for_selector(".conflict")
    looked_at(window, found, "changed elsewhere, sent")
    page.locator(".conflict button").click()
    for amount in page.locator(".settle .pay input").all():
        amount.fill("100")
    page.locator("#record").click()
    page.wait_for_selector(".recorded")
    looked_at(window, found, "recorded")
    assert page.locator(".recorded").bounding_box()["y"] < 700
    assert found == {}
