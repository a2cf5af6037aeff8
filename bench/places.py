"""Where the bench keeps its newsrooms, and the environment of programs that run in one."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORK = Path(__file__).resolve().parent / ".work"


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A newsroom of the bench's own with so many stories, and so many comments."""

    stories: int
    comments: int = 0

    @property
    def folder(self) -> Path:
        """Its DATELINE_HOME."""
        return WORK / (f"archive-{self.stories}" + (f"-comments-{self.comments}" if self.comments else ""))

    def environment(self, *, node: Path | None = None) -> dict[str, str]:
        """What programs in it are started with: default settings, whatever the caller's own are.

        node: another node-local folder than the newsroom's own, for programs that must find no stored page.
        """
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "DATABASE_"))}
        return kept | {
            "DATELINE_HOME": str(self.folder),
            "DATELINE_NODE_DIR": str(node or self.folder / "node"),
            "DATELINE_NAME": "The Bench Courier",
            "DJANGO_SETTINGS_MODULE": "dateline.config.settings",
        }
