"""Scenario files, read strictly: every problem with file, line, key and fix."""

from simulator.authoring.parse.scenarios import load_scenario, read_scenario, read_scenarios

__all__ = ["load_scenario", "read_scenario", "read_scenarios"]
