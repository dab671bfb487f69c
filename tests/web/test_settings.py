"""A person's settings and password."""

import pytest

CHOSEN = {
    "language": "et",
    "theme": "dark",
    "density": "roomy",
    "single_keys": "no",
    "time_zone": "America/Chicago",
    "market": "us",
}
PASSWORD = "practice makes"


def test_settings_are_kept_and_change_the_page_at_once(visit):
    tess = visit("tess")
    assert tess.post("/settings", CHOSEN).location == "/settings"
    page = tess.get("/settings").text
    assert '<html lang="et" data-theme="dark" data-density="roomy" data-keys="off">' in page
    assert "Salvestatud." in page
    assert "<option selected>America/Chicago</option>" in page
    assert 'value="us" checked' in page
    assert "Salvestatud." not in tess.get("/settings").text


def test_settings_follow_the_person_into_another_browser(visit):
    visit("tess").post("/settings", CHOSEN)
    assert '<html lang="et" data-theme="dark"' in visit("tess").get("/settings").text
    assert '<html lang="en" data-theme="auto"' in visit("tom").get("/settings").text


@pytest.mark.parametrize("name", ["language", "theme", "density", "time_zone", "market"])
def test_a_value_that_was_not_offered_is_refused_and_nothing_is_kept(visit, name):
    tess = visit("tess")
    refused = tess.post("/settings", {**CHOSEN, name: "../etc/passwd"})
    assert refused.status_code == 422
    assert "Nothing was saved." in refused.text
    assert '<html lang="en" data-theme="auto"' in tess.get("/settings").text


def test_a_new_password_ends_the_other_sign_ins_and_opens_the_door(visit):
    here, there = visit("tess"), visit("tess")
    changed = here.post("/settings/password", {"old": PASSWORD, "new": "a better sentence"})
    assert changed.status_code == 303
    assert "Every other sign-in has ended." in here.get("/settings").text
    assert there.get("/settings").status_code == 303
    old = visit(None).post("/sign-in", {"email": "tess@example.com", "password": PASSWORD})
    new = visit(None).post("/sign-in", {"email": "tess@example.com", "password": "a better sentence"})
    assert (old.status_code, new.status_code) == (422, 303)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("wrong", "a better sentence", "This is not your present password."),
        (PASSWORD, "short", "Choose a password of at least 10 characters."),
        (PASSWORD, "x" * 201, "Choose a password of at least 10 characters."),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_the_reason(visit, old, new, message):
    refused = visit("tess").post("/settings/password", {"old": old, "new": new})
    assert refused.status_code == 422
    assert message in refused.text


def test_guessing_the_present_password_is_limited_too(visit):
    tess = visit("tess")
    for _ in range(6):
        assert tess.post("/settings/password", {"old": "wrong", "new": "a better sentence"}).status_code == 422
    assert tess.post("/settings/password", {"old": PASSWORD, "new": "a better sentence"}).status_code == 429
