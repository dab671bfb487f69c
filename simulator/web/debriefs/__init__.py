"""The debrief: opened once a claim is decided, which closes it; read as often as one likes."""

from simulator.web.debriefs.views import bp

__all__ = ["bp"]
