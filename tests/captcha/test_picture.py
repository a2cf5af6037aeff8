"""The picture: never the same twice, of its size, small, whole."""

from io import BytesIO

import pytest
from PIL import Image

from dateline.captcha.letters import ALPHABET
from dateline.captcha.picture import HEIGHT, WIDTH, draw


def test_no_two_pictures_of_the_same_key_are_equal() -> None:
    assert len({draw("K3NA4R") for _ in range(12)}) == 12


def test_a_picture_is_a_small_png_with_a_palette() -> None:
    file = draw("K3NA4R")
    with Image.open(BytesIO(file)) as picture:
        assert (picture.format, picture.mode, picture.size) == ("PNG", "P", (WIDTH, HEIGHT))
    assert len(file) < 12 * 1024


@pytest.mark.parametrize("letter", ALPHABET)
def test_every_letter_leaves_ink(letter: str) -> None:
    with Image.open(BytesIO(draw(letter * 6))) as picture:
        darkest, lightest = picture.convert("L").getextrema()

    assert isinstance(darkest, int)
    assert isinstance(lightest, int)
    assert lightest - darkest > 100


def test_a_picture_says_nothing_about_its_making() -> None:
    with Image.open(BytesIO(draw("K3NA4R"))) as picture:
        assert picture.info == {}
