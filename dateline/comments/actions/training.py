"""Training the spam model. Loads scikit-learn, and is loaded by `dateline comments train` alone."""

from itertools import starmap

from django.utils.timezone import now

from dateline.comments.actions.learning import keep_model, lessons
from dateline.comments.spam.model import SpamModel
from dateline.comments.spam.training import Example, train


def learn() -> SpamModel | None:
    """Train a model on the newest decisions and use it from now on; None where there is too little to learn from."""
    moment = now()
    model = train(starmap(Example, lessons()))
    if model is not None:
        keep_model(model, at=moment)
    return model
