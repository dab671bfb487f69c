"""Home: where a trainee begins: what lies on the desk, what was learnt, and the next claim."""

from simulator.web.home.views import bp

__all__ = ["bp"]
