"""Files and folders into the newsroom, and the reconciliation at the end."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from errno import EACCES
from pathlib import Path

import pytest

from dateline.archive import importing, pipeline
from dateline.archive.importing import import_pages
from dateline.archive.pipeline import Item, Reconciliation, as_lines, take_in
from dateline.archive.savedpage import MAX_BYTES
from dateline.record.models import Entry
from dateline.record.verify import verify
from dateline.stories.drafts import StoryDraft
from dateline.stories.models import Outlet, Story
from dateline.stories.queries import reader_story
from tests.archive.pages import SAMPLES, draft_of

pytestmark = pytest.mark.django_db


def dump(number: int, *, headline: str = "Bell cracks", day: int = 1) -> str:
    """A page in the seed's layout."""
    labels = f"News ID: {number}\nPublished: 0900 GMT March {day}, 2019"
    return f"{labels}\n\n{headline}\n\n{headline}\n\nThe bell of Leth cracked.\n\nSecurity Key:\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two pages, one page without a story, and things that are no pages."""
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "11.txt").write_text(dump(11, day=2))
    (tmp_path / "12.html").write_text(f"<html><body><pre>{dump(12)}</pre></body></html>")
    (tmp_path / "12_files").mkdir()
    (tmp_path / "12_files" / "frame.html").write_text("<p>An advertisement, saved along with the page.</p>")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "13.txt").write_text(dump(13))
    (tmp_path / "empty.htm").write_text("")
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    return tmp_path


def counts(result: Reconciliation) -> tuple[int, int, int, int]:
    """Read, imported, unchanged and refused, after checking that they agree."""
    assert result.read == result.imported + result.unchanged + len(result.refused)
    return result.read, result.imported, result.unchanged, len(result.refused)


def test_folder_is_read_to_its_depths_without_what_is_no_page(folder: Path) -> None:
    result = import_pages([folder], actor="Mara Quill")

    assert counts(result) == (3, 2, 0, 1)
    assert result.refused == ((f"{folder.name}/empty.htm", "the file is empty"),)
    assert result.passed_over == 1
    assert set(Story.objects.values_list("number", flat=True)) == {11, 12}


def test_imported_page_is_live_under_its_number_with_its_provenance() -> None:
    import_pages([SAMPLES / "seed-layout.txt"], actor="Mara Quill")

    story = reader_story(204417)
    row = Story.objects.get()
    assert story is not None
    assert (story.state, story.version, story.published_at) == ("live", 1, datetime(2019, 3, 3, 17, 35, tzinfo=UTC))
    assert story.content["headline"] == "Orveth: Ferry crews’ night strike ends"
    assert story.content["section"] == {"slug": "harbour", "name": "Harbour"}
    assert [outlet["name"] for outlet in story.content["outlets"]] == ["Reuters", "AFP"]
    texts = [block["html"] for block in story.content["body"]]
    assert len(texts) == 5
    assert (
        texts[1] == '"We asked for one more pair of hands, and we got it," said Maren Tolvik, who speaks for the crews.'
    )
    assert row.source_name == "seed-layout.txt"
    assert len(row.source_sha256) == 64


def test_every_sample_page_ends_in_the_newsroom_or_among_the_refused() -> None:
    result = import_pages([SAMPLES], actor="Mara Quill")

    assert counts(result)[0] == len(list(SAMPLES.iterdir()))
    assert Story.objects.count() == result.imported
    assert verify().problems == []


def test_importing_the_same_files_again_changes_nothing_and_says_so(folder: Path) -> None:
    import_pages([folder], actor="Mara Quill")
    before = list(Entry.objects.values_list("seq", "content_hash"))

    again = import_pages([folder], actor="Mara Quill")

    assert counts(again) == (3, 0, 2, 1)
    assert list(Entry.objects.values_list("seq", "content_hash")) == before


def test_same_file_twice_in_one_run_is_imported_once(folder: Path) -> None:
    page = folder / "old" / "11.txt"

    assert counts(import_pages([page, page], actor="Mara Quill")) == (2, 1, 1, 0)


def test_second_of_two_pages_with_one_number_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(dump(11, headline="First", day=9))
    (tmp_path / "b.txt").write_text(dump(11, headline="Second", day=1))

    result = import_pages([tmp_path], actor="Mara Quill")

    assert result.refused == ((f"{tmp_path.name}/b.txt", "another story has the number 11 already"),)
    assert Story.objects.get().headline == "First"


def test_page_whose_number_another_story_has_is_refused_and_that_story_stays(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(dump(11, headline="First"))
    import_pages([tmp_path / "a.txt"], actor="Mara Quill")
    (tmp_path / "b.txt").write_text(dump(11, headline="Second"))

    result = import_pages([tmp_path / "b.txt"], actor="Mara Quill")

    assert [name for name, _ in result.refused] == ["b.txt"]
    assert "11" in result.refused[0][1]
    assert Story.objects.get().headline == "First"


def test_files_that_cannot_be_read_are_refused_and_the_rest_goes_on(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    (folder / "broken.txt").symlink_to("nowhere.txt")

    result = import_pages([folder / "gone.txt", folder], actor="Mara Quill")

    assert counts(result) == (6, 2, 0, 4)
    assert dict(result.refused) == {
        "gone.txt": "there is no such file",
        f"{folder.name}/broken.txt": "there is no such file",
        f"{folder.name}/pipe.txt": "this is not a file",
        f"{folder.name}/empty.htm": "the file is empty",
    }


def test_name_too_long_page_too_large_and_folder_shut_are_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shut").mkdir()
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    def refuse(path: str) -> None:
        raise PermissionError(EACCES, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refuse)
    result = import_pages([tmp_path / ("x" * 300), tmp_path / "large.txt", tmp_path / "shut"], actor="Mara Quill")

    assert counts(result) == (3, 0, 0, 3)
    assert [reason for _, reason in result.refused] == [
        "the file can't be read: file name too long",
        "it is larger than 20 megabytes, too large for one page",
        "the folder can't be read: permission denied",
    ]
    assert result.refused[2][0] == str(tmp_path / "shut")


def test_fault_of_our_own_costs_one_page_and_is_logged(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def parse(data: bytes, name: str, **options: object) -> StoryDraft:
        if name.endswith("11.txt"):
            return draft_of(dump(11))
        raise IndexError

    monkeypatch.setattr(importing, "parse_saved_page", parse)
    result = import_pages([folder], actor="Mara Quill")

    assert counts(result) == (3, 1, 0, 2)
    assert {reason for _, reason in result.refused} == {"Dateline failed to read it; the log says how"}
    assert "12.html" in caplog.text


def test_file_that_vanishes_while_others_are_read_is_refused(folder: Path) -> None:
    def take_away(done: int, _total: int) -> None:
        if done == 1:
            (folder / "old" / "11.txt").unlink()

    result = import_pages([folder / "12.html", folder / "old" / "11.txt"], actor="Mara Quill", progress=take_away)

    assert counts(result) == (2, 1, 0, 1)
    assert result.refused == (("11.txt", "there is no such file"),)


def test_file_named_by_the_editor_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / ".bell.page").write_text(dump(11))

    assert counts(import_pages([tmp_path / ".bell.page"], actor="Mara Quill")) == (1, 1, 0, 0)


def test_progress_tells_how_many_of_how_many(folder: Path) -> None:
    seen: list[tuple[int, int]] = []

    import_pages([folder], actor="Mara Quill", progress=lambda done, total: seen.append((done, total)))

    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_pages_without_a_number_get_the_next_ones_in_order_of_publication() -> None:
    days = (3, 1, 2)
    drafts = [draft_of(dump(1, headline=f"Day {day}", day=day).partition("\n")[2]) for day in days]

    take_in((Item(name=f"{day}.txt", draft=draft) for day, draft in zip(days, drafts, strict=True)), actor="Mara Quill")

    assert list(Story.objects.order_by("number").values_list("headline", flat=True)) == ["Day 1", "Day 2", "Day 3"]


def test_many_pages_go_in_batches_and_what_was_written_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "BATCH_STORIES", 2)

    def items() -> Iterator[Item]:
        yield Item(name="0.txt", draft=None, reason="the file is empty")
        for number in range(1, 6):
            yield Item(name=f"{number}.txt", draft=draft_of(dump(number)))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_in(items(), actor="Mara Quill")

    assert set(Story.objects.values_list("number", flat=True)) == {1, 2, 3, 4, 5}
    assert verify().problems == []


def test_nothing_to_read_is_a_reconciliation_too(tmp_path: Path) -> None:
    assert counts(import_pages([tmp_path], actor="Mara Quill")) == (0, 0, 0, 0)


def test_reconciliation_reads_like_a_receipt() -> None:
    result = Reconciliation(
        read=1204,
        imported=1200,
        unchanged=2,
        refused=(("a.txt", "the file is empty"), ("b.txt", "no headline was found")),
        passed_over=3,
    )

    assert as_lines(result) == [
        "Read      1,204",
        "Imported  1,200",
        "Unchanged     2",
        "Refused       2",
        "  a.txt: the file is empty",
        "  b.txt: no headline was found",
        "Passed over 3 other files that are not saved pages.",
    ]
    assert as_lines(replace(result, refused=(), passed_over=0))[-1] == "Refused       0"
    assert as_lines(replace(result, passed_over=1))[-1] == "Passed over 1 other file that is not a saved page."


@pytest.mark.django_db
def test_outlets_the_newsroom_knows_are_credited_too(tmp_path: Path) -> None:
    Outlet.objects.create(name="Radio Vell")
    page = tmp_path / "700001.txt"
    page.write_text(
        "Ferry runs again\n\nThe ferry runs again, the harbour master told Radio Vell.\n\nNobody else said so.\n",
        encoding="utf-8",
    )

    import_pages([page], actor="a test")

    assert [outlet.name for outlet in Story.objects.get().outlets.all()] == ["Radio Vell"]
