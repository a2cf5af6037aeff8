"""The newsroom's own model gives a hint."""

from collections.abc import Iterator

import pytest
from django.utils.timezone import now

from dateline.comments.models import TrainedModel
from dateline.comments.phases.spam import spam_phase
from dateline.comments.queries.learning import forget_model
from dateline.comments.spam.training import Example, train
from tests.comments.writing import TEXT, case_of, sending_of

pytestmark = pytest.mark.django_db
BAIT = "Cheap watches and casino bonus, click now"


@pytest.fixture(autouse=True)
def fresh_memory() -> Iterator[None]:
    """No model of another test in this process' memory."""
    forget_model()
    yield
    forget_model()


@pytest.fixture
def trained() -> None:
    """A model that learnt from 240 decisions of this newsroom."""
    decisions = [Example(f"{BAIT}, offer {place}", "Win", is_spam=True) for place in range(120)]
    decisions += [
        Example(f"The ferry of {place} o'clock was late again.", "Ada", is_spam=False) for place in range(120)
    ]
    model = train(decisions)
    assert model is not None
    TrainedModel.objects.create(at=now(), content=model.to_bytes(), decisions=model.trained_on)


def test_it_is_silent_before_it_has_learnt_anything(number: int) -> None:
    case = case_of(sending_of(number, text=BAIT))

    assert spam_phase(case) is None
    assert case.spam_percent is None


@pytest.mark.usefixtures("trained")
def test_what_looks_like_rejected_ones_is_remarked_with_reasons(number: int) -> None:
    case = case_of(sending_of(number, text=BAIT))

    remark = spam_phase(case)

    assert remark is not None
    assert "“" in remark.detail
    assert case.spam_percent is not None
    assert case.spam_percent >= 70


@pytest.mark.usefixtures("trained")
def test_an_ordinary_comment_passes_and_its_figure_is_kept(number: int) -> None:
    case = case_of(sending_of(number, text=TEXT))

    assert spam_phase(case) is None
    assert case.spam_percent is not None


def test_a_model_that_cannot_be_read_is_silent(number: int) -> None:
    TrainedModel.objects.create(at=now(), content=b"rubbish", decisions=200)

    assert spam_phase(case_of(sending_of(number, text=BAIT))) is None
