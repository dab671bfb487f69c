"""Every page that the application has, in every width, theme and language: axe, no sideways scroll, no complaint."""

from datetime import UTC, datetime

import pytest

from simulator.authoring.checks import verified
from simulator.json_codec import to_json
from simulator.persistence.people import person_by_email
from simulator.services.shifts import take_up
from simulator.web.help import PAGES

NO_PAGES = {"static", "language.choose", "health.alive", "health.ready", "auth.sign_in"}


@pytest.fixture(scope="module")
def item(live):
    """A claim on Tess's desk."""
    scenario = live.house.scenarios[0]
    exercise, determination = verified(scenario, 1, market=scenario.markets[0], content=live.house.content)
    with live.house.sessions() as session:
        return take_up(
            session,
            person_id=person_by_email(session, "tess@example.com").id,
            exercise=exercise,
            determination=determination,
            scenario_body=to_json(scenario),
            library=live.house.content.library,
            now=datetime.now(UTC),
        )


def paths_of(app, item, content):
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
        if "GET" in rule.methods and rule.endpoint not in NO_PAGES:
            default = [{"item_id": item}] if "item_id" in rule.arguments else [{}]
            for filled in values.get(rule.endpoint, default):
                yield adapter.build(rule.endpoint, filled, method="GET")


def found_on(window, path):
    window.open(path)
    return [*window.axe(), *(["scrolls sideways"] if window.scrolls_sideways() else [])]


@pytest.mark.parametrize("language", ["en", "et"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1440, 1024, 390, 320])
def test_every_page_is_for_everybody(desk, live, item, width, dark, language):
    window = desk(width=width, dark=dark, language=language)
    found = {"/sign-in": found_on(window, "/sign-in")}
    window.sign_in()
    for path in paths_of(live.app, item, live.house.content):
        found[path] = found_on(window, path)
        assert window.page.locator("html").get_attribute("lang") == language
        assert window.page.locator("h1").count() == 1, path
        assert window.page.locator(".bar nav li:last-child").inner_text() == {"en": "Help", "et": "Abi"}[language]
    assert {path: problems for path, problems in found.items() if problems} == {}
