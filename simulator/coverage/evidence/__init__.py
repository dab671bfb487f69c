"""Evidence: what the papers on the file make of each fact (COVERAGE_LANGUAGE, section 1)."""

from simulator.coverage.evidence.knowledge import (
    DECLARATIONS,
    HEARSAY,
    ILLEGIBLE,
    ON_FILE,
    FactState,
    Finding,
    Key,
    Knowledge,
    State,
    knowledge,
)
from simulator.coverage.evidence.states import Evidence

__all__ = [
    "DECLARATIONS",
    "HEARSAY",
    "ILLEGIBLE",
    "ON_FILE",
    "Evidence",
    "FactState",
    "Finding",
    "Key",
    "Knowledge",
    "State",
    "knowledge",
]
