"""Words as they are read, not as they are spelled."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.lib.lookalikes import folded
from tests.timing import seconds_for


@pytest.mark.parametrize(
    ("spelled", "read"),
    [
        ("vіаgrа", "viagra"),
        ("САSІNО", "casino"),
        ("ρаураl", "paypal"),
        ("c4sin0", "casino"),
        ("p@yp4l ca$h a$$", "paypal cash ass"),
        ("v i a g r a now", "viagra now"),
        ("v.i.a.g.r.a!", "viagra"),
        ("v-1-a-g-r-a", "vlagra"),
        ("vi\u200bag\u00adr\u0301a", "viagra"),
        ("𝓿𝓲𝓪𝓰𝓻𝓪 ⓥⓘⓐⓖⓡⓐ ｖｉａｇｒａ 🅥🅘🅐🅖🅡🅐", "viagra viagra viagra viagra"),
        ("seeeeex gooood good", "seex good good"),
        ("Don’t STOP; don't", "dont stop dont"),
        ("Café, naïve, Straße", "cafe naive strasse"),
        ("👍 agreed 👎", "👍 agreed 👎"),
        ("?!…", ""),
        ("", ""),
    ],
)
def test_disguised_words_are_read_through(spelled: str, read: str) -> None:
    assert folded(spelled) == read


@pytest.mark.parametrize(
    ("honest", "read"),
    [
        ("In 1918, $100 and 50,000 of 10000000", "in 1918 $100 and 50 000 of 10000000"),
        ("covid19 casino777", "covid19 casino777"),
        ("call 0 8 0 0 1 2", "call 0 8 0 0 1 2"),
        ("сор в комнате", "сор в комнате"),
        ("مي‌روم كتاب ۱۲", "میروم کتاب 12"),
        ("हिन्दी में। ठीक", "हिन्दी में ठीक"),
        ("한국어 좋아요", "한국어 좋아요"),
        ("在线赌场", "在 线 赌 场"),
        ("U.S.A. said", "usa said"),
        ("I am a reader", "i am a reader"),
    ],
)
def test_honest_text_of_any_script_keeps_its_words(honest: str, read: str) -> None:
    assert folded(honest) == read


@settings(deadline=None)
@given(st.text())
def test_any_text_can_be_folded_and_says_the_same_each_time(text: str) -> None:
    once = folded(text)

    assert once == folded(text) == " ".join(once.split())


@pytest.mark.parametrize("unit", ["$", "'", "a'", "a.", "a|", "!a", "a1", "ﷺ", "ﷻ ", "赌", "а", "\u0301", "a$ ", "1 "])
def test_time_to_fold_is_in_proportion_to_the_length_whatever_is_typed(unit: str) -> None:
    text = (unit * 5_000)[:5_000]

    assert seconds_for(lambda: folded(text)) < 0.05
