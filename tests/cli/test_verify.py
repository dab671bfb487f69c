"""Verify: a record of work is this installation's, another's or changed, and its log gives its score or does not."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from click.testing import CliRunner

from simulator.authoring.checks import verified
from simulator.authoring.parse import read_scenario
from simulator.authoring.robots import ROBOTS
from simulator.cli import main
from simulator.coverage.determine import determine
from simulator.domain.dice import Dice
from simulator.errors import Invalid
from simulator.json_codec import from_json, to_json, to_plain
from simulator.paths import scenarios_folder
from simulator.scoring.debrief import Taught
from simulator.scoring.path import walked
from simulator.scoring.records import AdjustedPoints, WorkRecord
from simulator.scoring.scorecard import score
from simulator.scoring.seals import LARGEST, as_file, sealed
from simulator.scoring.weights import load

KEY = "the key of this installation"
NOW = datetime(2026, 3, 23, 7, 30, tzinfo=UTC)
FILES = (("clean_approval", "ee"), ("clean_approval", "us"), ("missing_estimate", "ee"), ("late_notice_denied", "us"))


def shipped(name):
    (file,) = (scenarios_folder() / "library").rglob(f"{name}.yaml")
    return read_scenario(file, name=file.name)


@pytest.fixture(scope="module")
def record_of(content):
    """The record of a claim that the follower of the model path, or a robot, has worked on."""
    weights = load((scenarios_folder() / "scoring.yaml").read_text("utf-8"))

    def made(name, market, robot=""):
        scenario = shipped(name)
        exercise, _ = verified(scenario, 7, market=market, content=content)
        texts, file = content.library.texts, exercise.file
        rules = content.library.rules(file.form, file.market, file.guide)
        state = ROBOTS[robot](exercise, rules, Dice(robot)) if robot else walked(exercise, rules)
        taught = from_json(Taught, to_json(scenario))
        right = tuple(determine(rules, sent.file) for sent in state.acts)
        card = score(state, right, weights, exercise=exercise, rules=rules, rubric=taught.rubric)
        return WorkRecord(
            item_id=UUID(int=7),
            number=file.number,
            title=taught.title,
            person="Tess Lember",
            exported_at=NOW,
            versions=card.versions,
            exercise=exercise,
            form=texts[rules.form_for(file).content_hash],
            guide=texts[rules.guide.content_hash],
            rubric=taught.rubric,
            log=state.actions,
            scorecard=to_plain(card),
        )

    return made


@pytest.fixture(scope="module")
def record(record_of):
    return record_of("clean_approval", "ee")


@pytest.fixture
def export(record):
    """The sealed export of that record, to change as one likes."""
    return deepcopy(sealed(to_plain(record), KEY))


@pytest.fixture
def verify(tmp_path, monkeypatch):
    """Write what is given into a file and verify it."""
    monkeypatch.setenv("SIMULATOR_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SIMULATOR_SECRET_KEY", KEY)
    file = tmp_path / "work.json"

    def run(given, *words):
        file.write_bytes(given if isinstance(given, bytes) else json.dumps(given, ensure_ascii=False).encode())
        return CliRunner().invoke(main, ["verify", str(file), *words])

    return run


def lines(result):
    return [line.partition(":")[0] for line in result.stderr.splitlines()]


@pytest.mark.parametrize(("name", "market"), FILES)
def test_the_same_versions_give_the_same_score_byte_for_byte(verify, record_of, name, market):
    told = verify(sealed(to_plain(record_of(name, market)), KEY))
    assert (told.exit_code, told.stderr) == (0, "")
    assert "Signature: of this installation; nothing was changed since." in told.stdout
    assert "Score: 100 of 100; the log gives the same scorecard again, byte for byte." in told.stdout


@pytest.mark.parametrize("robot", sorted(ROBOTS))
def test_work_that_lost_points_is_scored_again_too(verify, record_of, robot):
    record = record_of("missing_estimate", "ee", robot)
    told = verify(sealed(to_plain(record), KEY))
    assert record.total < 100
    assert (told.exit_code, told.stderr) == (0, "")
    assert f"Score: {record.total} of 100; the log gives the same" in told.stdout


def test_how_the_file_is_laid_out_does_not_matter(verify, export):
    for text in (json.dumps(export, indent=4), json.dumps(export, sort_keys=True), "\ufeff" + json.dumps(export)):
        assert verify(text.encode()).exit_code == 0


def test_an_adjusted_score_is_told_beside_the_one_that_the_log_gives(verify, record):
    change = AdjustedPoints(
        criterion="grounds", points_before=20, points_after=12, reason="Late", by="Ines Kask", at=NOW
    )
    told = verify(sealed(to_plain(replace(record, adjustments=(change,))), KEY))
    assert told.exit_code == 0
    assert "Adjusted afterwards by Ines Kask: 92 of 100 in force." in told.stdout


def test_a_forged_score_is_told_by_its_signature_and_by_its_log(verify, export):
    export["record"]["scorecard"]["total"] = 64
    first = export["record"]["scorecard"]["criteria"][0]
    first["points"] -= 36
    told = verify(export)
    assert told.exit_code == 1
    assert lines(told) == ["Signature", "Score"]
    assert "WRONG. The file was changed" in told.stderr
    assert "64 of 100 in the file, 100 of 100 from its log, with the same versions: DIFFERENT" in told.stderr
    assert f"{first['id']} {first['points']} and {first['points'] + 36}" in told.stderr


def test_a_score_that_was_forged_and_signed_with_the_key_is_told_by_its_log(verify, record):
    forged = {**record.scorecard, "total": 99}
    told = verify(sealed(to_plain(replace(record, scorecard=forged)), KEY))
    assert (told.exit_code, lines(told)) == (1, ["Score"])
    assert "not the points, but what stands beside them" in told.stderr


def test_a_forged_log_is_told(verify, export, record):
    export["record"]["log"] = export["record"]["log"][:1]
    told = verify(export)
    assert (told.exit_code, lines(told)[:2]) == (1, ["Signature", "Score"])
    assert "the log cannot be played again: There is no decision to score." in told.stderr
    sent = next(one for one in to_plain(record)["log"] if one["kind"] == "decide")
    export["record"]["log"] = [{**sent, "n": 1, "data": {"decision": "everything"}}]
    assert verify(export).exit_code == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record.update(person="Tom Rebane"),
        lambda record: record["log"][0].update(at="2020-01-01T00:00:00Z"),
        lambda record: record["versions"].update(engine="9"),
        lambda record: record.update(more=1),
        lambda record: record.pop("title"),
    ],
    ids=["name", "moment", "version", "more", "less"],
)
def test_whatever_is_changed_the_signature_does_not_fit(verify, export, change):
    change(export["record"])
    told = verify(export)
    assert told.exit_code in (1, 2)
    assert "WRONG" in told.stderr or "title" in told.stderr


def test_the_signature_of_another_installation_is_named_so(verify, record):
    told = verify(sealed(to_plain(record), "another key"))
    assert (told.exit_code, lines(told)) == (1, ["Signature"])
    assert "of another installation" in told.stderr
    assert "the same scorecard again" in told.stdout
    posing = {**sealed(to_plain(record), "another key"), "installation": sealed({}, KEY)["installation"]}
    assert "WRONG" in verify(posing).stderr


def test_where_there_is_no_installation_none_is_made(verify, export, monkeypatch, tmp_path):
    monkeypatch.delenv("SIMULATOR_SECRET_KEY")
    told = verify(export)
    assert told.exit_code == 1
    assert "there is no installation here" in told.stderr
    assert not (tmp_path / "data").exists()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret_key").write_text(f"{KEY}\n")
    assert verify(export).exit_code == 0


def test_other_weights_are_named_and_both_scores_shown(verify, record_of, tmp_path):
    record = record_of("missing_estimate", "ee", sorted(ROBOTS)[0])
    folder = tmp_path / "content"
    folder.mkdir()
    text = (scenarios_folder() / "scoring.yaml").read_text("utf-8")
    (folder / "scoring.yaml").write_text(f"{text}\n# the same, but another file\n", "utf-8")
    told = verify(sealed(to_plain(record), KEY), "--content", str(folder))
    assert (told.exit_code, told.stderr) == (0, "")
    assert "Version: weights " in told.stdout
    both = f"Score: {record.total} of 100 in the file, {record.total} of 100 from its log, with other versions: every"
    assert both in told.stdout


def test_another_engine_that_scores_otherwise_shows_both_scores(verify, record):
    card = deepcopy(dict(record.scorecard))
    card["total"] -= 1
    card["criteria"][0]["points"] -= 1
    card["versions"] = {**card["versions"], "engine": "0.0.1"}
    told = verify(sealed(to_plain(replace(record, scorecard=card, versions=card["versions"])), KEY))
    assert told.exit_code == 1
    assert "Version: engine 0.0.1 in the file" in told.stdout
    assert "99 of 100 in the file, 100 of 100 from its log, with other versions: different" in told.stderr


def test_a_record_that_only_another_version_can_play_names_that_version(verify, export, record):
    export["record"]["versions"]["engine"] = "0.0.1"
    del export["record"]["exercise"]["file"]
    told = verify(export)
    assert (told.exit_code, told.stdout) == (2, "")
    assert "record of work: exercise.file: Field required; engine 0.0.1 made it, this is" in told.stderr
    older = replace(record, versions={**record.versions, "engine": "0.0.1"}, log=record.log[:1])
    told = verify(sealed(to_plain(older), KEY))
    assert told.exit_code == 1
    assert told.stderr.splitlines()[-1].startswith("It was scored by engine 0.0.1; this is ")


def test_a_file_that_is_too_large_is_refused_before_it_is_read_whole(verify):
    told = verify(b"[" + b" " * 40_000_000 + b"]")
    assert (told.exit_code, told.stdout) == (2, "")
    assert "it has 40.0 MB, and an export has at most 34 MB" in told.stderr


def test_nothing_is_exported_that_would_be_refused(verify, record):
    filling = LARGEST - len(as_file({**to_plain(record), "person": ""}, KEY))
    longest = as_file({**to_plain(record), "person": "x" * filling}, KEY)
    assert len(longest) == LARGEST
    assert verify(longest).exit_code == 0
    with pytest.raises(Invalid, match="are read again"):
        as_file({**to_plain(record), "person": "x" * (filling + 1)}, KEY)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"", "it is no JSON"),
        (b"\xff\xfe", "it is no JSON"),
        (b"PK\x03\x04 a zip", "it is no JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"kind": NaN}', "NaN is no number"),
        (b'{"kind": 1, "kind": 2}', "a key stands twice"),
        (b"[1, 2]", "no exported record of work"),
        (b'{"kind": "simulator.work.2"}', "of kind 'simulator.work.2'"),
        (b'{"kind": "simulator.work.1", "record": {}}', "has kind, record, installation and signature"),
        (
            b'{"kind": "simulator.work.1", "record": {}, "installation": "a", "signature": "b"}',
            "holds no record of work: item_id",
        ),
        (
            b'{"kind": "simulator.work.1", "record": {}, "installation": "a", "signature": "\\ud800"}',
            "broken characters",
        ),
    ],
    ids=range(11),
)
def test_what_is_no_record_is_told_plainly_with_what_to_do(verify, given, said):
    told = verify(given)
    assert (told.exit_code, told.stdout) == (2, "")
    assert said in told.stderr
    assert told.stderr.startswith("Error: ")
    assert "Export it again, a record of work from its debrief" in told.stderr


def test_a_file_that_is_not_there_cannot_be_read(tmp_path):
    for path in (tmp_path / "nothing.json", tmp_path):
        told = CliRunner().invoke(main, ["verify", str(path)])
        assert (told.exit_code, told.stdout) == (2, "")
        assert "cannot be used" in told.stderr


def test_a_forged_name_does_not_steer_the_terminal(verify, export):
    export["record"]["person"] = "Tess\x1b[2J"
    assert "\x1b" not in verify(export).output


def test_a_record_of_long_work_is_far_from_the_largest_that_is_read(record_of):
    text = json.dumps(sealed(to_plain(record_of("missing_estimate", "ee")), KEY), indent=1)
    assert len(text.encode()) < LARGEST / 20
