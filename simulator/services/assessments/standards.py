"""What the services of assessments work with: the numbers in force, skills, weights, and the scenarios in use."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from simulator.assessment.blueprints import Blueprint, read_blueprints
from simulator.assessment.pools import Pinned, pinned
from simulator.assessment.reports import ReportStandards
from simulator.assessment.reports import load as load_texts
from simulator.assessment.rules import AssessmentRules
from simulator.assessment.rules import load as load_rules
from simulator.domain.scenario import Scenario
from simulator.generation import Content
from simulator.measurement import Observed
from simulator.measurement import Rules as MeasurementRules
from simulator.measurement import load as load_measurement
from simulator.scoring.skills import Skills
from simulator.scoring.weights import Weights
from simulator.services.scenarios import Stock, in_use


@dataclass(frozen=True, kw_only=True)
class Standards:
    """Everything that stays while the process lives. *folder* holds the numbers and the blueprints that ship."""

    stock: Stock
    skills: Skills
    folder: Path

    @property
    def content(self) -> Content:
        """Forms, guides and markets."""
        return self.stock.content

    @property
    def weights(self) -> Weights:
        """The weights of scoring, with the pass mark."""
        return self.stock.weights

    @cached_property
    def rules(self) -> AssessmentRules:
        """The numbers of assessments."""
        return load_rules((self.folder / "assessment.yaml").read_text("utf-8"), file="assessment.yaml")

    @cached_property
    def measurement(self) -> MeasurementRules:
        """The numbers of measurement."""
        return load_measurement((self.folder / "measurement.yaml").read_text("utf-8"), file="measurement.yaml")

    @cached_property
    def report(self) -> ReportStandards:
        """By what a sitting is reported."""
        texts = load_texts((self.folder / "reports.yaml").read_text("utf-8"), file="reports.yaml")
        return ReportStandards(
            weights=self.weights, skills=self.skills, measurement=self.measurement, texts=texts
        )  # fmt: skip

    @cached_property
    def observed(self) -> dict[UUID, Observed]:
        """What was worked out last of the people of each assessment; good while as many have sat it."""
        return {}

    @cached_property
    def blueprints(self) -> dict[str, Blueprint]:
        """The blueprints that ship, by name."""
        return read_blueprints(self.folder / "assessments", self.rules)


def drawable(session: Session, market: str, standards: Standards) -> tuple[dict[str, Scenario], tuple[Pinned, ...]]:
    """Return the scenarios in use by id, and those of *market* as an assessment knows them."""
    scenarios = {one.id: one for one in in_use(session, standards.stock)}
    found = pinned(scenarios.values(), market, skills=standards.skills, library=standards.content.library)
    return scenarios, found
