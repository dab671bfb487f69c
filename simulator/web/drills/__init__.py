"""Drills: a page of provisions to practise on their line, what was missed lately first, and taking one."""

from simulator.web.drills.views import bp

__all__ = ["bp"]
