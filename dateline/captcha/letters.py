"""The letters a picture is drawn with: strokes of our own, so that no installed font is needed and no two keys alike.

Each letter has one form or several; a form is a list of strokes in a box 100 high (0 is the top), `l` for straight
lines through the points, `s` for a smooth curve through them. The alphabet leaves out what people take for something
else: 0 O D Q, 1 I L, 2 Z, 5 S, 8 B, 6 G, J; and, where patches and neighbours cover a part of them, F beside E, H X Y
beside K, P beside R, U V beside W, 7 beside T.
"""

import itertools
from functools import cache

ALPHABET = "ACEKMNRTW349"

Point = tuple[float, float]
Stroke = tuple[Point, ...]
Form = tuple[Stroke, ...]

# How many short pieces one side of a curve, or a straight line, is cut into, so that it bends with the paper.
_PIECES = 6

_FORMS: dict[str, tuple[tuple[str, ...], ...]] = {
    "A": (("l 0,100 40,0 80,100", "l 14,66 66,66"), ("l 0,100 46,0 80,100", "l 14,66 70,64")),
    "C": (("s 76,20 46,0 8,30 8,70 46,100 76,82",), ("s 72,30 60,2 20,8 6,52 22,94 62,98 74,74",)),
    "E": (
        ("l 70,0 10,0 10,100 70,100", "l 10,48 60,48"),
        ("s 70,2 20,0 12,30 20,46 56,48", "s 20,48 6,66 14,98 72,98"),
    ),
    "K": (
        ("l 12,0 12,100", "l 70,0 12,56", "l 30,40 74,100"),
        ("l 16,0 8,100", "l 76,0 12,60", "l 34,42 70,100"),
    ),
    "M": (
        ("l 6,100 12,0 46,66 80,0 88,100",),
        ("l 0,100 20,0 48,70 76,0 96,100",),
    ),
    "N": (("l 10,100 10,0 70,100 70,0",), ("l 4,100 16,0 64,100 78,0",)),
    "R": (
        ("l 12,100 12,0", "s 12,2 50,2 68,26 50,50 12,52", "l 36,52 74,100"),
        ("l 14,0 8,100", "s 4,8 44,-4 72,22 46,52 12,50", "s 36,50 54,74 80,98"),
    ),
    "T": (("l 0,0 84,0", "l 42,0 42,100"), ("s 0,8 42,0 84,8", "s 42,4 38,50 44,100")),
    "W": (
        ("l 0,0 24,100 50,34 76,100 100,0",),
        ("s 4,0 10,80 30,98 50,40", "s 50,40 62,98 86,90 96,0"),
    ),
    "3": (
        ("s 12,14 42,0 66,22 34,47", "s 34,47 74,60 62,94 32,100 8,84"),
        ("l 8,0 66,0 34,42", "s 34,42 74,54 70,90 38,100 8,84"),
    ),
    "4": (("l 22,0 8,58 80,58", "l 60,28 58,100"), ("l 14,0 10,56 78,52", "l 54,24 60,100")),
    "9": (
        ("s 66,28 42,0 10,22 16,46 42,54 66,28", "s 66,22 68,60 56,88 20,100"),
        ("s 64,24 40,-2 8,14 12,44 44,52 66,26", "s 66,20 70,70 48,100 12,92"),
    ),
}


@cache
def forms_of(letter: str) -> tuple[Form, ...]:
    """The forms of one letter of the alphabet, each stroke cut into short pieces."""
    return tuple(tuple(_stroke(text) for text in form) for form in _FORMS[letter])


def _stroke(text: str) -> Stroke:
    kind, *pairs = text.split()
    points = [(float(x), float(y)) for x, y in (pair.split(",") for pair in pairs)]
    return _smooth(points) if kind == "s" else _straight(points)


def _straight(points: list[Point]) -> Stroke:
    pieces = [
        (x0 + (x1 - x0) * step / _PIECES, y0 + (y1 - y0) * step / _PIECES)
        for (x0, y0), (x1, y1) in itertools.pairwise(points)
        for step in range(_PIECES)
    ]
    return (*pieces, points[-1])


def _smooth(points: list[Point]) -> Stroke:
    """A curve through all points. Source: Catmull and Rom, A class of local interpolating splines, 1974."""
    ends_doubled = [points[0], *points, points[-1]]
    curve = [
        _between(ends_doubled[start : start + 4], step / _PIECES)
        for start in range(len(points) - 1)
        for step in range(_PIECES)
    ]
    return (*curve, points[-1])


def _between(four: list[Point], t: float) -> Point:
    """The point between the second and the third of four, at 0 <= t < 1."""
    a, b, c, d = (complex(*point) for point in four)
    there = b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * b - a - 3 * c + d)))
    return there.real, there.imag
