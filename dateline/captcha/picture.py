"""Draws a key: letters of strokes at two heights, on bent paper, in patches that swap ink and paper.

What stops a reading machine is, in this order: letters that stand partly above one another, so that a column of pixels
belongs to two of them; patches in which ink and paper change places; hollow, round and broad pens side by side. People
hardly mind any of it. docs/captcha.md has the figures.
"""

import itertools
import math
import random
from collections.abc import Callable, Sequence
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw

from dateline.captcha.letters import Form, Point, forms_of

# Drawn for screens with two pixels to each CSS pixel; the page shows it at half the size.
WIDTH, HEIGHT = 560, 180

# Everything is drawn twice as large and then reduced, which gives smooth edges. All lengths below count these dots.
_FINE = 2
_W, _H = WIDTH * _FINE, HEIGHT * _FINE
_MARGIN = 22
_LETTER_HEIGHT = 0.42 * _H
# How far letters stand above or below the middle, how often the next one changes sides, and how closely they follow.
_RISE = (0.215 * _H, 0.245 * _H)
_CHANGES_SIDES = 0.9
_CLOSENESS = 0.88
_PEN_WIDTHS = (21, 28)
_HALO = 15
_PATCHES = 2

# Five steps from paper to ink are enough for the eye, and make a small file.
_STEPS = 5
_PAPERS = ((0xFD, 0xFD, 0xFC), (0xF1, 0xEF, 0xE6), (0xE9, 0xF1, 0xF2), (0xF4, 0xEA, 0xE4))
_INKS = ((0x14, 0x18, 0x1B), (0x0B, 0x5A, 0x66), (0x2A, 0x3B, 0x52), (0x5A, 0x2A, 0x1C))

Move = Callable[[float, float], Point]
Strokes = list[list[Point]]

# The system's own source of chance: nothing drawn can be foretold from anything that was sent.
_chance = random.SystemRandom()


def draw(answer: str) -> bytes:
    """The key as a PNG of 560 x 180 pixels, about 8 KB; another one each time. answer: letters of ALPHABET."""
    mixed = ImageChops.difference(_lettering(answer), _patches())
    mixed = ImageChops.difference(mixed, _ripple())
    return _png(mixed.reduce(_FINE))


def _lettering(answer: str) -> Image.Image:
    """The letters, white on black; whichever is written later lies above its neighbours, with a halo around it."""
    image = Image.new("L", (_W, _H))
    pen = ImageDraw.Draw(image)
    bend = _bend()
    letters = list(_placed(answer))
    _chance.shuffle(letters)
    for form, place in letters:
        _write(pen, _moved_inside([[bend(*place(*point)) for point in stroke] for stroke in form]))
    return image


def _bend() -> Move:
    """The paper's own shape: waves of three lengths."""
    across, up, ripple = _chance.uniform(7, 14), _chance.uniform(9, 16), _chance.uniform(5, 9)
    a, b, c = (_chance.uniform(0, math.tau) for _ in range(3))
    slow, quick, sideways = (math.tau / _chance.uniform(*length) for length in ((500, 800), (170, 260), (150, 260)))

    def bend(x: float, y: float) -> Point:
        return x + across * math.sin(y * sideways + c), y + up * math.sin(x * slow + a) + ripple * math.sin(
            x * quick + b
        )

    return bend


def _placed(answer: str) -> list[tuple[Form, Move]]:
    """A form for each letter, and how it is moved to its place."""
    forms = [_chance.choice(forms_of(letter)) for letter in answer]
    widths = [max(x for stroke in form for x, _ in stroke) for form in forms]
    dots = 0.90 * _W / (sum(widths) * _CLOSENESS + (1 - _CLOSENESS) * (widths[0] + widths[-1]) / 2)
    side = _chance.choice((-1, 1))
    left = 0.05 * _W
    placed = []
    for form, width in zip(forms, widths, strict=True):
        step = width * dots * _CLOSENESS
        middle = (left + step / 2, _H / 2 + side * _chance.uniform(*_RISE))
        placed.append((form, _place(middle, width=width, dots=dots * _chance.uniform(0.94, 1.06))))
        left += step
        side = -side if _chance.random() < _CHANGES_SIDES else side
    return placed


def _place(middle: Point, *, width: float, dots: float) -> Move:
    """From a letter's box to the picture: sized, slanted, turned, put around `middle`."""
    turn, slant = _chance.uniform(-0.22, 0.22), _chance.uniform(-0.2, 0.2)
    tall = _LETTER_HEIGHT / 100 * _chance.uniform(0.92, 1.08)
    cos, sin = math.cos(turn), math.sin(turn)

    def place(x: float, y: float) -> Point:
        down = (y - 50) * tall
        along = (x - width / 2) * dots + slant * down
        return middle[0] + along * cos - down * sin, middle[1] + along * sin + down * cos

    return place


def _moved_inside(strokes: Strokes) -> Strokes:
    """The same letter, wholly in the picture: one that is cut off can't be read by anybody."""
    across = _shift([x for stroke in strokes for x, _ in stroke], _W)
    down = _shift([y for stroke in strokes for _, y in stroke], _H)
    return [[(x + across, y + down) for x, y in stroke] for stroke in strokes]


def _shift(places: Sequence[float], size: int) -> float:
    return max(0.0, _MARGIN - min(places)) - max(0.0, max(places) - size + _MARGIN)


def _write(pen: ImageDraw.ImageDraw, strokes: Strokes) -> None:
    """One letter with a pen of its own: hollow, broad or round."""
    width = _chance.uniform(*_PEN_WIDTHS)
    kind = _chance.choices(("hollow", "broad", "round"), weights=(35, 25, 40))[0]
    _round_pen(pen, strokes, width=width + _HALO, ink=0)
    if kind == "hollow":
        _round_pen(pen, strokes, width=width + 4, ink=255)
        _round_pen(pen, strokes, width=width - 13, ink=0)
    elif kind == "broad":
        _broad_pen(pen, strokes, width=width)
    else:
        _round_pen(pen, strokes, width=width, ink=255)


def _round_pen(pen: ImageDraw.ImageDraw, strokes: Strokes, *, width: float, ink: int) -> None:
    half = width / 2
    for stroke in strokes:
        pen.line(stroke, fill=ink, width=round(width), joint="curve")
        for x, y in (stroke[0], stroke[-1]):
            pen.ellipse((x - half, y - half, x + half, y + half), fill=ink)


def _broad_pen(pen: ImageDraw.ImageDraw, strokes: Strokes, *, width: float) -> None:
    """A nib held at an angle: thick one way, thin the other."""
    angle = _chance.uniform(0, math.pi)
    across, down = 0.42 * width * math.cos(angle), 0.42 * width * math.sin(angle)
    for stroke in strokes:
        pen.line(stroke, fill=255, width=18, joint="curve")
        for (a, b), (c, d) in itertools.pairwise(stroke):
            corners = ((a - across, b - down), (a + across, b + down), (c + across, d + down), (c - across, d - down))
            pen.polygon(corners, fill=255)


def _patches() -> Image.Image:
    """Where ink and paper change places; where two patches meet they change back."""
    image = Image.new("L", (_W, _H))
    for _ in range(_PATCHES):
        layer = Image.new("L", (_W, _H))
        ImageDraw.Draw(layer).polygon(_blot(), fill=255)
        image = ImageChops.difference(image, layer)
    return image


def _blot() -> list[Point]:
    """A round, uneven shape: straight edges would be taken for strokes."""
    x, y, size = _chance.uniform(0.05 * _W, 0.95 * _W), _chance.uniform(0, _H), _chance.uniform(120, 230)
    flat, lobes = _chance.uniform(0.6, 1.1), _chance.randint(2, 3)
    a, b = _chance.uniform(0, math.tau), _chance.uniform(0, math.tau)
    edge = []
    for step in range(48):
        angle = step * math.tau / 48
        far = size * (1 + 0.16 * math.sin(lobes * angle + a) + 0.07 * math.sin(5 * angle + b))
        edge.append((x + far * math.cos(angle), y + flat * far * math.sin(angle)))
    return edge


def _ripple() -> Image.Image:
    """A thin wavy line through everything; it waves too quickly to be taken for part of a letter."""
    image = Image.new("L", (_W, _H))
    start, end = (_chance.uniform(0.1 * _H, 0.9 * _H) for _ in range(2))
    length, high, phase = _chance.uniform(90, 150), _chance.uniform(18, 34), _chance.uniform(0, math.tau)
    line = [
        (x, start + (end - start) * x / _W + high * math.sin(x * math.tau / length + phase))
        for x in range(-20, _W + 40, 10)
    ]
    ImageDraw.Draw(image).line(line, fill=255, width=5, joint="curve")
    return image


def _png(ink: Image.Image) -> bytes:
    """From 0 (paper) to 255 (ink) to a PNG with a palette of few colours."""
    paper, full = _chance.choice(_PAPERS), _chance.choice(_INKS)
    last = _STEPS - 1
    steps = [round(p + (f - p) * step / last) for step in range(_STEPS) for p, f in zip(paper, full, strict=True)]
    numbers = ink.point([round(value * last / 255) for value in range(256)])
    image = Image.frombytes("P", ink.size, numbers.tobytes())
    image.putpalette(steps)
    file = BytesIO()
    image.save(file, "PNG", bits=4, compress_level=6)
    return file.getvalue()
