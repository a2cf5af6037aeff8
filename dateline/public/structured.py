"""A story for programs that read pages: schema.org's NewsArticle as JSON-LD.

Source: https://schema.org/NewsArticle.
"""

import json
from typing import Any

from django.conf import settings
from markupsafe import Markup

from dateline.lib import gmt
from dateline.public.comment_addresses import comments_url
from dateline.public.filters import absolute
from dateline.stories.reading import ReaderStory

# Inside <script> only the HTML parser's own letters matter; JSON can spell each of them.
_ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def structured_data(story: ReaderStory, *, comments: int = 0) -> Markup:
    """The JSON-LD of a live or retracted story with so many comments, safe to stand between script tags."""
    text = json.dumps(
        _without_empty(_article(story) | _discussion(story, comments)), ensure_ascii=False, separators=(",", ":")
    )
    return Markup(text.translate(_ESCAPES))  # noqa: S704


def _article(story: ReaderStory) -> dict[str, Any]:
    content = story.content
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": f"{settings.PAPER_URL}{story.url}",
        "url": f"{settings.PAPER_URL}{story.url}",
        "mainEntityOfPage": f"{settings.PAPER_URL}{story.url}",
        "identifier": str(story.number),
        "version": str(story.version),
        "headline": content["headline"],
        "alternativeHeadline": content["kicker"],
        "description": content["standfirst"],
        "dateline": content["place"],
        "inLanguage": content["language"],
        "datePublished": gmt.iso(story.published_at),
        "dateModified": gmt.iso(story.last_act_at),
        "articleSection": content["section"]["name"] if content["section"] else "",
        "keywords": [topic["name"] for topic in content["topics"]],
        "isAccessibleForFree": True,
        "creativeWorkStatus": "Retracted" if story.state == "retracted" else "Published",
        "author": _authors(content),
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": settings.PAPER_NAME,
            "url": f"{settings.PAPER_URL}/",
        },
        "image": _image(content["picture"]),
        "correction": [
            {"@type": "CorrectionComment", "text": notice.note, "datePublished": gmt.iso(notice.at)}
            for notice in story.notices
            if notice.act == "correct"
        ],
    }


def _discussion(story: ReaderStory, comments: int) -> dict[str, Any]:
    if not comments:
        return {}
    return {
        "commentCount": comments,
        "discussionUrl": f"{settings.PAPER_URL}{comments_url(story.number)}",
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/CommentAction",
            "userInteractionCount": comments,
        },
    }


def _authors(content: dict[str, Any]) -> list[dict[str, str]]:
    people = [
        {
            "@type": "Person",
            "name": person["name"],
            "jobTitle": person["role"],
            "url": f"{settings.PAPER_URL}/by/{person['slug']}/" if person["slug"] else "",
        }
        for person in content["contributors"]
    ]
    house = {"@type": "NewsMediaOrganization", "name": settings.PAPER_NAME, "url": f"{settings.PAPER_URL}/"}
    return [_without_empty(person) for person in people] or [house]


def _image(picture: dict[str, Any] | None) -> dict[str, Any] | None:
    if picture is None:
        return None
    return _without_empty(
        {
            "@type": "ImageObject",
            "url": absolute(picture["url"]),
            "width": picture["width"],
            "height": picture["height"],
            "caption": picture["caption"],
            "creditText": picture["credit"],
        }
    )


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in ("", None, [])}
