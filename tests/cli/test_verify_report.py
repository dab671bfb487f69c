"""Verify on a report: whose it is, whether it was changed, and whether its figures follow from the points it holds."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from statistics import fmean

import pytest
from click.testing import CliRunner

from simulator import __version__
from simulator.assessment.reports.making import measurement_version, standing_of
from simulator.assessment.reports.records import ReportRecord, fingerprint
from simulator.assessment.reports.snapshots import Report
from simulator.cli import main
from simulator.json_codec import from_plain, to_plain
from simulator.measurement import Basis, load, measured
from simulator.paths import scenarios_folder
from simulator.scoring.seals import REPORT, WORK, sealed
from tests.conftest import TESTS

KEY = "the key of this installation"
NOW = datetime(2026, 3, 23, 7, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def rules():
    return load((scenarios_folder() / "measurement.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def report(rules):
    """The report that was looked over, with its figures unrounded and the versions of today."""
    plain = json.loads((TESTS / "assessment" / "golden_report.json").read_text("utf-8"))
    plain |= {"blueprint": "b" * 64, "versions": {"engine": __version__, "measurement": measurement_version(rules)}}
    plain["claims"] = [{**claim, "content_hash": "c" * 64} for claim in plain["claims"]]
    found = from_plain(Report, plain)
    cut = found.measured.cut
    of = measured(fmean(claim.total for claim in found.claims), len(found.claims), cut=cut, rules=rules)
    return replace(found, measured=of, skills=tuple(skill_again(one, cut, rules) for one in found.skills))


def skill_again(skill, cut, rules):
    interval = measured(skill.interval.score, skill.worth, cut=cut, rules=rules).interval
    return replace(skill, interval=interval, standing=standing_of(interval, cut))


@pytest.fixture
def export(report):
    """The sealed export of that report, to change as one likes."""
    return sealed_report(report)


def sealed_report(report, key=KEY):
    record = ReportRecord(candidate="C", assessment="Claims trainee, winter", exported_at=NOW, report=report)
    return deepcopy(sealed(to_plain(record), key, kind=REPORT))


@pytest.fixture
def verify(tmp_path, monkeypatch):
    """Write what is given into a file and verify it."""
    monkeypatch.setenv("SIMULATOR_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SIMULATOR_SECRET_KEY", KEY)
    file = tmp_path / "report-C.json"

    def run(given, *words):
        file.write_text(json.dumps(given, ensure_ascii=False), "utf-8")
        return CliRunner().invoke(main, ["verify", str(file), *words])

    return run


def test_a_report_of_this_installation_comes_to_the_same_figures(verify, export, report):
    told = verify(export)
    assert (told.exit_code, told.stderr) == (0, "")
    interval = report.measured.interval
    for line in (
        "Report of candidate C, assessment 'Claims trainee, winter', exported 2026-03-23 07:30 UTC.",
        "Signature: of this installation; nothing was changed since.",
        f"Fingerprint: {fingerprint(export['record'])}.",
        f"Figures: {interval.score:.1f} of 100, range {interval.low:.1f} to {interval.high:.1f}; "
        "the points of 6 claims come to the same.",
        "Not in the file: the work itself",
    ):
        assert line in told.stdout


def test_the_fingerprint_is_of_the_report_and_not_of_when_it_was_exported(export):
    record = export["record"]
    first = fingerprint(record)
    assert fingerprint({**record, "exported_at": "2027-01-01T00:00:00Z"}) == first
    for name, other in (("candidate", "D"), ("assessment", "Another"), ("report", {**record["report"], "claims": []})):
        assert fingerprint({**record, name: other}) != first


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda of: of["measured"]["interval"].update(score=91.0), "measured.interval.score"),
        (lambda of: of["measured"].update(band="passes"), "measured.band"),
        (lambda of: of["claims"][0].update(total=0), "measured.interval.score"),
        (lambda of: of["skills"][0]["interval"].update(low=80.0), "skills."),
        (lambda of: of["skills"][0].update(standing="above"), ".standing"),
    ],
    ids=["score", "band", "claim", "skill", "standing"],
)
def test_a_forged_figure_is_told_even_where_the_key_was_at_hand(verify, export, change, named):
    change(export["record"]["report"])
    told = verify(export)
    assert told.exit_code == 1
    assert "Signature: WRONG" in told.stderr
    signed = verify(sealed(export["record"], KEY, kind=REPORT))
    assert signed.exit_code == 1
    assert "Signature: of this installation" in signed.stdout
    assert "with the same versions: DIFFERENT (" in signed.stderr
    assert named in signed.stderr


def test_what_cannot_be_measured_again_is_held_by_the_signature(verify, export):
    export["record"]["candidate"] = "A"
    told = verify(export)
    assert told.exit_code == 1
    assert "Signature: WRONG" in told.stderr
    assert "come to the same" in told.stdout


def test_the_report_of_another_installation_is_named_so(verify, report):
    told = verify(sealed_report(report, "another key"))
    assert told.exit_code == 1
    assert "of another installation" in told.stderr


def test_a_report_cannot_pose_as_a_record_of_work_nor_the_other_way_round(verify, export):
    told = verify({**export, "kind": WORK})
    assert told.exit_code == 2
    assert "holds no record of work" in told.stderr
    work = sealed(export["record"], KEY, kind=WORK)
    assert "Signature: WRONG" in verify({**work, "kind": REPORT}).stderr


def test_other_rules_of_measurement_are_named_and_both_figures_shown(verify, export, tmp_path):
    text = (scenarios_folder() / "measurement.yaml").read_text("utf-8")
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "measurement.yaml").write_text(f"{text}\n# the same, but another file\n", "utf-8")
    told = verify(export, "--content", str(folder))
    assert (told.exit_code, told.stderr) == (0, "")
    assert "Version: measurement " in told.stdout
    assert "come to the same, with other versions." in told.stdout
    export["record"]["report"]["versions"]["measurement"] = "2025-01+00000000"
    export["record"]["report"]["measured"]["interval"]["low"] -= 1
    told = verify(sealed(export["record"], KEY, kind=REPORT))
    assert told.exit_code == 1
    assert "Version: measurement 2025-01+00000000 in the file, " in told.stdout
    assert "with other versions: different (measured.interval.low)" in told.stderr


def test_a_range_that_rests_on_other_people_is_not_measured_again(verify, report):
    observed = replace(report.measured.reliability, basis=Basis.OBSERVED, people=240, at_best=None)
    told = verify(sealed_report(replace(report, measured=replace(report.measured, reliability=observed))))
    assert (told.exit_code, told.stderr) == (0, "")
    assert "Range: not measured again. The range rests on the scores of 240 people" in told.stdout
    forged = replace(report.measured, reliability=observed, interval=replace(report.measured.interval, score=99.0))
    told = verify(sealed_report(replace(report, measured=forged)))
    assert told.exit_code == 1
    assert "DIFFERENT (score)" in told.stderr


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda record: record.pop("report"), "it holds no report that this version can read."),
        (lambda record: record["report"].pop("cost"), "it holds no report that this version can read."),
        (lambda record: record["report"].update(claims=[]), "it holds a report without a claim"),
        (lambda record: record["report"]["measured"]["interval"].update(score="much"), "it holds no report"),
        (lambda record: record["report"]["claims"][0].update(total=100_000), "Export it again"),
    ],
    ids=range(5),
)
def test_what_is_no_report_is_told_plainly(verify, export, change, said):
    change(export["record"])
    told = verify(export)
    assert (told.exit_code, told.stdout) == (2, "")
    assert said in told.stderr
    assert "Traceback" not in told.output


def test_a_report_that_only_another_version_can_read_names_that_version(verify, export):
    export["record"]["report"]["versions"]["engine"] = "9.9.9"
    del export["record"]["report"]["skills"]
    told = verify(export)
    assert (told.exit_code, told.stdout) == (2, "")
    assert f"engine 9.9.9 made it, this is {__version__}" in told.stderr


def test_a_forged_title_does_not_steer_the_terminal(verify, export):
    export["record"]["assessment"] = "Claims\x1b[2J"
    assert "\x1b" not in verify(export).output
