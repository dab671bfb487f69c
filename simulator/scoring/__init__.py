"""Scoring: a desk and its determination in, a scorecard and a debrief out; pure and repeatable."""
