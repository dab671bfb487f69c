"""Settling: an ordered list of steps over the payable lines, exact until the form rounds (COVERAGE_LANGUAGE, 6)."""
