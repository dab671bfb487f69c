"""Forms to invert: the two of the reference, a bicycle policy, and one that holds every condition word."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from simulator.coverage.determination import Determination
from simulator.coverage.determine import determine
from simulator.coverage.inversion import Draft, LinePlan, file_of
from simulator.coverage.language.forms import Form
from simulator.coverage.language.guides import Guide
from simulator.coverage.language.loading import load_form, load_guide
from simulator.coverage.library import Library
from simulator.coverage.rules import Rules, compile_rules
from simulator.coverage.smallest import smallest_guide
from simulator.paths import scenarios_folder

HERE = Path(__file__).parent
REFERENCE = HERE.parent / "loading" / "examples"


@dataclass(frozen=True)
class Bench:
    """A form ready to be inverted, and the lines that a claim under it has."""

    name: str
    rules: Rules
    form: Form
    lines: tuple[LinePlan, ...]

    def judged(self, draft: Draft) -> Determination:
        return determine(self.rules, file_of(self.form, draft, rules=self.rules))

    def verdict(self, draft: Draft, provision: str, line: str = "") -> str:
        """Return the verdict of the engine's trace, on the first line that is judged if none is named."""
        entries = [
            entry
            for entry in self.judged(draft).trace
            if entry["about"] == "provision" and entry["provision"] == provision and line in ("", entry["line"])
        ]
        return str(entries[0]["verdict"]) if entries else "not judged"


def bench(path: Path, heads: tuple[str, ...], guide: Path | None = None) -> Bench:
    form = load_form(path.read_text(), file=path.name, inline=True)
    chosen: Guide = smallest_guide(form.market, form.currency)
    if guide is not None:
        chosen = load_guide(guide.read_text(), file=guide.name, inline=True)
    rules = compile_rules([form], chosen)
    return Bench(path.stem, rules, rules.editions[0], tuple(LinePlan(head=head) for head in heads))


@pytest.fixture(scope="session")
def motor() -> Bench:
    return bench(REFERENCE / "motor.yaml", ("vehicle",))


@pytest.fixture(scope="session")
def allowance() -> Bench:
    return bench(REFERENCE / "allowance.yaml", ("month",))


@pytest.fixture(scope="session")
def bicycle() -> Bench:
    return bench(HERE / "bicycle.yaml", ("bicycle", "gear"))


@pytest.fixture(scope="session")
def guarded() -> Bench:
    """The bicycle policy under a guide with checks, triggers and limits of authority."""
    return bench(HERE / "bicycle.yaml", ("bicycle", "gear"), HERE / "guide.yaml")


@pytest.fixture(scope="session")
def words() -> Bench:
    return bench(HERE / "words.yaml", ("thing",))


@pytest.fixture(scope="session")
def motor_form() -> Bench:
    """The shipped motor form under the shipped guide of its market, with a line of every head."""
    rules = Library.read(scenarios_folder()).rules("motor_own_damage", "ee", "standard")
    form = rules.editions[-1]
    return Bench("motor_form", rules, form, tuple(LinePlan(head=head) for head in form.heads))


@pytest.fixture(scope="session", params=["motor", "allowance", "bicycle", "words", "guarded"])
def any_bench(request: pytest.FixtureRequest) -> Bench:
    found: Bench = request.getfixturevalue(request.param)
    return found
