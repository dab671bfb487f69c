"""Papers as pages: every field of every paper of the library can be pinned, and has a name in both languages."""

import pytest

from simulator.authoring.checks import Unfit, verified
from simulator.authoring.parse import read_scenarios
from simulator.domain.papers import pin
from simulator.paths import scenarios_folder
from simulator.web.papers import drawn

SCENARIOS = read_scenarios(scenarios_folder() / "library")


def exercises(content):
    for scenario in SCENARIOS:
        for market in scenario.markets:
            for seed in range(1, 3):
                try:
                    yield verified(scenario, seed, market=market, content=content)[0]
                except Unfit:
                    continue


@pytest.fixture(scope="module")
def drawings(whole_app, content):
    """Every paper of every scenario beside its drawing, in English and Estonian."""
    found, made = [], list(exercises(content))
    for language in ("en", "et"):
        with whole_app.test_request_context("/", headers={"Accept-Language": language}):
            for exercise in made:
                file = exercise.file
                rules = content.library.rules(file.form, file.market, file.guide)
                form = rules.form_for(file)
                found += [(paper, drawn(paper, file, form, rules.guide, language)) for paper in file.papers]
    return found


def fields(paper):
    yield from (name for name in paper.fields if name not in ("zones", "scene"))
    yield from (f"{line}.{name}" for line, names in paper.lines.items() for name in names)


def test_every_field_is_on_its_paper_and_can_be_pinned(drawings):
    missing = {
        (paper.kind, name) for paper, one in drawings for name in fields(paper) if pin(paper.id, name) not in one.words
    }
    assert drawings
    assert missing == set()


def test_every_field_has_a_name(drawings):
    nameless = {(paper.kind, name) for paper, one in drawings for name, label in one.labels.items() if not label}
    assert nameless == set()


def test_no_field_is_pinned_twice_on_one_paper(drawings):
    twice = {
        (paper.kind, name) for paper, one in drawings for name in one.words if one.html.count(f"value={name}>") != 1
    }
    assert twice == set()
