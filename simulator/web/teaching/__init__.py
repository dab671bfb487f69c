"""Instructors and their groups: people, work given out, results, finished claims with comments, replay.

A page with an id answers 404 to whoever does not lead that group; receivers find their work under ``/assigned``.
"""

from simulator.web.teaching import assigned, groups, joining, people, results, reviews, roster, steps, work
from simulator.web.teaching.room import bp

__all__ = ["assigned", "bp", "groups", "joining", "people", "results", "reviews", "roster", "steps", "work"]
