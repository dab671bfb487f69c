"""Worlds: how the claims of one form look on paper. Data, read from ``scenarios/worlds``."""

from simulator.generation.worlds.loading import load_world, read_world
from simulator.generation.worlds.model import Captions, Job, LineMix, PaperPlan, Pattern, Premium, World
from simulator.generation.worlds.plain import plain_world

__all__ = [
    "Captions",
    "Job",
    "LineMix",
    "PaperPlan",
    "Pattern",
    "Premium",
    "World",
    "load_world",
    "plain_world",
    "read_world",
]
