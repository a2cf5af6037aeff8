"""Noting what a page depends on, and which views may be kept."""

import threading
from pathlib import Path

from django.http import HttpRequest, HttpResponse

from dateline.press.edition import edition_of
from dateline.press.keys import collecting, depends_on
from dateline.press.printed import printed


def test_keys_noted_while_rendering_are_on_the_sheet_and_only_there() -> None:
    depends_on("before")

    with collecting() as outer:
        depends_on("story:1", "nav")
        with collecting() as inner:
            depends_on("story:2")
        depends_on("story:3")

    assert outer.keys == {"story:1", "nav", "story:3"}
    assert inner.keys == {"story:2"}
    assert not outer.keep


def test_sheets_of_two_threads_do_not_mix() -> None:
    with collecting() as sheet:
        other = threading.Thread(target=depends_on, args=("story:9",))
        other.start()
        other.join()

    assert sheet.keys == set()


def test_printed_view_says_that_its_page_may_be_kept() -> None:
    @printed
    def view(request: HttpRequest, number: int) -> HttpResponse:
        return HttpResponse(str(number))

    outside = view(HttpRequest(), 7)
    with collecting() as sheet:
        inside = view(HttpRequest(), 7)

    assert outside.content == inside.content == b"7"
    assert sheet.keep
    assert view.__name__ == "view"


def test_edition_changes_with_every_file_and_value_that_shapes_a_page(tmp_path: Path) -> None:
    folder = tmp_path
    (folder / "page.html").write_text("one")
    (folder / "cache.pyc").write_text("one")
    other = folder / "other.bin"
    before = edition_of(folder, other_files=[other], values=["The Courier"])

    (folder / "cache.pyc").write_text("two")
    same = edition_of(folder, other_files=[other], values=["The Courier"])
    renamed = edition_of(folder, other_files=[other], values=["The Herald"])
    other.write_text("x")
    with_other = edition_of(folder, other_files=[other], values=["The Courier"])
    (folder / "page.html").write_text("two")
    changed = edition_of(folder, other_files=[other], values=["The Courier"])

    assert before == same
    assert len({before, renamed, with_other, changed}) == 4
