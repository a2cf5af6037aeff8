"""Users; tasks and heartbeats. The two files do not depend on each other."""

from dateline.base.models.tasks import Heartbeat, Task
from dateline.base.models.users import User

__all__ = ["Heartbeat", "Task", "User"]
