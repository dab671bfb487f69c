"""A log that is played again, in whatever process, comes to the same desk, scorecard and debrief, byte for byte."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.authoring.checks import unanswered, verified
from simulator.authoring.parse import read_scenarios
from simulator.authoring.robots import ROBOTS
from simulator.desk.actions import Action, ActionKind
from simulator.domain.dice import Dice
from simulator.json_codec import from_json, to_json, to_plain
from simulator.paths import scenarios_folder
from simulator.scoring.debrief import Taught
from simulator.scoring.path import walked

ROOT = Path(__file__).parents[2]
FILES = (
    "clean_approval", "missing_estimate", "it_came_after_a_reminder", "a_lawyer_and_a_late_date",
    "papers_of_another_claim", "glass_paid_meanwhile",
)  # fmt: skip
EVERYTHING = {
    ActionKind.OPEN, ActionKind.PIN, ActionKind.FLAG, ActionKind.CITE, ActionKind.DECIDE,
    ActionKind.UNDO, ActionKind.CLOSE, ActionKind.WAIT, ActionKind.REMIND,
}  # fmt: skip


def undone(actions):
    """Return the log of who takes the last decision back, sends it once more and opens the debrief."""
    n, last = len(actions), actions[-1]
    assert last.kind is ActionKind.DECIDE
    more = ((ActionKind.UNDO, {}), (last.kind, last.data), (ActionKind.CLOSE, {}))
    return [*actions, *(Action(n=n + at, at=last.at, kind=kind, data=data) for at, (kind, data) in enumerate(more, 1))]


@pytest.fixture(scope="module")
def played(content):
    """Logs of some scenarios as they would be stored: of the follower, also where nobody answers, and of the robots."""
    library = {Path(one.file).stem: one for one in read_scenarios(scenarios_folder() / "library")}
    found = []
    for scenario in (library[name] for name in FILES):
        exercise, _ = verified(scenario, 7, market=scenario.markets[0], content=content)
        rules = content.library.rules(exercise.file.form, exercise.file.market, exercise.file.guide)
        states = [(exercise, robot(exercise, rules, Dice(name))) for name, robot in ROBOTS.items()]
        states += [(one, walked(one, rules)) for one in (exercise, unanswered(exercise))]
        logs = [(one, state.actions, to_json(state)) for one, state in states]
        logs += [(one, undone(log), "") for one, log, _ in logs if log[-1].kind is ActionKind.DECIDE]
        taught = to_plain(from_json(Taught, to_json(scenario)))
        found += [
            {"exercise": to_json(one), "log": to_plain(tuple(log)), "taught": taught, "desk": desk}
            for one, log, desk in logs
        ]
    return found


@pytest.fixture(scope="module")
def replays(played):
    """What two processes with hashes of their own make of those logs."""
    asked = [sys.executable, "-m", "tests.scoring.replaying"]
    processes = [
        subprocess.Popen(
            asked, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for seed in ("1", "2")
    ]
    text = json.dumps(played).encode()
    return [process.communicate(text, timeout=300)[0] for process in processes]


def test_the_logs_hold_everything_that_can_be_done_with_a_claim(played):
    done = {action["kind"] for one in played for action in one["log"]}
    assert done >= {kind.value for kind in EVERYTHING}


def test_a_log_comes_to_the_desk_as_it_was_left(played, replays):
    lines = replays[0].decode().splitlines()
    left = [(at, one["desk"]) for at, one in enumerate(played) if one["desk"]]
    assert [at for at, desk in left if lines[6 * at + 2] != desk] == []


def test_two_processes_play_a_log_to_the_same_bytes(played, replays):
    first, second = (replay.splitlines() for replay in replays)
    assert len(first) == 6 * len(played)
    assert [(at // 6, at % 6) for at, (one, other) in enumerate(zip(first, second, strict=True)) if one != other] == []
