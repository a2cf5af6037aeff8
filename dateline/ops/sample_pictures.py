"""The sample paper's pictures, drawn here: a strait at dawn, a harbour in a storm, a reef under water.

Drawn and not photographed, because the project carries nothing of others.
"""

import io
import math
import random
from collections.abc import Callable
from itertools import pairwise

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw, ImageFilter

from dateline.stories.models import Picture

WIDTH, HEIGHT = 1500, 1000
CREDIT = "Drawing: The Harbour Courier"

Colour = tuple[int, int, int]
Point = tuple[float, float]


def sample_picture(name: str, *, alt: str) -> Picture:
    """The drawing of this name in the image library; drawn on the first call. Raises KeyError for an unknown name."""
    known: Picture | None = Picture.objects.filter(title=name).first()
    if known is not None:
        return known
    buffer = io.BytesIO()
    _SCENES[name](random.Random(name)).save(buffer, "JPEG", quality=88)  # noqa: S311 (a drawing, not a secret)
    file = ImageFile(buffer, name=f"{name}.jpg")
    made: Picture = Picture.objects.create(
        title=name, file=file, description=alt, credit=CREDIT, width=WIDTH, height=HEIGHT
    )
    return made


def _strait_at_dawn(chance: random.Random) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT))
    image.paste(_washed(((38, 62, 88), (226, 168, 128), (247, 222, 178)), 560), (0, 0))
    image.paste(_washed(((222, 176, 140), (74, 106, 122), (24, 48, 66)), HEIGHT - 560), (0, 560))
    pen = ImageDraw.Draw(image)
    pen.ellipse((985, 430, 1115, 560), fill=(255, 240, 205))
    for base, tint in ((470, (122, 128, 142)), (515, (84, 98, 116)), (552, (48, 66, 84))):
        pen.polygon(_ridge(chance, base=base, rise=70), fill=tint)
    pen.rectangle((0, 560, WIDTH, 566), fill=(236, 196, 156))
    _ripples(pen, chance, top=575, tint=(250, 226, 184), around=1050)
    for left, size in ((210, 1.5), (690, 0.8), (1230, 0.5)):
        _ship(pen, left, 590 + 90 * size, size, (20, 32, 44))
    return _printed(image, chance)


def _harbour_in_a_storm(chance: random.Random) -> Image.Image:
    image = _washed(((22, 28, 38), (62, 74, 88), (112, 122, 130)), HEIGHT)
    pen = ImageDraw.Draw(image)
    for _ in range(46):
        x, y, r = chance.uniform(-100, WIDTH), chance.uniform(-60, 300), chance.uniform(60, 190)
        shade = chance.randint(34, 84)
        pen.ellipse((x, y, x + 2.6 * r, y + r), fill=(shade, shade + 8, shade + 18))
    image = image.filter(ImageFilter.GaussianBlur(22))
    pen = ImageDraw.Draw(image)
    pen.polygon([(1080, 760), (1106, 330), (1164, 330), (1190, 760)], fill=(202, 198, 188))
    pen.rectangle((1096, 280, 1174, 330), fill=(40, 46, 54))
    pen.rectangle((1112, 290, 1158, 322), fill=(255, 226, 150))
    pen.polygon([(1158, 296), (1158, 318), (WIDTH, 430), (WIDTH, 250)], fill=(150, 148, 136))
    pen.polygon([(900, 780), (980, 742), (WIDTH, 735), (WIDTH, 820)], fill=(36, 40, 46))
    for row in range(9):
        _wave(pen, chance, y=640 + row * 42, tint=46 + row * 5)
    for _ in range(900):
        x, y = chance.uniform(0, WIDTH), chance.uniform(0, HEIGHT)
        pen.line((x, y, x - 9, y + 30), fill=(150, 160, 170))
    return _printed(image, chance)


def _reef_under_water(chance: random.Random) -> Image.Image:
    image = _washed(((8, 30, 48), (16, 74, 92), (40, 120, 124)), HEIGHT)
    pen = ImageDraw.Draw(image)
    for base, tint in ((690, (14, 62, 76)), (790, (10, 46, 60)), (900, (6, 30, 42))):
        pen.polygon(_ridge(chance, base=base, rise=150, floor=HEIGHT), fill=tint)
    for _ in range(7):
        x = chance.uniform(100, WIDTH - 100)
        for step in range(34):
            drift, r = 26 * math.sin(step / 4 + x), chance.uniform(3, 11)
            y = 860 - step * 25
            pen.ellipse((x + drift - r, y - r, x + drift + r, y + r), outline=(170, 222, 216), width=2)
    pen.ellipse((560, 250, 760, 330), fill=(232, 190, 70))
    pen.rectangle((620, 215, 690, 262), fill=(232, 190, 70))
    pen.polygon([(752, 300), (1180, 520), (1080, 640)], fill=(60, 132, 132))
    pen.ellipse((724, 270, 764, 310), fill=(240, 250, 232))
    return _printed(image, chance)


_SCENES: dict[str, Callable[[random.Random], Image.Image]] = {
    "strait-at-dawn": _strait_at_dawn,
    "harbour-in-a-storm": _harbour_in_a_storm,
    "reef-under-water": _reef_under_water,
}


def _washed(colours: tuple[Colour, ...], height: int) -> Image.Image:
    """A wash from the first colour down to the last, over the full width."""
    strip = Image.new("RGB", (1, height))
    steps = len(colours) - 1
    for y in range(strip.height):
        place = y / strip.height * steps
        first, second = colours[int(place)], colours[min(int(place) + 1, steps)]
        mix = place - int(place)
        strip.putpixel((0, y), tuple(round(a + (b - a) * mix) for a, b in zip(first, second, strict=True)))
    return strip.resize((WIDTH, height))


def _ridge(chance: random.Random, *, base: float, rise: float, floor: float = 562) -> list[Point]:
    """The outline of hills, filled down to the floor."""
    phases = [(chance.uniform(0, 6.3), chance.uniform(180, 420)) for _ in range(3)]
    line = [
        (float(x), min(floor, base - rise * sum(math.sin(x / length + phase) for phase, length in phases) / 3))
        for x in range(0, WIDTH + 20, 20)
    ]
    return [(0.0, floor), *line, (float(WIDTH), floor)]


def _ripples(pen: ImageDraw.ImageDraw, chance: random.Random, *, top: int, tint: Colour, around: int) -> None:
    for _ in range(260):
        y = chance.uniform(top, HEIGHT)
        spread = 40 + (y - top) * 0.55
        x, half = chance.gauss(around, spread), 8 + (y - top) * 0.09
        pen.line((x - half, y, x + half, y), fill=tint, width=1 + int((y - top) / 170))


def _ship(pen: ImageDraw.ImageDraw, left: float, water: float, size: float, tint: Colour) -> None:
    hull = [(0, -42), (22, 0), (250, 0), (282, -46), (230, -34), (30, -34)]
    boxes = [(40, -86, 84, -34), (50, -112, 74, -86), *((x, -58, x + 24, -34) for x in range(100, 222, 28))]
    pen.polygon([(left + x * size, water + y * size) for x, y in hull], fill=tint)
    for x1, y1, x2, y2 in boxes:
        pen.rectangle((left + x1 * size, water + y1 * size, left + x2 * size, water + y2 * size), fill=tint)


def _wave(pen: ImageDraw.ImageDraw, chance: random.Random, *, y: float, tint: int) -> None:
    phase, length = chance.uniform(0, 6.3), chance.uniform(70, 110)
    crest = [(float(x), y + 20 * math.sin(x / length + phase) - 7 * abs(math.sin(x / 23))) for x in range(0, WIDTH, 8)]
    pen.polygon([(0.0, float(HEIGHT)), *crest, (float(WIDTH), float(HEIGHT))], fill=(tint, tint + 14, tint + 24))
    for (x1, y1), (x2, y2) in pairwise(crest[::2]):
        if y2 < y1:
            pen.line((x1, y1, x2, y2), fill=(206, 214, 218), width=4)


def _printed(image: Image.Image, chance: random.Random) -> Image.Image:
    """The grain of newsprint over the drawing."""
    grain = Image.frombytes("L", (WIDTH // 2, HEIGHT // 2), chance.randbytes(WIDTH * HEIGHT // 4))
    noise = grain.resize((WIDTH, HEIGHT)).filter(ImageFilter.GaussianBlur(0.6))
    return Image.blend(image, Image.merge("RGB", (noise, noise, noise)), 0.07)
