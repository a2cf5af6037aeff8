"""Saved HTML pages: old ones laid out with tables and modern ones with JSON-LD."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape

from dateline.archive.savedpage.blocks import blocks_of, is_caption
from dateline.archive.savedpage.dates import UnbelievableDate, moment_in
from dateline.archive.savedpage.errors import NO_BODY, NO_HEADLINE, UnreadablePage
from dateline.archive.savedpage.facts import Facts, facts_of, is_american
from dateline.archive.savedpage.furnishings import (
    byline_near,
    date_lines,
    kicker_near,
    labels_among,
    position_of,
    standfirst_near,
)
from dateline.archive.savedpage.headlines import find_headline
from dateline.archive.savedpage.labels import ends_the_story, is_furniture, people
from dateline.archive.savedpage.outlets import is_known, known_name, named_in_label
from dateline.archive.savedpage.plaintext import looks_like_a_headline, number_of, read_plain_text
from dateline.archive.savedpage.reading import Block, Reading, paragraph
from dateline.archive.savedpage.runs import Run, split_into_runs
from dateline.archive.savedpage.selection import story_runs
from dateline.archive.savedpage.tidy import one_line, same_text
from dateline.archive.savedpage.tree import Element, parse_html, prune

_SHORTEST_BODY = 10
# JSON-LD is believed over the page's text when it has so much more of the story.
_MUCH_MORE = 2
_MAX_KICKER = 120
# What browsers write at the top of a page they save.
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)", re.IGNORECASE)
_TOP = 4_000
_HTTP = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A page taken apart. headline_at: where among the runs the headline is printed, None if nowhere."""

    facts: Facts
    runs: Sequence[Run]
    labels: dict[str, str]
    stating: Sequence[Run]
    headline: str
    headline_at: int | None


def read_page(text: str) -> Reading:
    """The story on a saved HTML page. Raises UnreadablePage when there is no headline or no body."""
    root = parse_html(text)
    if dump := _plain_text_in(root):
        return read_plain_text(dump)
    facts = facts_of(root)
    if saved := _SAVED_FROM.search(text, 0, _TOP):
        facts = replace(facts, addresses=(*facts.addresses, saved[1]))
    prune(root)
    runs = split_into_runs(root, base=next(filter(_HTTP.match, facts.addresses), ""))
    page = _taken_apart(facts, runs)
    return _reading(page, story_runs(root, runs))


def _plain_text_in(root: Element) -> str:
    """The dump inside a page that a browser made of a plain-text file: one `<pre>` and nothing else."""
    body = root.find("body")
    only = body[0] if body is not None and len(body) == 1 else None
    is_dump = only is not None and only.tag == "pre" and len(only) == 0 and not (only.tail or "").strip()
    return (only.text or "") if is_dump and only is not None else ""


def _taken_apart(facts: Facts, runs: Sequence[Run]) -> _Page:
    labels, stating = labels_among(runs)
    headline = find_headline(facts, runs, below_labels=_below_labels(labels, stating, runs))
    if not headline:
        raise UnreadablePage(NO_HEADLINE)
    return _Page(
        facts=facts,
        runs=runs,
        labels=labels,
        stating=stating,
        headline=headline,
        headline_at=position_of(headline, runs),
    )


def _below_labels(labels: dict[str, str], stating: Sequence[Run], runs: Sequence[Run]) -> str:
    """The line under “News ID:” and “Published:”, where the seed's layout prints the headline."""
    if "number" not in labels:
        return ""
    after = max(runs.index(run) for run in stating if run in runs) + 1
    return runs[after].text if after < len(runs) and looks_like_a_headline(runs[after].text) else ""


def _reading(page: _Page, chosen: Sequence[Run]) -> Reading:
    facts, labels = page.facts, page.labels
    kicker, standfirst = kicker_near(page.runs, page.headline_at), standfirst_near(page.runs, page.headline_at)
    names, byline = byline_near(page.runs, page.headline_at)
    dated = list(date_lines(page.runs, page.headline_at))
    around = {run for run in (kicker, standfirst, byline, *page.stating, *(run for run, _ in dated)) if run}
    section = labels.get("section") or facts.section
    authors, outlets = _people_and_outlets(facts, names)
    return Reading(
        headline=page.headline,
        blocks=_blocks(page, [run for run in chosen if run not in around]),
        number=number_of(labels.get("number", "")),
        published_at=_published(page, [at for _, at in dated]),
        kicker=_kicker(page, kicker, section),
        standfirst=standfirst.text if standfirst else "",
        section=section,
        topics=facts.topics,
        people=authors,
        outlets=tuple(dict.fromkeys([*named_in_label(labels.get("outlets", "")), *outlets])),
        language=facts.language,
        addresses=facts.addresses,
    )


def _kicker(page: _Page, named: Run | None, section: str) -> str:
    """The line named a kicker, or the one between the labels and the headline; not the section's name once more."""
    text = named.text if named else _below_labels(page.labels, page.stating, page.runs)
    is_own = same_text(text) not in {same_text(page.headline), same_text(section)} and len(text) <= _MAX_KICKER
    before = page.runs[page.headline_at - 1] if page.headline_at else None
    return text if is_own and (named or (before and before.text == text)) else ""


def _published(page: _Page, printed: Sequence[datetime]) -> datetime | None:
    """The label's date, else what the page states, else what is printed at the headline."""
    unbelievable = ""
    for text in (page.labels.get("published", ""), *page.facts.dates):
        try:
            at = moment_in(text, month_first=is_american(page.facts))
        except UnbelievableDate as error:
            unbelievable = unbelievable or str(error)
            continue
        if at:
            return at
    if unbelievable and not printed:
        raise UnreadablePage(f"its date, “{unbelievable}”, can't be right")
    return next(iter(printed), None)


def _people_and_outlets(facts: Facts, printed: tuple[str, ...]) -> tuple[tuple[str, ...], list[str]]:
    """Who wrote the story, and which outlets the page names as its authors."""
    sites = {same_text(name) for name in facts.site_names}
    stated = [name for line in facts.people for name in people(line.removeprefix("By "))]
    names = [
        name for name in stated or printed if "://" not in name and "@" not in name and same_text(name) not in sites
    ]
    outlets = [known_name(name) for name in (*facts.organisations, *names) if is_known(name)]
    return tuple(dict.fromkeys(name for name in names if not is_known(name))), outlets


def _blocks(page: _Page, chosen: Sequence[Run]) -> tuple[Block, ...]:
    runs = [run for run in _from_headline_to_form(page, chosen) if not is_furniture(run.text) and not is_caption(run)]
    blocks = list(blocks_of(_without_loose_ends(runs)))
    stated = page.facts.body
    if len(stated) > _MUCH_MORE * sum(len(run.text) for run in runs):
        lines = (one_line(line) for line in stated.split("\n"))
        blocks = [paragraph(escape(line, quote=False)) for line in lines if line and not is_furniture(line)]
    if not any(block["type"] != "subheading" for block in blocks):
        raise UnreadablePage(NO_BODY)
    return tuple(blocks)


def _from_headline_to_form(page: _Page, chosen: Sequence[Run]) -> list[Run]:
    """The chosen runs below the headline and above “Security Key:”, without further printings of the headline."""
    places = {run: position for position, run in enumerate(page.runs)}
    start = -1 if page.headline_at is None else page.headline_at
    end = next((at for at, run in enumerate(page.runs) if at > start and ends_the_story(run.text)), len(page.runs))
    key = same_text(page.headline)
    below = [run for run in chosen if start < places[run] < end]
    # A headline printed once more at the foot of a page must not cut the story away.
    is_most = sum(len(run.text) for run in below) * 2 >= sum(len(run.text) for run in chosen)
    story = below if is_most else [run for run in chosen if places[run] < end]
    return [run for run in story if same_text(run.text) != key]


def _without_loose_ends(runs: list[Run]) -> list[Run]:
    """Without headings and links at the end, which announce other stories; empty when there is nothing but links."""
    kept = list(runs)
    while kept and (kept[-1].element.tag in {"h2", "h3", "h4", "h5", "h6"} or kept[-1].is_mostly_links):
        kept.pop()
    text = sum(len(run.text) - run.linked for run in kept)
    return kept if text >= _SHORTEST_BODY else []
