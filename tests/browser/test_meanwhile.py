"""Paying meanwhile in a browser: with and without scripts, wide and narrow, in both languages."""

import re

import pytest

HEADING = {"en": "Pay what is undisputed meanwhile", "et": "Maksa vahepeal see, mille üle ei vaielda"}


@pytest.fixture
def request_form(desk, claim):
    """Open the request form of a claim with a clear line: ``request_form(width=390)``."""

    def open_form(**how):
        laid = claim("tess", "glass_paid_meanwhile")
        window = desk(**how)
        window.sign_in()
        page = window.open(laid.path)
        page.locator("#d-request_information").check()
        return window, page, laid

    return open_form


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
@pytest.mark.parametrize(("width", "dark", "language"), [(1440, False, "en"), (390, True, "et"), (320, False, "et")])
def test_the_rows_unfold_and_the_payment_goes_out_with_the_request(request_form, scripts, width, dark, language):
    window, page, _ = request_form(width=width, dark=dark, language=language, scripts=scripts)
    page.locator("#reason").fill("Klaas.")
    page.get_by_role("button", name=HEADING[language]).click()
    page.locator("details.meanwhile").wait_for()
    page.locator("[name='ask.0.paper']").select_option("estimate")
    page.locator("[name='ask.0.holder']").select_option("workshop")
    page.locator("[name='ask.0.why']").select_option("repair")
    page.locator("[name='now.L1']").fill("500")
    page.locator("[name='nowoff.deductible']").fill("200")
    assert page.locator("#reason").input_value() == "Klaas."
    assert not window.scrolls_sideways()
    if scripts:
        assert re.sub(r"\D", "", page.locator(".meanwhile [data-total]").inner_text()) == "30000"
        page.evaluate("scrollTo(0, 0)")  # what lies half under the dock at the foot would count as too small
        assert window.axe() == []
    page.locator("#record").click()
    page.locator(".recorded").wait_for()
    assert not window.scrolls_sideways()
    page.locator(".recorded form[action$=undo] button").click()
    page.locator("#record").wait_for()
    assert page.locator("[name='now.L1']").input_value() == "500"


def test_what_is_typed_is_kept_by_itself_and_comes_back(request_form):
    window, page, laid = request_form()
    page.locator("button#meanwhile").press("Enter")
    page.locator("[name='now.L1']").wait_for()
    assert page.evaluate("document.activeElement.name") == "now.L1"
    page.keyboard.type("410,50")
    page.locator("#saved", has_text=re.compile("^Saved ")).wait_for()
    page.wait_for_timeout(800)
    window.open(laid.path)
    assert page.locator("[name='now.L1']").input_value() == "410,50"
    assert page.locator(".meanwhile [data-total]").inner_text().endswith("410.50")
