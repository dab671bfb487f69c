"""The sitting of a candidate: coming in by a link, beginning, going on, handing in, and the receipt."""

from simulator.web.sitting import entering, results, views
from simulator.web.sitting.room import bp

__all__ = ["bp", "entering", "results", "views"]
