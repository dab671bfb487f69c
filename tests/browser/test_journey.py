"""The way of a trainee from signing in to the next claim: read, pin, tie, cite, decide, undo, decide, debrief."""

import re

import pytest

from simulator.desk.actions import ActionKind


@pytest.fixture
def trainee(desk, live, typed, due, right, wrong):
    """Somebody at the desk: ``trainee("tess", width=390, scripts=False)``."""

    def sit_down(short, **how):
        return Trainee(desk(**how), short, typed, due, right, wrong, how.get("scripts", True))

    return sit_down


class Trainee:
    """Works on claims with a mouse, as the determination says."""

    def __init__(self, window, short, typed, due, right, wrong, scripts):
        self.window, self.page, self.scripts = window, window.page, scripts
        self.typed, self.right, self.wrong = typed, right, wrong
        self.next_act = lambda path: due(path)[-1][0]
        self.page = window.sign_in(short)

    def take_next(self):
        self.page.locator("form[action='/claims/next'] button").click()
        self.page.wait_for_url(re.compile(r"/items/[0-9a-f-]{36}$"))
        self.path = "/items/" + self.page.url.rpartition("/")[2]
        return self.right(self.path)

    def read_everything(self):
        names = self.page.locator(".index [data-paper]").evaluate_all("found => found.map(one => one.dataset.paper)")
        for name in names:
            self.open(name)
        assert self.page.locator("#read").inner_text() == str(len(set(names) - {"record"}))

    def open(self, paper):
        self.page.locator(f'.index [data-paper="{paper}"]').click()
        self.page.locator(f'#doc > .pp[data-paper="{paper}"]:not([hidden])').wait_for()
        self.page.wait_for_load_state()

    def mark(self, decision):
        flags = self.wrong(self.path)
        for pin in dict.fromkeys((*decision.pins, *flags)):
            self.open(pin.partition("#")[0])
            if not self.page.locator(f'.sheet input[value="{pin}"]').is_checked():
                self.page.locator(f'.sheet label:has(> input[value="{pin}"])').click()
        for provision in decision.cites:
            if not self.page.locator(f"#policy input[value={provision}]").is_checked():
                self.page.locator(f"#policy label:has(> input[value={provision}])").click()
        if not self.scripts:
            self.open(self.page.locator("#doc > .pp:not([hidden])").get_attribute("data-paper"))
        for pin, to in decision.ties.items():
            self.page.locator(f'[name="tie.{pin}"]').select_option(to)
        for place in flags:
            self.page.locator(f'.tray [name=flag][value="{place}"]').check()

    def fill_in(self, decision):
        fields = self.typed(decision)
        self.page.locator(f"#d-{fields.pop('disposition')}").check()
        for name, value in fields.items():
            if name.startswith("ask.") and not self.page.locator(f'[name="{name}"]').count():
                self.page.locator("#more").click()
            if name.startswith("now.") and self.page.locator("button#meanwhile").count():
                self.page.locator("button#meanwhile").click()
                self.page.locator(f'[name="{name}"]').wait_for()
            self.set(self.page.locator(f'[name="{name}"]').first, name, value)

    def set(self, field, name, value):
        if name.startswith("refuse."):
            self.page.locator(f'.tog:has([name="{name}"])').click()
        elif self.page.locator(f'select[name="{name}"]').count():
            field.select_option(value)
        elif field.get_attribute("type") in ("checkbox", "radio"):
            self.page.locator(f'[name="{name}"][value="{value}"]').check()
        else:
            field.fill(value)

    def record(self):
        self.page.locator("#record").click()
        self.page.locator(".recorded").wait_for()

    def go_on_to_the_debrief(self):
        """Wait for what was asked, act again where it comes back, and open the debrief at the end."""
        while not self.page.locator(".recorded form[action$=debrief]").count():
            with self.page.expect_navigation():
                self.page.locator(".recorded form[action$=wait] button").click()
            while self.page.locator("#record").count() and self.next_act(self.path) is not ActionKind.DECIDE:
                with self.page.expect_navigation():
                    self.page.locator(f".awaited button[formaction$={self.next_act(self.path)}]").click()
            if self.page.locator("#record").count():
                decision = self.right(self.path)
                self.read_everything()
                self.mark(decision)
                self.fill_in(decision)
                self.record()
        self.page.locator(".recorded form[action$=debrief] button").click()
        self.page.wait_for_url("**/debrief")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
@pytest.mark.parametrize("width", [1440, 390])
def test_from_signing_in_to_the_next_claim(trainee, width, scripts):
    tess = trainee("tess", width=width, scripts=scripts)
    page, decision = tess.page, tess.take_next()
    tess.read_everything()
    tess.mark(decision)
    tess.fill_in(decision)
    tess.record()
    assert page.url.endswith(tess.path)
    page.locator(".recorded form[action$=undo] button").click()
    page.locator("#record").wait_for()
    assert page.locator("[name=disposition]:checked").get_attribute("value") == decision.disposition.value
    assert page.locator("#reason").input_value() == decision.reason
    tess.record()
    tess.go_on_to_the_debrief()
    assert page.locator(".score").inner_text().split() == ["100", "/", "100"]
    tess.window.open(tess.path)
    assert page.locator(".recorded form[action$=undo]").count() == 0
    page.go_back()
    first = tess.path
    tess.take_next()
    assert tess.path != first
    assert page.locator("#record").is_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_paper_that_comes_only_after_a_reminder(trainee, claim, scripts):
    tess, laid = trainee("tess", scripts=scripts), claim("tess", "it_came_after_a_reminder")
    tess.path = laid.path
    tess.window.open(tess.path)
    tess.read_everything()
    tess.mark(laid.decision)
    tess.fill_in(laid.decision)
    tess.record()
    tess.go_on_to_the_debrief()
    assert tess.page.locator(".score").inner_text().split() == ["100", "/", "100"]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_going_back_after_recording_shows_what_was_recorded(trainee, scripts):
    tess = trainee("tess", scripts=scripts)
    decision = tess.take_next()
    tess.mark(decision)
    tess.fill_in(decision)
    tess.record()
    tess.page.go_back()
    tess.page.reload()
    assert tess.page.locator(".recorded").is_visible()
    tess.window.open(tess.path)
    assert tess.page.locator(".recorded").is_visible()


def tab_to(page, selector, most=400):
    """Press Tab until *selector* has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"Tab does not reach {selector}")


def test_the_whole_way_by_keyboard_alone(desk, live, right):
    window = desk()
    page = window.open("/sign-in")
    tab_to(page, "[name=email]")
    page.keyboard.type("tom@example.com")
    tab_to(page, "[name=password]")
    page.keyboard.type("practice makes")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    tab_to(page, "form[action='/claims/next'] button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/items/[0-9a-f-]{36}$"))
    for _ in range(2):
        page.keyboard.press("j")
    paper = page.locator("#doc > .pp:not([hidden])").get_attribute("data-paper")
    tab_to(page, f'[data-paper="{paper}"] label > input')
    page.keyboard.press("Space")
    assert page.locator(".tray [data-pin]").count() == 1
    tab_to(page, "#policy label > input")
    page.keyboard.press("Space")
    page.keyboard.press("r")
    assert page.locator("#d-reject").is_checked()
    tab_to(page, "#lead")
    page.keyboard.press("ArrowDown")
    lead = page.locator("#lead").input_value()
    tab_to(page, ".tray select")
    page.keyboard.press("ArrowDown")
    assert page.locator(".tray select").input_value().startswith("provision:")
    tab_to(page, "#reason")
    page.keyboard.type("Typed by keyboard")
    page.keyboard.press("Control+Enter")
    page.locator(".recorded").wait_for()
    page.keyboard.press("u")
    page.locator("#record").wait_for()
    assert page.locator("#lead").input_value() == lead
    assert page.locator("#reason").input_value() == "Typed by keyboard"
    page.keyboard.press("Control+Enter")
    page.locator(".recorded").wait_for()
    page.keyboard.press("d")
    page.wait_for_url("**/debrief")
    first = page.url
    page.keyboard.press("n")
    page.wait_for_url(re.compile(r"/items/[0-9a-f-]{36}$"))
    assert not first.startswith(page.url)
