"""What can be wrong with an address, in a reader's words.

Http404
└── NoSuchPage    the address has one of the paper's forms, but there is nothing at it
"""

from django.http import Http404


class NoSuchPage(Http404):
    """There is nothing at the address; the message, a sentence or two, is printed on the page."""
