"""Assessments for hiring managers: the list, the builder, a preview, the plan that is fixed, and who is invited.

A page with an id answers 404 to a hiring manager whose assessment it is not, and 403 to who is none.
"""

from simulator.web.assessments import builder, fixing, inviting, listing, named, people, preview
from simulator.web.assessments.room import bp

__all__ = ["bp", "builder", "fixing", "inviting", "listing", "named", "people", "preview"]
