"""What the model looks at in a comment."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.comments.spam.features import BUCKETS, features_of
from tests.timing import seconds_for


@pytest.mark.parametrize(
    ("text", "name", "source"),
    [
        ("Our CASINO is open", "", "the word “casino”"),
        ("Our cаsіn0 is open", "", "the word “casino”"),
        ("Our cas1n0 is open", "", "the word “casino”"),
        ("free spins", "", "the words “free spins”"),
        ("see http://a.example/x", "", "one link"),
        ("see http://a.example/x and www.b.example", "", "two links"),
        ("http://a.example/x " * 12, "", "12 links"),
        ("see http://www.a.example/x", "", "a link to “a.example”"),
        ("hello", "", "no links"),
        ("hxxp://a.example", "", "one disguised link"),
        ("раypаl", "", "letters of two alphabets in one word"),
        ("c4sino", "", "signs in place of letters"),
        ("earn $500", "", "an amount of money"),
        ("call +44 20 7946 0958", "", "a telephone number"),
        ("write to mara@example.org", "", "an e-mail address"),
        ("now! now! now!", "", "many exclamation marks"),
        ("THE FERRY IS LATE AGAIN AND AGAIN", "", "mostly capitals"),
        ("ok", "", "a very short text"),
        ("ferry " * 400, "", "a very long text"),
        ("hello", "Casino King", "the name “casino”"),
        ("hello", "www.casino.example", "a link in the name"),
    ],
)
def test_moderator_is_told_in_plain_words_what_was_seen(text: str, name: str, source: str) -> None:
    assert source in features_of(text, name=name).sources


def test_ordinary_comment_has_no_marks_but_the_links_it_lacks() -> None:
    features = features_of("In 2021 the ferry was late 40 times; who pays for that?", name="Ines")

    assert {source for source in features.sources if "“" not in source} == {"no links"}


def test_pieces_of_an_address_are_no_words() -> None:
    sources = features_of("read http://a.example/cheap-pills now").sources

    assert not [source for source in sources if "http" in source or "pills" in source]


def test_word_without_end_is_named_by_its_beginning() -> None:
    sources = features_of("x" * 20 + "yz" * 1_000, name="yz" * 1_000).sources

    assert max(map(len, sources)) < 120


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_text_has_features_in_their_bounds(text: str, name: str) -> None:
    features = features_of(text, name=name)

    assert len(features.buckets) == len(features.values) == len(features.sources) > 0
    assert all(0 <= bucket < BUCKETS for bucket in features.buckets)
    assert all(-1 <= value <= 1 for value in features.values)


def test_both_signs_and_most_buckets_are_used() -> None:
    features = [features_of(" ".join(f"{word}word{other}" for word in range(100))) for other in range(200)]
    buckets = {bucket for one in features for bucket in one.buckets}
    downwards = [value < 0 for one in features for value in one.values]

    assert len(buckets) > BUCKETS / 2
    assert 0.4 < sum(downwards) / len(downwards) < 0.6


@pytest.mark.parametrize("unit", ["ferry ", "x", "1 ", "!", "a@", "赌", "http://a.example/ ", "a.b@", "a4a "])
def test_longest_comment_takes_milliseconds(unit: str) -> None:
    text = (unit * 5_000)[:5_000]

    assert seconds_for(lambda: features_of(text)) < 0.05
