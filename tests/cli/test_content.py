"""The commands about content: what generate writes determine judges; check fails on a failing scenario."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator.cli import main

HERE = Path(__file__).parents[1]
SCENARIO = """
id: 33333333-3333-4333-8333-333333333333
title: {en: A bicycle the day after, et: Jalgratas päev hiljem}
teaches: [coverage.policy_period]
form: bicycle
market: ee
case: {target: {provision: in_force, side: outside, near: line}}
expect: {disposition: reject, grounds: [in_force]}
debrief: {en: Cover had ended., et: Kaitse oli lõppenud.}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("scenarios")
    for name in ("markets", "forms/bicycle", "library"):
        (root / name).mkdir(parents=True)
    shutil.copy(HERE.parent / "scenarios" / "markets" / "ee.yaml", root / "markets")
    shutil.copy(HERE / "generation" / "bicycle.yaml", root / "forms" / "bicycle" / "ee-2026-01.yaml")
    (root / "library" / "day_after.yaml").write_text(SCENARIO, "utf-8")
    return root


def run(folder: Path, *words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, [*words, "--content", str(folder)], input=given)


def generated(folder: Path, *words: str) -> str:
    result = run(folder, "generate", "--form", "bicycle", "--market", "ee", *words)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_generate_writes_a_claim_a_line_with_evidence_and_determination(folder):
    lines = generated(folder, "--seed", "5", "--count", "3").splitlines()
    claims = [json.loads(line) for line in lines]
    assert [claim["exercise"]["seed"] for claim in claims] == [5, 6, 7]
    assert {state["fact"] for state in claims[0]["evidence"]} >= {"occurred_on", "start_on"}
    assert claims[0]["determination"]["disposition"]


def test_generate_writes_one_json_list_when_asked(folder):
    assert len(json.loads(generated(folder, "--count", "2", "--format", "json"))) == 2


def test_determine_judges_exactly_what_generate_wrote(folder):
    text = generated(folder, "--count", "8")
    result = run(folder, "determine", "-", given=text)
    assert result.exit_code == 0, result.stderr
    judged = [json.loads(line) for line in result.stdout.splitlines()]
    assert judged == [json.loads(line)["determination"] for line in text.splitlines()]


def test_determine_tells_when_a_file_holds_another_determination(folder):
    claim = json.loads(generated(folder))
    claim["determination"]["payable"] = "1.23"
    result = run(folder, "determine", "-", given=json.dumps(claim))
    assert result.exit_code == 1
    assert "another determination" in result.stderr


def test_what_generate_writes_can_be_piped_into_determine(folder):
    simulator = [sys.executable, "-c", "from simulator.cli import main; main()"]
    where = ["--content", str(folder)]
    with subprocess.Popen(
        [*simulator, "generate", "--form", "bicycle", "--count", "3", *where], stdout=subprocess.PIPE
    ) as writing:
        judged = subprocess.run(
            [*simulator, "determine", "-", *where], stdin=writing.stdout, capture_output=True, check=True
        )
    assert writing.returncode == 0
    assert judged.stdout.count(b'"disposition"') >= 3
    assert judged.stderr == b""


@pytest.mark.parametrize("given", ["", "[]", "{", '{"file": {"number": 1}}'])
def test_determine_refuses_what_is_no_claim_file(folder, given):
    result = run(folder, "determine", "-", given=given)
    assert result.exit_code == 1
    assert "claim file" in result.stderr or "JSON" in result.stderr


def test_a_scenario_is_generated_by_the_beginning_of_its_id(folder):
    claims = [json.loads(line) for line in generated(folder, "--scenario", "3333", "--count", "3").splitlines()]
    assert {claim["determination"]["disposition"] for claim in claims} == {"reject"}


def test_an_unknown_form_or_scenario_is_told_on_standard_error(folder):
    for words in (("--form", "boat"), ("--form", "bicycle", "--scenario", "9")):
        result = run(folder, "generate", *words)
        assert result.exit_code == 1
        assert result.stdout == ""
        assert "There is no" in result.stderr or "No scenario" in result.stderr


def test_check_passes_a_good_scenario_and_fails_a_wrong_one(folder, tmp_path):
    good = run(folder, "scenarios", "check", "--seeds", "4")
    assert good.exit_code == 0, good.output
    assert "ok     library/day_after.yaml" in good.stdout
    (tmp_path / "wrong.yaml").write_text(SCENARIO.replace("outside", "inside"), "utf-8")
    wrong = run(folder, "scenarios", "check", str(tmp_path / "wrong.yaml"), "--seeds", "2")
    assert wrong.exit_code == 1
    assert "market ee, seed 1, agrees: expected reject, the engine holds approve" in wrong.stdout


def test_check_uses_several_processes_with_the_same_outcome(folder, tmp_path):
    for at in range(3):
        (tmp_path / f"{at}.yaml").write_text(SCENARIO.replace("33333333-", f"3333333{at}-"), "utf-8")
    alone = run(folder, "scenarios", "check", str(tmp_path), "--seeds", "2", "--jobs", "1")
    together = run(folder, "scenarios", "check", str(tmp_path), "--seeds", "2", "--jobs", "2")
    assert alone.exit_code == together.exit_code == 0
    assert alone.stdout == together.stdout


def test_preview_shows_papers_and_reasons_in_both_languages(folder):
    english = run(folder, "scenarios", "preview", "day_after", "--seed", "2").stdout
    assert "[declarations]" in english
    assert "REJECT" in english
    assert "in_force" in english
    assert "Kviitung" in run(folder, "scenarios", "preview", "day_after", "--language", "et").stdout


def test_the_same_seed_gives_the_same_bytes_whatever_the_hash_seed(folder):
    command = [sys.executable, "-c", "from simulator.cli import main; main()", "generate", "--form", "bicycle"]
    written = [
        subprocess.run(
            [*command, "--count", "6", "--content", str(folder)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "4242")
    ]
    assert written[0] == written[1]
    assert written[0].count(b"\n") == 6
