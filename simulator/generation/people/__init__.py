"""People, addresses, numbers: the only room that knows Faker."""

from simulator.generation.people.crowd import Crowd, Extras

__all__ = ["Crowd", "Extras"]
