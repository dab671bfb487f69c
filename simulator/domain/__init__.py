"""Nouns of the trade as frozen dataclasses; the standard library only."""
