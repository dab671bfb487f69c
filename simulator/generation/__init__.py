"""Generation: a scenario and a seed made into an exercise. Pure, but for Faker in ``people``."""
