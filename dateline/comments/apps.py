"""The comments app."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    """Registers the app with Django."""

    name = "dateline.comments"
    label = "comments"

    def ready(self) -> None:
        """Hand the worker its tasks. Imports wait for the models, hence their place."""
        from dateline.base.tasks import handle_aside  # noqa: PLC0415
        from dateline.comments.actions import learning, mailing  # noqa: PLC0415

        handle_aside(mailing.MAIL_OWN_COMMENTS, mailing.mail_own_comments)
        handle_aside(mailing.MAIL_CONFIRMATION, mailing.mail_confirmation)
        handle_aside(learning.LEARN, learning.learn_in_a_process_of_its_own)
