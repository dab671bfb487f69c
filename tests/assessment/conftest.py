"""The blueprints that ship with their pools, and sittings of real claims, worked by the follower or by robots."""

from datetime import date

import pytest
from hypothesis import HealthCheck, settings

from simulator.assessment import blueprints, reports, rules
from simulator.assessment.assembling import assemble
from simulator.assessment.pools import pinned, pool_for
from simulator.authoring.checks import verified
from simulator.authoring.parse import read_scenarios
from simulator.authoring.robots import ROBOTS
from simulator.coverage.determine import determine
from simulator.desk.fold import fold
from simulator.domain.dice import Dice
from simulator.errors import SimulatorError
from simulator.measurement import load as load_measurement
from simulator.paths import scenarios_folder
from simulator.practice.skills import load as load_skills
from simulator.scoring.path import walked
from simulator.scoring.scorecard import score
from simulator.scoring.weights import load as load_weights

FOLDER = scenarios_folder()
SHIPPED = ("motor-ee", "motor-us")
MARK = 70
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Properties are not timed: machines are shared."""


def shipped(name):
    return (FOLDER / name).read_text("utf-8")


@pytest.fixture(scope="session")
def skills():
    return load_skills(shipped("skills.yaml"))


@pytest.fixture(scope="session")
def assessment_rules():
    return rules.load(shipped("assessment.yaml"))


@pytest.fixture(scope="session")
def measurement():
    return load_measurement(shipped("measurement.yaml"))


@pytest.fixture(scope="session")
def standards(skills, measurement):
    return reports.ReportStandards(
        weights=load_weights(shipped("scoring.yaml")),
        skills=skills,
        measurement=measurement,
        texts=reports.load(shipped("reports.yaml")),
    )


@pytest.fixture(scope="session")
def plans(assessment_rules):
    """The blueprints that ship, by name."""
    return blueprints.read_blueprints(FOLDER / "assessments", assessment_rules)


@pytest.fixture(scope="session")
def library():
    return {scenario.id: scenario for scenario in read_scenarios(FOLDER / "library")}


@pytest.fixture(scope="session")
def on_market(library, skills, content):
    """The scenarios of the library, pinned, by market."""
    return {
        market: pinned(library.values(), market, skills=skills, library=content.library) for market in content.markets
    }


@pytest.fixture(scope="session")
def pools(plans, on_market):
    """The pools of the blueprints that ship, by name."""
    return {name: pool_for(plan, on_market[plan.market]) for name, plan in plans.items()}


@pytest.fixture(scope="session")
def form(plans, pools, assessment_rules):
    """A form that one candidate gets: ``form("motor-ee", "cal")``."""

    def draw(name, seed="cal"):
        return assemble(plans[name], pools[name], seed=seed, mark=MARK, rules=assessment_rules)

    return draw


@pytest.fixture(scope="session")
def sat_by(library, content, standards):
    """One claim of a form as the follower, a robot of that name, or nobody has worked it."""
    exercises = {}

    def work(drawn, worker):
        if worker == "nobody":
            return reports.sat(drawn, None, None, ())
        scenario, made = library[drawn.pinned.scenario], (drawn.pinned.scenario, drawn.pinned.market, drawn.seeds)
        if made not in exercises:
            exercises[made] = built(drawn, scenario, content)
        exercise = exercises[made]
        file = exercise.file
        ready = content.library.rules(file.form, file.market, file.guide)
        if worker == "follower":
            state = walked(exercise, ready)
        elif worker == "waits":
            whole = walked(exercise, ready)
            log = whole.actions[: whole.acts[0].n]
            state = fold(exercise, log, form=ready.form_for(file), guide=ready.guide)
        else:
            state = ROBOTS[worker](exercise, ready, Dice(f"{worker}/{drawn.number}"))
        right = [determine(ready, sent.file) for sent in state.acts]
        card = score(state, right, standards.weights, exercise=exercise, rules=ready, rubric=scenario.rubric)
        return reports.sat(drawn, card, state, right)

    return work


def built(drawn, scenario, content):
    """The exercise of the first seed that can be served."""
    for seed in drawn.seeds:
        try:
            return verified(scenario, seed, market=drawn.pinned.market, content=content)[0]
        except SimulatorError:
            continue
    raise AssertionError(f"{scenario.file}: no seed can be served")


@pytest.fixture(scope="session")
def reported(plans, standards):
    """The report of claims that were worked on a blueprint that ships."""

    def make(claims, name="motor-ee", seen=None, **conditions):
        plan = plans[name]
        cut = blueprints.cut_of(plan, standards.weights.pass_mark)
        currency = {"ee": "EUR", "us": "USD"}[plan.market]
        known = {"language": "en", "market": plan.market, "currency": currency, "sat_on": date(2026, 3, 23)}
        found = reports.Conditions(**{**known, **conditions})
        return reports.report_of(claims, plan, cut, conditions=found, standards=standards, seen=seen)

    return make


@pytest.fixture(scope="session")
def report(form, sat_by, reported):
    """The report of a form, every claim worked by the one that ``by`` names: ``report("motor-ee", by="careless")``."""

    def make(name="motor-ee", seed="cal", by="follower", **conditions):
        named = by if callable(by) else lambda number: by
        claims = [sat_by(drawn, named(drawn.number)) for drawn in form(name, seed).claims]
        return reported(claims, name, **conditions)

    return make
