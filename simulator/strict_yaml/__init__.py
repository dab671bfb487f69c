"""Strict YAML 1.2: text in, nodes out that know their line; scalars stay text, so that numbers are exact."""

from simulator.strict_yaml.fields import Fields
from simulator.strict_yaml.keeping import keeping
from simulator.strict_yaml.nodes import Entries, Listing, Node, Problems, Scalar, did_you_mean, plain
from simulator.strict_yaml.reading import read, read_file
from simulator.strict_yaml.scalars import day, moment, number, yes_no

__all__ = [
    "Entries",
    "Fields",
    "Listing",
    "Node",
    "Problems",
    "Scalar",
    "day",
    "did_you_mean",
    "keeping",
    "moment",
    "number",
    "plain",
    "read",
    "read_file",
    "yes_no",
]
