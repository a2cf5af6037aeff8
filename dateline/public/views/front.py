"""The front page."""

from django.http import HttpRequest, HttpResponse

from dateline.comments.queries.pages import counts_of
from dateline.public.arrangement import arranged
from dateline.public.page import page
from dateline.public.reader_page import reader_page
from dateline.stories.queries import front_page, newest_by_section

# Enough for a section's strip after its newest stories went to the top of the page.
_OF_EACH_SECTION = 10


@reader_page
def front(request: HttpRequest) -> HttpResponse:
    """The newest stories, then each section's."""
    front = arranged(front_page(), newest_by_section(_OF_EACH_SECTION))
    return page("front.html", front=front, counts=counts_of(front.numbers))
