"""What the desk's history calls the acts that Wagtail does not know."""

from typing import Any

from wagtail import hooks


@hooks.register("register_log_actions")
def register_acts(actions: Any) -> None:
    """Name the acts for the history of a story."""
    actions.register_action("dateline.retract", "Retract", "Retracted")
    actions.register_action("dateline.kill", "Kill", "Killed")
