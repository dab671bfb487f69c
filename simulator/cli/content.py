"""Commands about content: generate claims, judge them, check and preview scenarios."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TextIO

import click

from simulator.authoring.checks import Verdict, check
from simulator.authoring.filed import file_in, filed, files_in, judged
from simulator.authoring.parse import read_scenario, read_scenarios
from simulator.authoring.preview import preview as preview_text
from simulator.authoring.trials import passing, tried
from simulator.authoring.twins import twin_of
from simulator.coverage.library import Library
from simulator.domain.exercise import Exercise
from simulator.domain.scenario import Scenario
from simulator.errors import NotFound
from simulator.generation import Content, build
from simulator.generation.building import build_once
from simulator.generation.plans import plan_for
from simulator.generation.targets import build_any
from simulator.json_codec import to_json
from simulator.paths import scenarios_folder
from simulator.scoring.weights import load as load_weights

_SHOWN_FAILURES = 12
CONTENT = click.option(
    "--content",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=None,
    help="Folder of forms, guides, markets, worlds and scenarios; the shipped one by default.",
)


@click.command()
@click.option("--form", required=True, help="The form, such as motor_own_damage.")
@click.option("--market", default="", help="The market; the scenario's first by default, else ee.")
@click.option("--seed", default=1, show_default=True, help="The first seed; each claim takes the next.")
@click.option("--count", default=1, show_default=True, type=click.IntRange(1), help="How many claims.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["jsonl", "json"]),
    default="jsonl",
    show_default=True,
    help="One claim a line, or one list.",
)
@click.option("--scenario", "scenario_id", default="", help="Id (or its beginning) of a scenario; else the dice aim.")
@CONTENT
def generate(form: str, market: str, seed: int, count: int, shape: str, scenario_id: str, content: Path | None) -> None:
    """Write claims and what is right on them as JSON.

    A claim holds its papers, the evidence that they make, and the determination.
    The same seed gives the same claim on any machine.
    """
    folder = content or scenarios_folder()
    ready = Content.read(folder)
    scenario = _named(scenario_id, folder) if scenario_id else None
    market = market or (scenario.markets[0] if scenario else "ee")
    claims = (_claim(form, market, number, scenario, ready) for number in range(seed, seed + count))
    if shape == "jsonl":
        for claim in claims:
            click.echo(json.dumps(claim, ensure_ascii=False, separators=(",", ":")))
    else:
        click.echo(json.dumps(list(claims), ensure_ascii=False, indent=1))


def _claim(form: str, market: str, seed: int, scenario: Scenario | None, content: Content) -> dict[str, object]:
    exercise: Exercise
    if scenario is None:
        scenario, exercise = build_any(form, seed, market=market, content=content)
    elif scenario.form != form:
        raise NotFound(f"Scenario {scenario.id} is of form {scenario.form}, not {form}.")
    else:
        exercise = build(scenario, seed, market=market, content=content)
    return filed(exercise, plan_for(scenario, market, content).rules)


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8"))
@CONTENT
def determine(file: TextIO, content: Path | None) -> None:
    """Judge claim files and write what is right on them.

    FILE (- for standard input) holds what `generate` writes. Where it holds determinations too, a difference is
    reported and the exit code is 1.
    """
    differ = 0
    library = Library.read(content or scenarios_folder())
    for at, entry in enumerate(files_in(file.read()), 1):
        text = to_json(judged(file_in(entry), library))
        click.echo(text)
        held = entry.get("determination")
        if held is not None and held != json.loads(text):
            click.echo(f"claim {at}: the file holds another determination", err=True)
            differ += 1
    if differ:
        raise SystemExit(1)


@click.group()
def scenarios() -> None:
    """Write, check, preview, publish and carry scenarios."""


@scenarios.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--seeds", default=20, show_default=True, type=click.IntRange(1), help="How many seeds of each.")
@click.option("--from-seed", default=1, show_default=True, help="The first seed.")
@click.option("--jobs", default=0, help="Processes; as many as there are processors by default.")
@CONTENT
def check_scenarios(paths: tuple[Path, ...], seeds: int, from_seed: int, jobs: int, content: Path | None) -> None:
    """Check scenarios over many seeds.

    PATHS are files or folders, the whole library by default. Exit code 1 if any of them fails.
    """
    folder = content or scenarios_folder()
    found = _all_in(paths or (folder / "library",))
    failed = 0
    began = time.monotonic()
    for done, verdict in enumerate(_verdicts(found, folder, range(from_seed, from_seed + seeds), jobs), 1):
        _progress(done, len(found), time.monotonic() - began)
        failed += not verdict.passed
        _report(verdict)
    click.echo(f"{len(found)} scenarios, {seeds} seeds each, {failed} failed", err=True)
    if failed or not found:
        raise SystemExit(1)


def _all_in(paths: Sequence[Path]) -> list[Scenario]:
    found: list[Scenario] = []
    for path in paths:
        found += read_scenarios(path) if path.is_dir() else [read_scenario(path, name=str(path))]
    return found


_content: Content | None = None


def _prepare(folder: Path) -> None:
    global _content  # one content a process, set once when a worker starts
    _content = Content.read(folder)


def _check_one(scenario: Scenario, seeds: range) -> Verdict:
    assert _content is not None
    return check(scenario, _content, seeds)


def _verdicts(found: Sequence[Scenario], folder: Path, seeds: range, jobs: int) -> Iterator[Verdict]:
    workers = min(jobs or os.cpu_count() or 1, max(1, len(found)))
    if workers == 1:
        _prepare(folder)
        yield from (_check_one(scenario, seeds) for scenario in found)
        return
    with ProcessPoolExecutor(workers, initializer=_prepare, initargs=(folder,)) as pool:
        yield from pool.map(_check_one, found, [seeds] * len(found))


def _progress(done: int, of: int, seconds: float) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done} of {of} checked, {seconds:.0f} s", nl=done == of, err=True)


def _report(verdict: Verdict) -> None:
    told = ", ".join(f"{count} {name}" for name, count in verdict.dispositions.items())
    click.echo(
        f"{'ok    ' if verdict.passed else 'FAILED'} {verdict.file}: {verdict.title.en} ({told or 'nothing built'})"
    )
    for failure in verdict.failures[:_SHOWN_FAILURES]:
        click.echo(f"       {failure}")
    more = len(verdict.failures) - _SHOWN_FAILURES
    if more > 0:
        click.echo(f"       and {more} more")


@scenarios.command("robots")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--seeds", default=3, show_default=True, type=click.IntRange(1), help="How many seeds of each.")
@CONTENT
def try_robots(paths: tuple[Path, ...], seeds: int, content: Path | None) -> None:
    """Let robots decide scenarios without reading them.

    PATHS are files or folders, the whole library by default. Exit code 1 if a robot passes them all together, or if
    who does what is right does not get all points somewhere.
    """
    folder = content or scenarios_folder()
    ready, weights = Content.read(folder), load_weights((folder / "scoring.yaml").read_text("utf-8"))
    found = (tried(one, ready, weights, range(1, seeds + 1)) for one in _all_in(paths or (folder / "library",)))
    trials = [trial for trial in found if trial is not None]
    for trial in trials:
        passed = [f"{name} {float(mean):.0f}" for name, mean in trial.robots.items() if mean >= weights.pass_mark]
        follows = f"follower {trial.follower}"
        click.echo(f"{trial.file}: {', '.join([follows, *passed])}")
    beaten, unfair = passing(trials, weights), [trial for trial in trials if not trial.is_followed]
    told = ", ".join(f"{name} {float(mean):.0f}" for name, mean in beaten.items()) or "none"
    click.echo(f"{len(trials)} scenarios; robots that pass them together: {told}", err=True)
    if beaten or unfair or not trials:
        raise SystemExit(1)


@scenarios.command("preview")
@click.argument("scenario_id", metavar="ID")
@click.option("--seed", default=1, show_default=True, help="The seed.")
@click.option("--market", default="", help="The market; the scenario's first by default.")
@click.option(
    "--language", type=click.Choice(["en", "et"]), default="en", show_default=True, help="Language of the words."
)
@CONTENT
def preview(scenario_id: str, seed: int, market: str, language: str, content: Path | None) -> None:
    """Show a claim of a scenario with its whole solution.

    The papers and the errors planted on them; the acts that are right, in turn, with reasons, amounts and what comes
    back on each; what every paper brings when it is asked for; the twin, with what it turns; every step of the
    determination.

    ID is the id of a scenario, its beginning, its file name without .yaml, or a path.
    """
    folder = content or scenarios_folder()
    scenario = _named(scenario_id, folder)
    market = market or scenario.markets[0]
    ready = Content.read(folder)
    exercise = build_once(scenario, seed, market=market, content=ready).exercise
    rules = plan_for(scenario, market, ready).rules
    click.echo(f"{scenario.title.in_(language)}  [{scenario.file}]")
    click.echo(preview_text(exercise, rules, twin_of(exercise, scenario, ready), language=language))


def _named(name: str, folder: Path) -> Scenario:
    if name.endswith(".yaml") and Path(name).is_file():
        return read_scenario(Path(name), name=name)
    found = read_scenarios(folder / "library")
    fits = [one for one in found if one.id == name or Path(one.file).stem == name] or [
        one for one in found if one.id.startswith(name)
    ]
    if len(fits) == 1:
        return fits[0]
    known = "\n".join(f"  {one.id}  {one.file}: {one.title.en}" for one in (fits or found))
    raise NotFound(f"{'Several scenarios begin' if fits else 'No scenario is called'} {name!r}; there are\n{known}")
