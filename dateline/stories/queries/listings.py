"""The front page and the shelves: section, topic, contributor, outlet."""

from collections import defaultdict

from django.db import connection
from django.db.models import Q

from dateline.press.keys import depends_on
from dateline.stories.cache_keys import FRONT
from dateline.stories.cursors import read_cursor
from dateline.stories.models import Contributor, Outlet, Section, ShelfKind, ShelfRow, Story, Topic
from dateline.stories.queries.cards import cards, in_order, listing
from dateline.stories.reading import Card, Listing, Shelf

_MODELS: dict[str, type[Section | Topic | Contributor | Outlet]] = {
    "section": Section,
    "topic": Topic,
    "by": Contributor,
    "outlet": Outlet,
}
_KINDS = {
    "section": ShelfKind.SECTION,
    "topic": ShelfKind.TOPIC,
    "by": ShelfKind.CONTRIBUTOR,
    "outlet": ShelfKind.OUTLET,
}


def nav_sections() -> tuple[Shelf, ...]:
    """The sections in the order of the navigation: on every page, so that a change prints all pages anew."""
    return tuple(Shelf(*row) for row in Section.objects.values_list("slug", "name"))


def front_page(limit: int = 40) -> tuple[Card, ...]:
    """The newest stories of all sections."""
    depends_on(FRONT)
    return tuple(cards(Story.objects.listed().order_by("-published_at", "-number")[:limit]))


def newest_by_section(limit_each: int = 5) -> tuple[tuple[Shelf, tuple[Card, ...]], ...]:
    """Each section that has stories, in the order of the navigation, with its newest ones."""
    depends_on(FRONT)
    sections = {pk: Shelf(slug, name) for pk, slug, name in Section.objects.values_list("pk", "slug", "name")}
    newest = _newest_numbers(ShelfKind.SECTION, list(sections), limit_each)
    numbers = {shelf: newest.get(pk, []) for pk, shelf in sections.items()}
    wanted = {number for some in numbers.values() for number in some}
    found = cards(Story.objects.listed().filter(number__in=wanted)) if wanted else []
    return tuple((shelf, tuple(in_order(found, some))) for shelf, some in numbers.items() if some)


def shelf_listing(
    kind: str, slug: str, *, before: str = "", after: str = "", limit: int = 30
) -> tuple[Shelf, Listing] | None:
    """One page of a shelf, newest first; None where there is no such shelf.

    kind: `section`, `topic`, `by` or `outlet`. before, after: a cursor of `Listing`, at most one of them.
    Raises BadCursor for anything else.
    """
    depends_on(f"{kind}:{slug}")
    owner = _MODELS[kind]._default_manager.filter(slug=slug).first()
    if owner is None:
        return None
    rows = ShelfRow.objects.filter(kind=_KINDS[kind], shelf_id=owner.pk)
    if after:
        cursor = read_cursor(after)
        later = rows.filter(Q(at__gt=cursor.at) | Q(at=cursor.at, number__gt=cursor.number), at__gte=cursor.at)
        numbers = list(later.order_by("at", "number").values_list("number", flat=True)[: limit + 1])[::-1]
    else:
        if before:
            cursor = read_cursor(before)
            # The plain bound on `at` is what lets the database start in the middle of the index.
            rows = rows.filter(Q(at__lt=cursor.at) | Q(at=cursor.at, number__lt=cursor.number), at__lte=cursor.at)
        numbers = list(rows.order_by("-at", "-number").values_list("number", flat=True)[: limit + 1])
    found = cards(Story.objects.listed().filter(number__in=numbers)) if numbers else []
    shelf = Shelf(owner.slug, owner.name, getattr(owner, "about", ""))
    return shelf, listing(in_order(found, numbers), limit=limit, asked=(before, after))


# Written by hand: the ORM builds one query a section, and building costs it ten times what the database's answer does.
_NEWEST_OF_ONE = (
    "SELECT * FROM (SELECT shelf_id, at, number FROM stories_shelfrow WHERE kind = %s AND shelf_id = %s "
    "ORDER BY at DESC, number DESC LIMIT %s) AS newest"
)


def _newest_numbers(kind: ShelfKind, shelf_ids: list[int], limit: int) -> dict[int, list[int]]:
    """The newest numbers of each shelf, newest first, in one question."""
    if not shelf_ids:
        return {}
    rows: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join([_NEWEST_OF_ONE] * len(shelf_ids)),
            [value for shelf_id in shelf_ids for value in (kind.value, shelf_id, limit)],
        )
        for shelf_id, at, number in cursor.fetchall():
            rows[shelf_id].append((at, number))
    return {shelf_id: [number for _, number in sorted(some, reverse=True)] for shelf_id, some in rows.items()}
