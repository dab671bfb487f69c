"""Every page that the application has, in every width, theme and language: axe, no sideways scroll, no complaint."""

import pytest

from simulator.desk.actions import ActionKind
from simulator.desk.sending import decision_data
from simulator.persistence.people import person_by_email
from simulator.services import shifts
from simulator.web.help import PAGES
from simulator.web.items.views import weights

OTHER_ROOMS = {"admin", "assessments", "candidates", "library", "passwords", "sitting", "teaching"}
"""Rooms whose pages are tried in tests of their own, by those whom they are for."""
NO_PAGES = {"static", "language.choose", "health.alive", "health.ready", "auth.sign_in"}


@pytest.fixture(scope="module")
def items(live, claim):
    """Claims on Tess's desk: one that is closed, one that is open, one that is recorded and can be undone."""

    def act(laid, one):
        with live.app.app_context(), live.house.sessions() as session:
            tess, library = person_by_email(session, "tess@example.com"), live.house.content.library
            desk = shifts.desk_of(session, laid.item_id, person_id=tess.id, library=library)
            shifts.act(session, desk, [one], weights=weights(), now=live.house.clock())

    closed = claim("tess", seed=1)
    act(closed, (ActionKind.DECIDE, decision_data(closed.decision)))
    act(closed, (ActionKind.CLOSE, {}))
    begun, recorded = claim("tess", seed=2), claim("tess", seed=3)
    act(recorded, (ActionKind.DECIDE, decision_data(recorded.decision)))
    return [closed.item_id, begun.item_id, recorded.item_id]


def paths_of(app, items, content):
    """Every page that can be opened, filled in with what is there."""
    (form,) = [editions[-1] for editions in content.library.forms.values()][:1]
    (guide,) = list(content.library.guides.values())[:1]
    values = {
        "help.show": [{"name": name} for name in PAGES],
        "wordings.show_form": [{"form": form.name, "market": form.market, "edition": form.edition}],
        "wordings.show_guide": [{"market": guide.market, "name": guide.name}],
    }
    adapter = app.url_map.bind("localhost")
    for rule in sorted(app.url_map.iter_rules(), key=str):
        room = rule.endpoint.partition(".")[0]
        is_page = "GET" in rule.methods and rule.endpoint not in NO_PAGES and "." not in rule.rule.rpartition("/")[2]
        if is_page and room not in OTHER_ROOMS:
            default = [{"item_id": item} for item in items] if "item_id" in rule.arguments else [{}]
            for filled in values.get(rule.endpoint, default):
                yield adapter.build(rule.endpoint, filled, method="GET")


def found_on(window, path):
    window.open(path)
    return [*window.axe(), *(["scrolls sideways"] if window.scrolls_sideways() else [])]


def test_every_page_is_for_everybody(desk, live, items, look):
    window, language = desk(**look), look["language"]
    found = {"/sign-in": found_on(window, "/sign-in")}
    window.sign_in()
    for path in paths_of(live.app, items, live.house.content):
        found[path] = found_on(window, path)
        assert window.page.locator("html").get_attribute("lang") == language
        assert window.page.locator("h1").count() == 1, path
        assert window.page.locator(".bar nav li:last-child").inner_text() == {"en": "Help", "et": "Abi"}[language]
    assert {path: problems for path, problems in found.items() if problems} == {}
