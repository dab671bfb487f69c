"""The benchmarks still run and fill their table; how quick things are is nobody's business here."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_benchmarks_measure_every_row():
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "--rounds", "1"],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = [line for line in done.stdout.splitlines() if line.startswith("|")]
    assert len(rows) > 20
    assert [row for row in rows if "failed:" in row] == []
