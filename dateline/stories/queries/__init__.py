"""Everything readers' pages ask the database. Each function names the press keys of what it read; none writes."""

from dateline.stories.queries.archive import (
    archive_years,
    day_listing,
    days_of_month,
    months_of_year,
    neighbouring_days,
)
from dateline.stories.queries.listings import front_page, nav_sections, newest_by_section, shelf_listing
from dateline.stories.queries.story import canonical_number_of_legacy, highest_number, reader_story

__all__ = [
    "archive_years",
    "canonical_number_of_legacy",
    "day_listing",
    "days_of_month",
    "front_page",
    "highest_number",
    "months_of_year",
    "nav_sections",
    "neighbouring_days",
    "newest_by_section",
    "reader_story",
    "shelf_listing",
]
