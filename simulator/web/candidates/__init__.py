"""Candidates as hiring managers see them: evidence, a person's decision, then the report; comparison; care.

A page with an id answers 404 to who neither owns the assessment nor shares it. Before the reviewer has decided no page
shows a score, and no page ever ranks.
"""

from simulator.web.candidates import caring, claims, comparing, exported, printed, views
from simulator.web.candidates.room import bp

__all__ = ["bp", "caring", "claims", "comparing", "exported", "printed", "views"]
