"""Sentences of the trace, made when somebody reads them: the rule, what the file says, and therefore what."""

from simulator.coverage.says.entries import says

__all__ = ["says"]
