"""What a page says about itself outside its text: meta elements, JSON-LD, canonical link, breadcrumbs, `<title>`."""

import html as html_escapes
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from dateline.archive.savedpage.tidy import one_line, same_text
from dateline.archive.savedpage.tree import Element, text_of

Json = dict[str, Any]

_DATE_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date.published",
    "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "citation_publication_date",
    "sailthru.date", "parsely-pub-date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date",
    "dcterms.date", "date", "cxenseparse:recs:publishtime", "rnews:datepublished", "originalpublicationdate",
)  # fmt: skip
_HEADLINE_NAMES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "headline", "title")
_SECTION_NAMES = ("article:section", "section", "parsely-section", "dc.subject", "category")
_PEOPLE_NAMES = ("author", "article:author", "parsely-author", "dc.creator", "byl", "sailthru.author")
_TOPIC_NAMES = ("article:tag", "news_keywords")
_ARTICLE_TYPE = re.compile(r"\w*Article|\w*BlogPosting|Report")
_HOME = re.compile(r"home|home\s?page|front\s?page|start|خانه|صفحه اصلی|صفحه نخست|الرئيسية|ראשי", re.IGNORECASE)
_TRAIL = "//*[{}]//a".format(
    " or ".join(f"contains(translate(@{name}, 'C', 'c'), 'crumb')" for name in ("class", "id", "aria-label"))
)
_UPDATE = re.compile("updat|modif")
_MAX_TOPICS = 12
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the page states, most reliable first in each tuple; everything as one line of text.

    body: the story's text as JSON-LD has it, its line breaks kept; usually empty.
    """

    headlines: tuple[str, ...]
    title: str
    site_names: tuple[str, ...]
    dates: tuple[str, ...]
    section: str
    topics: tuple[str, ...]
    people: tuple[str, ...]
    organisations: tuple[str, ...]
    language: str
    addresses: tuple[str, ...]
    body: str


def facts_of(root: Element) -> Facts:
    """The facts of a page, read before it is pruned."""
    meta = _meta(root)
    records = list(_json_ld(root))
    articles = [record for record in records if any(map(_ARTICLE_TYPE.fullmatch, _types(record)))]
    authors = [author for article in articles for author in _each(article.get("author"))]
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    return Facts(
        headlines=_lines([*_strings(articles, "headline", "name"), *_named(meta, _HEADLINE_NAMES)]),
        title=next((text_of(title) for title in root.iter("title")), ""),
        site_names=_lines([*_named(meta, ("og:site_name", "application-name")), *_publishers(articles)]),
        dates=_lines([*_strings(articles, "datePublished", "dateCreated"), *_named(meta, _DATE_NAMES), *_times(root)]),
        section=_section(meta, records=records, articles=articles, root=root),
        topics=_topics(meta, articles),
        people=_lines([*_authors(authors, organisations=False), *_named(meta, _PEOPLE_NAMES)]),
        organisations=_lines(_authors(authors, organisations=True)),
        language=language or next(iter(_named(meta, ("content-language", "og:locale", "language"))), ""),
        addresses=_addresses(root, meta, articles),
        body=next((body for article in articles if isinstance(body := article.get("articleBody"), str)), ""),
    )  # fmt: skip


def is_american(facts: Facts) -> bool:
    """Whether the page writes dates with the month first."""
    return facts.language.replace("_", "-").lower() in {"en-us", "es-us", "en-ph"}


def _meta(root: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        content = one_line(element.get("content") or "")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, []).append(content)
    return found


def _named(meta: dict[str, list[str]], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from meta.get(name, ())


def _json_ld(root: Element) -> Iterator[Json]:
    """Every object in the page's JSON-LD, wherever a list or an @graph holds it."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            waiting = [json.loads((script.text or "").strip().strip(";"), strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.pop()
            if isinstance(value, list):
                waiting += reversed(value)
            elif isinstance(value, dict):
                yield value
                waiting += [value.get("mainEntity"), value.get("@graph")]


def _types(record: Json) -> list[str]:
    return [kind for kind in _each(record.get("@type")) if isinstance(kind, str)]


def _each(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _strings(records: Iterable[Json], *names: str) -> Iterator[str]:
    for record in records:
        yield from (value for name in names for value in _each(record.get(name)) if isinstance(value, str))


def _lines(values: Iterable[str]) -> tuple[str, ...]:
    """Each value as one line, once; JSON-LD often holds escaped HTML."""
    lines = (one_line(html_escapes.unescape(value)) for value in values)
    return tuple(dict.fromkeys(line for line in lines if line))


def _publishers(articles: Iterable[Json]) -> Iterator[str]:
    return _strings(
        (each for article in articles for each in _each(article.get("publisher")) if isinstance(each, dict)), "name"
    )


def _times(root: Element) -> Iterator[str]:
    """Dates in the text's markup: `itemprop=datePublished`, then `<time>`, those named for publication first."""
    for element in root.iterfind(".//*[@itemprop='datePublished']"):
        yield element.get("content") or element.get("datetime") or text_of(element)
    times = [time for time in root.iter("time") if time.get("datetime") and not _is_of_another(time)]
    for time in sorted(times, key=lambda time: time.get("pubdate") is None and "publi" not in _classes(time)):
        yield time.get("datetime") or ""


def _is_of_another(time: Element) -> bool:
    """Whether a `<time>` is not the publication's: an update's, the site's clock, another story's."""
    around = [ancestor.tag for ancestor in time.iterancestors()]
    in_masthead = "header" in around and not {"article", "main"} & set(around)
    return in_masthead or bool({"nav", "aside", "footer"} & set(around)) or bool(_UPDATE.search(_classes(time)))


def _classes(element: Element) -> str:
    return (element.get("class") or "").lower()


def _section(meta: dict[str, list[str]], *, records: list[Json], articles: list[Json], root: Element) -> str:
    """The section by name, else the first step of the breadcrumbs below the front page; never the page's own title."""
    stated = [*_strings(articles, "articleSection"), *_named(meta, _SECTION_NAMES)]
    candidates = _lines([*stated, *_breadcrumbs(records, root)])
    own = {same_text(title) for title in _lines([*_strings(articles, "headline"), *_named(meta, _HEADLINE_NAMES)])}
    return next((name for name in candidates if _is_section(name) and same_text(name) not in own), "")


def _is_section(name: str) -> bool:
    return len(name) <= _LONGEST_NAME and "://" not in name and not _HOME.fullmatch(name)


def _breadcrumbs(records: Iterable[Json], root: Element) -> Iterator[str]:
    """The names on the way from the front page to this page: JSON-LD, then links in the page's markup."""
    trails = (record for record in records if "BreadcrumbList" in _types(record))
    for step in (each for trail in trails for each in _each(trail.get("itemListElement")) if isinstance(each, dict)):
        item = step.get("item")
        yield from _strings([step, item] if isinstance(item, dict) else [step], "name")
    yield from (text_of(link) for link in root.xpath(_TRAIL))


def _topics(meta: dict[str, list[str]], articles: Iterable[Json]) -> tuple[str, ...]:
    listed = [*_named(meta, _TOPIC_NAMES), *_strings(articles, "keywords")]
    names = _lines(name for value in listed for name in re.split(r"[,;،؛]", value))
    return tuple(name for name in names if len(name) <= _LONGEST_NAME and ":" not in name)[:_MAX_TOPICS]


def _authors(authors: Iterable[Any], *, organisations: bool) -> Iterator[str]:
    for author in authors:
        if isinstance(author, str):
            if not organisations:
                yield author
        elif isinstance(author, dict) and isinstance(author.get("name"), str):
            is_organisation = any(kind.endswith("Organization") for kind in _types(author))
            if is_organisation == organisations:
                yield author["name"]


def _addresses(root: Element, meta: dict[str, list[str]], articles: Iterable[Json]) -> tuple[str, ...]:
    links = [
        link.get("href") or "" for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower().split()
    ]
    pages = [page for article in articles for page in _each(article.get("mainEntityOfPage"))]
    stated = [
        page if isinstance(page, str) else str(page.get("@id") or "") for page in pages if isinstance(page, str | dict)
    ]
    return _lines([*links, *_named(meta, ("og:url",)), *stated, *_strings(articles, "url")])
