"""Every route, every role, one's own and a stranger's: who may open what. A route that is missing here fails."""

import pytest

PUBLIC = "public"
PERSON = "person"
"""Anybody with an account."""
OWNER = "owner"
"""The person whose item it is; 404 for everybody else."""

ACCESS = {
    "static": PUBLIC,
    "language.choose": PUBLIC,
    "auth.sign_in": PUBLIC,
    "auth.send_sign_in": PUBLIC,
    "auth.sign_out": PERSON,
    "auth.sign_out_everywhere": PERSON,
    "settings.show": PERSON,
    "settings.save": PERSON,
    "settings.save_password": PERSON,
    "help.index": PUBLIC,
    "help.show": PUBLIC,
    "help.glossary": PUBLIC,
    "wordings.index": PERSON,
    "wordings.show_form": PERSON,
    "wordings.show_guide": PERSON,
    "health.alive": PUBLIC,
    "health.ready": PUBLIC,
    "home.show": PERSON,
    "home.take_next": PERSON,
    "drills.show": PERSON,
    "drills.take": PERSON,
}
"""What of the house is open to whom; rooms with items (``items``, ``debriefs``) belong to their owner throughout."""
OWNED_ROOMS = ("items", "debriefs")
STRANGE_ITEM = "00000000-0000-4000-8000-000000000000"
FILLING = {
    "code": "et",
    "name": "scores",
    "filename": "css/desk.css",
    "form": "motor_own_damage",
    "market": "ee",
    "edition": "none",
    "item_id": STRANGE_ITEM,
    "paper": "none",
    "n": 1,
}


def routes(app):
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            values = {name: FILLING[name] for name in rule.arguments}
            path = app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
            yield rule.endpoint, method, path


def test_every_route_says_who_may_open_it(app):
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    unknown = {name for name in endpoints - set(ACCESS) if name.partition(".")[0] not in OWNED_ROOMS}
    assert unknown == set()
    assert set(ACCESS) - endpoints == set()


def test_who_is_not_signed_in_opens_public_pages_alone(app, visit):
    for endpoint, method, path in routes(app):
        nobody = visit(None)
        answer = nobody.get(path) if method == "GET" else nobody.post(path)
        is_sent_to_sign_in = answer.status_code == 303 and answer.location.startswith("/sign-in")
        assert is_sent_to_sign_in is (ACCESS.get(endpoint, OWNER) != PUBLIC), (endpoint, answer.status_code)


@pytest.mark.parametrize("short", ["tess", "ines", "rae", "ada"])
def test_an_item_that_is_not_one_s_own_is_not_there(app, visit, short):
    for endpoint, method, path in routes(app):
        if endpoint.partition(".")[0] in OWNED_ROOMS and STRANGE_ITEM in path:
            somebody = visit(short)
            answer = somebody.get(path) if method == "GET" else somebody.post(path)
            assert answer.status_code == 404, (endpoint, answer.status_code)


def test_no_route_changes_anything_by_being_opened(app):
    changing = {"save", "send", "sign_out", "delete", "act", "decide", "undo"}
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods:
            assert rule.endpoint.partition(".")[2] not in changing, rule.endpoint
