"""Photo cards, drawn from the facts of the loss: which zones are damaged, and in what scene."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.domain.claim import ClaimFile
from simulator.domain.papers import Paper

ZONES: Mapping[str, tuple[int, int, int, int]] = {
    "front": (44, 138, 28, 22),
    "front_side": (92, 144, 34, 28),
    "side": (236, 136, 66, 36),
    "rear_side": (404, 142, 30, 28),
    "rear": (452, 140, 24, 22),
    "roof": (250, 76, 74, 15),
    "windscreen": (166, 97, 34, 19),
}
"""Centre and half-axes of the ring around each zone, on a car of 480 by 240 that faces left."""

_RIGHT = {"front_right": "front_side", "right": "side", "rear_right": "rear_side"}
_LEFT = {"front_left": "front_side", "left": "side", "rear_left": "rear_side"}
_EITHER = {"front": "front", "rear": "rear", "roof": "roof", "windscreen": "windscreen"}
_SCENES = ("hail", "fire", "theft", "animal", "flood", "storm", "vandal", "glass")
_WORDS = {"stolen": "theft", "stone": "glass", "windscreen": "glass", "burn": "fire", "tree": "storm", "game": "animal"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A damaged zone on the picture: its number, ring and tag, and the field that says it in words."""

    number: int
    zone: str
    field: str
    x: int
    y: int
    rx: int
    ry: int

    @property
    def tag(self) -> tuple[int, int]:
        """Where the number stands: above the ring, inside the picture."""
        return min(464, max(16, self.x)), max(16, self.y - self.ry - 14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture: the left or the right side of the car, the scene, the paint and the marks."""

    is_right: bool
    scene: str
    paint: int
    marks: tuple[Mark, ...]

    @property
    def zones(self) -> frozenset[str]:
        """The damaged zones, as the drawing names them."""
        return frozenset(mark.zone for mark in self.marks)


def pictures(paper: Paper, file: ClaimFile) -> tuple[Picture, ...]:
    """Return the pictures of a photo paper: one a side that shows damage, one at least."""
    zones = [zone for zone in str(paper.fields.get("zones", "")).split(",") if zone]
    right = [zone for zone in zones if zone in _RIGHT]
    left = [zone for zone in zones if zone in _LEFT or (zone in _EITHER and (not right or zone != "rear"))]
    if right and not any(zone in _LEFT for zone in left):
        left, right = [], zones
    sides = [(False, left), (True, right)] if left and right else [(bool(right), left or right)]
    scene, paint = _scene(paper, file), sum(map(ord, str(paper.fields.get("plate", "")))) % 5
    out, number = [], 0
    for is_right, shown in sides:
        marks = tuple(_mark(zone, number + at, is_right) for at, zone in enumerate(shown, start=1))
        number += len(shown)
        out.append(Picture(is_right=is_right, scene=scene, paint=paint, marks=marks))
    return tuple(out)


def _mark(zone: str, number: int, is_right: bool) -> Mark:
    name = (_RIGHT | _LEFT | _EITHER).get(zone, "side")
    x, y, rx, ry = ZONES[name]
    return Mark(number=number, zone=name, field=f"caption.{zone}", x=480 - x if is_right else x, y=y, rx=rx, ry=ry)


def _scene(paper: Paper, file: ClaimFile) -> str:
    """Return the scene that the photo states, else that of the cause which was reported."""
    stated = paper.fields.get("scene") or paper.fields.get("cause")
    reported = next((other.fields.get("cause") for other in file.papers if other.kind == "first_notice"), "")
    words = str(stated or reported or "")
    for scene in _SCENES:
        if scene in words:
            return scene
    return next((scene for word, scene in _WORDS.items() if word in words), "crash")
