"""Generation: a scenario and a seed made into an exercise. Pure, but for Faker in ``people``."""

from simulator.generation.building import Built, build, build_with_draft
from simulator.generation.content import Content

__all__ = ["Built", "Content", "build", "build_with_draft"]
