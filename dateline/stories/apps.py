"""The stories app."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    """Registers the app with Django and leads Wagtail's publishing to the acts."""

    name = "dateline.stories"
    label = "stories"

    def ready(self) -> None:
        """Open the door and hand the worker its tasks. Imports wait for the models, hence their place."""
        from dateline.base.tasks import handle  # noqa: PLC0415
        from dateline.stories import door  # noqa: PLC0415
        from dateline.stories.actions import publishing, schedule  # noqa: PLC0415

        door.open_door(publish=publishing.publish_revision, unpublish=publishing.take_down)
        handle(schedule.PUBLISH_REVISION, schedule.publish_due_revision)
        handle(schedule.TAKE_DOWN_STORY, schedule.take_down_expired_story)
