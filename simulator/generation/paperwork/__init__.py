"""Paperwork: which papers lie on the file, when they came, and what each of them says."""

from simulator.generation.paperwork.answering import correspondence
from simulator.generation.paperwork.writing import GONE, HERE, Paperwork

__all__ = ["GONE", "HERE", "Paperwork", "correspondence"]
