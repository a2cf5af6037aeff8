"""Learning from the newsroom's decisions."""

from collections.abc import Iterator

import pytest

from dateline.comments.spam.features import features_of
from dateline.comments.spam.model import SpamModel
from dateline.comments.spam.training import Example, train
from tests.comments.spam.invented import comments


@pytest.fixture(scope="module")
def model() -> SpamModel:
    """Trained on 1,000 invented decisions."""
    trained = train(comments(1_000, seed=1))
    assert trained is not None
    return trained


def accepted(count: int) -> list[Example]:
    return [Example(f"The ferry number {number} is late", "Ines", is_spam=False) for number in range(count)]


def rejected(count: int) -> list[Example]:
    return [Example(f"Casino bonus number {number} is free", "King", is_spam=True) for number in range(count)]


@pytest.mark.parametrize(
    "examples",
    [[], [*accepted(99), *rejected(100)], [*accepted(400), *rejected(19)], [*accepted(19), *rejected(400)]],
    ids=["none", "199", "19 rejected", "19 accepted"],
)
def test_model_stays_silent_until_there_is_enough_to_learn_from(examples: list[Example]) -> None:
    assert train(examples) is None


@pytest.mark.parametrize("examples", [[*accepted(100), *rejected(100)], [*accepted(180), *rejected(20)]])
def test_two_hundred_decisions_with_twenty_of_each_kind_are_enough(examples: list[Example]) -> None:
    trained = train(examples)

    assert trained is not None
    assert trained.trained_on == 200


def test_model_foretells_decisions_it_has_never_seen(model: SpamModel) -> None:
    unseen = list(comments(400, seed=2))

    opinions = [model.judge(features_of(one.text, name=one.name)) for one in unseen]

    right = sum((opinion.probability > 0.5) == one.is_spam for opinion, one in zip(opinions, unseen, strict=True))
    assert right / len(unseen) > 0.93  # one decision in fifty is a slip
    assert all(opinion.reasons for opinion in opinions)


def test_trial_on_the_newest_fifth_is_kept_with_the_model(model: SpamModel) -> None:
    trial = model.trial

    assert trial.tested == 200
    assert trial.precision is not None
    assert trial.recall is not None
    assert trial.false_alarms is not None
    assert min(trial.precision, trial.recall) > 0.85
    assert 0 <= trial.false_alarms < 0.1


def test_trial_says_nothing_when_the_older_decisions_were_all_alike() -> None:
    trained = train([*accepted(400), *rejected(50)])

    assert trained is not None
    assert (trained.trial.tested, trained.trial.precision) == (0, None)


def test_trial_has_no_recall_without_spam_to_recall() -> None:
    trained = train([*rejected(100), *accepted(200)])

    assert trained is not None
    assert trained.trial.recall is None
    assert trained.trial.false_alarms is not None


def test_spam_is_told_by_its_words_and_readers_by_theirs(model: SpamModel) -> None:
    spam = model.judge(features_of("Best casino with free spins, claim your bonus", name="Casino King"))
    reader = model.judge(features_of("Nobody tells us why the ferry is late again", name="Ines"))

    assert spam.probability > 0.8
    assert reader.probability < 0.3
    assert any("casino" in reason or "spins" in reason or "bonus" in reason for reason in spam.reasons)


def test_disguise_does_not_help(model: SpamModel) -> None:
    opinion = model.judge(features_of("Bеst cаsin0 with frее sрins, cl4im your b0nus", name="Anna88"))

    assert opinion.probability > 0.8


def test_same_decisions_give_the_same_model_bit_for_bit(model: SpamModel) -> None:
    again = train(comments(1_000, seed=1))

    assert again is not None
    assert again.to_bytes() == model.to_bytes()


def test_model_fits_a_database_row(model: SpamModel) -> None:
    assert len(model.to_bytes()) < 135_000


def test_only_the_newest_decisions_count_and_the_others_are_not_held() -> None:
    def all_of_them() -> Iterator[Example]:
        for number in range(5_000):
            yield Example(f"Old rubbish {number}", "", is_spam=True)
        yield from comments(300, seed=4)

    trained = train(all_of_them(), newest=300)

    assert trained == train(comments(300, seed=4))
    assert trained is not None
    assert trained.trained_on == 300
