"""Authoring: text to scenario, and the checks that a scenario must pass before anybody works on it."""
