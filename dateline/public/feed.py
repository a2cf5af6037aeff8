"""A story's comments as an Atom feed. Source: RFC 4287; answers name what they answer as RFC 4685 has it."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from django.conf import settings

from dateline.comments.reading import ShownComment
from dateline.lib import gmt
from dateline.lib.links import as_html
from dateline.public.comment_addresses import comment_url, comments_url, feed_url
from dateline.stories.reading import ReaderStory

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_ATOM, _THREADS = "http://www.w3.org/2005/Atom", "http://purl.org/syndication/thread/1.0"
register_namespace("", _ATOM)
register_namespace("thr", _THREADS)
# What XML 1.0 can't hold in any spelling (section 2.2). Comments that were imported may have some.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom_feed(story: ReaderStory, comments: Iterable[ShownComment]) -> bytes:
    """The feed, newest first as given. Its id and those of its entries are their addresses."""
    entries = tuple(comments)
    feed = Element(f"{{{_ATOM}}}feed")
    _add(feed, "id", f"{settings.PAPER_URL}{feed_url(story.number)}")
    _add(feed, "title", f"Comments on: {story.content['headline']}")
    _add(feed, "updated", gmt.iso(max((entry.changed_at for entry in entries), default=story.published_at)))
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"{settings.PAPER_URL}{feed_url(story.number)}")
    _add(feed, "link", rel="alternate", type="text/html", href=f"{settings.PAPER_URL}{comments_url(story.number)}")
    for comment in entries:
        _add_entry(feed, story.number, comment)
    xml: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return xml


def _add_entry(feed: Element, number: int, comment: ShownComment) -> None:
    entry = SubElement(feed, f"{{{_ATOM}}}entry")
    address = f"{settings.PAPER_URL}{comment_url(number, comment.id)}"
    _add(entry, "id", address)
    _add(entry, "title", f"Comment by {comment.name}")
    _add(_add(entry, "author"), "name", comment.name)
    _add(entry, "published", gmt.iso(comment.received_at))
    _add(entry, "updated", gmt.iso(comment.changed_at))
    _add(entry, "link", rel="alternate", type="text/html", href=address)
    if comment.thread != comment.id:
        first = f"{settings.PAPER_URL}{comment_url(number, comment.thread)}"
        SubElement(entry, f"{{{_THREADS}}}in-reply-to", {"ref": first, "href": first})
    _add(entry, "content", as_html(comment.text), type="html")


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    element = SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = _NOT_XML.sub("", text) or None
    return element
