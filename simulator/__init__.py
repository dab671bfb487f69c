"""A training simulator for new claims representatives."""

__version__ = "0.1.0"
