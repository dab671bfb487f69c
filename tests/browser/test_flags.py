"""Flagging in a browser: by its letter where the fact stands, at the foot of the paper, and on a touch screen."""

import re

import pytest

NAME, PLATE = "record#policyholder", "record#plate"


@pytest.fixture
def record(desk, claim):
    """Open the record of a claim in a window: ``record(width=390)``."""

    def open_record(**how):
        laid = claim("tess", "clean_approval")
        window = desk(**how)
        window.sign_in()
        page = window.open(laid.path)
        page.locator(".index [data-paper=record]").click()
        page.locator("#doc > .pp[data-paper=record]:not([hidden])").wait_for()
        return window, page, laid

    return open_record


def box(page, place):
    return page.locator(f'.sheet input[value="{place}"]')


def fact(page, place):
    return page.locator(f'.sheet label:has(> input[value="{place}"])')


def flagged(page):
    return page.locator(".tray [name=flag]:checked").evaluate_all("boxes => boxes.map(box => box.value)")


def is_marked(page, place):
    return fact(page, place).evaluate("label => getComputedStyle(label).textDecorationStyle") == "wavy"


def saved(page):
    page.locator("#saved", has_text=re.compile("^(Saved|Salvestatud) ")).wait_for()


def test_the_letter_pins_and_flags_the_fact_under_the_keyboard_and_takes_the_flag_off(record):
    window, page, laid = record()
    box(page, PLATE).focus()
    page.keyboard.press("f")
    assert flagged(page) == [PLATE]
    assert box(page, PLATE).is_checked()
    assert page.evaluate("document.activeElement.value") == PLATE
    assert "flagged as wrong" in page.locator("#live").inner_text()
    saved(page)
    window.open(laid.path)
    assert flagged(page) == [PLATE]
    assert is_marked(page, PLATE)
    assert not is_marked(page, NAME)
    page.locator(".index [data-paper=record]").click()
    box(page, PLATE).focus()
    page.keyboard.press("f")
    assert flagged(page) == []
    assert not is_marked(page, PLATE)
    saved(page)


@pytest.mark.parametrize(("width", "dark", "language"), [(1440, False, "en"), (390, True, "et"), (320, False, "et")])
def test_the_fact_picked_last_is_flagged_at_the_foot_of_its_paper(record, width, dark, language):
    window, page, laid = record(width=width, dark=dark, language=language)
    button = page.locator("#flag")
    assert not button.is_visible()
    fact(page, NAME).click()
    fact(page, PLATE).click()
    assert page.locator("#picked .txt").inner_text() == fact(page, PLATE).inner_text()
    assert fact(page, PLATE).inner_text() in button.inner_text()
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert flagged(page) == [PLATE]
    size = button.bounding_box()
    assert min(size["width"], size["height"]) >= 24
    assert window.axe() == []
    assert not window.scrolls_sideways()
    saved(page)
    box(page, NAME).focus()
    assert button.get_attribute("aria-pressed") == "false"
    page.locator(".index [data-paper=declarations]").click()
    assert not button.is_visible()
    window.open(laid.path)
    assert flagged(page) == [PLATE]


def test_the_letter_asks_for_a_fact_where_none_was_picked_and_is_silent_in_a_field(record):
    _, page, _ = record()
    page.keyboard.press("f")
    assert page.locator("#live").inner_text() == "Pick a fact first."
    page.locator("#reason").focus()
    page.keyboard.press("f")
    assert page.locator("#reason").input_value() == "f"
    assert flagged(page) == []


def test_a_pin_that_is_taken_off_takes_its_flag_along(record):
    window, page, laid = record()
    fact(page, PLATE).click()
    page.keyboard.press("f")
    assert flagged(page) == [PLATE]
    fact(page, PLATE).click()
    assert page.locator(".tray li").count() == 0
    assert not page.locator("#flag").is_visible()
    saved(page)
    window.open(laid.path)
    assert flagged(page) == []
    assert not box(page, PLATE).is_checked()


@pytest.mark.parametrize("width", [1440, 390])
def test_without_scripts_a_pinned_fact_is_flagged_in_the_tray_and_waits_in_another_browser(record, desk, width):
    _, page, laid = record(width=width, scripts=False)
    fact(page, PLATE).click()
    page.locator(".index [data-paper=declarations]").click()
    page.locator(f'.tray [name=flag][value="{PLATE}"]').focus()
    page.keyboard.press("Space")
    page.locator(".index [data-paper=record]").click()
    page.locator("#doc > .pp[data-paper=record]:not([hidden])").wait_for()
    assert is_marked(page, PLATE)
    other = desk(width=width)
    other.sign_in()
    page = other.open(laid.path)
    assert flagged(page) == [PLATE]
    assert "Record · Plate" in page.locator(".tray").inner_text()
