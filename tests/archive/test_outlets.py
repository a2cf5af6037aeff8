"""Which outlets a story credits."""

import pytest

from dateline.archive.savedpage.outlets import credited_in, named_in_label


@pytest.mark.parametrize(
    ("sentence", "outlets"),
    [
        ("The fight is over, according to Reuters.", ("Reuters",)),
        ("They have been there since June, AFP reported.", ("AFP",)),
        ("“We will not leave,” he said, Press TV reported.", ("Press TV",)),
        ("She told the Associated Press on Friday.", ("Associated Press",)),
        ("The AP also reported that the bridge was safe.", ("Associated Press",)),
        ("Reuters and AFP reported rain.", ("Reuters", "AFP")),
        ("according to the French news agency AFP and the New York Times", ("AFP", "The New York Times")),
        ("He spoke in an interview with Fox News Sunday.", ("Fox News",)),
        ("The BBC's Persian service said on Monday", ("BBC",)),
        ("A Reuters poll found the opposite.", ("Reuters",)),
        ("He told CNN's Ada Brenn that it rained.", ("CNN",)),
        ("به گزارش خبرگزاری تسنیم، او رفت", ("Tasnim",)),
        ("نقلت وكالة رويترز عن المتحدث", ("Reuters",)),
    ],
)
def test_attribution_credits_the_outlet(sentence: str, outlets: tuple[str, ...]) -> None:
    assert credited_in([sentence]) == outlets


@pytest.mark.parametrize(
    "sentence",
    [
        "Araji wrote on Twitter.",
        "He works for Reuters.",
        "It was decided according to the Guardian Council.",
        "PTI said its leader would appeal.",
        "She told the times of the trains to everyone.",
    ],
)
def test_mention_alone_and_words_that_look_alike_credit_nobody(sentence: str) -> None:
    assert credited_in([sentence]) == ()


def test_outlets_are_in_the_order_of_the_text_and_each_once() -> None:
    text = ["AFP said so.", "According to Reuters it was so.", "AFP later reported that it was."]

    assert credited_in(text) == ("AFP", "Reuters")


def test_label_names_outlets_that_no_list_knows() -> None:
    assert named_in_label("Thomson Reuters; Orveth Grain Board and AFP.") == ("Reuters", "Orveth Grain Board", "AFP")
    assert named_in_label("https://wire.example/") == ()
