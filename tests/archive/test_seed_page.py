"""The page this paper's archive begins with, where the machine has it. It is not ours to carry in the project."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.archive.savedpage import parse_saved_page
from dateline.stories.drafts import StoryDraft
from tests.archive.pages import paragraphs

SEED = Path(__file__).resolve().parents[2].parent / "shared" / "seed" / "318621.txt"

pytestmark = pytest.mark.skipif(
    not SEED.is_file(), reason="the seed page, shared/seed/318621.txt beside the project, is not here"
)


@pytest.fixture(scope="module")
def seed() -> StoryDraft:
    return parse_saved_page(SEED.read_bytes(), SEED.name)


def test_seed_page_keeps_its_number_its_moment_and_its_former_address(seed: StoryDraft) -> None:
    assert seed.number == 318621
    assert seed.published_at == datetime(2021, 12, 10, 4, 22, tzinfo=UTC)
    assert seed.legacy_urls == ("/News/318621.html",)


def test_seed_pages_repeated_headline_is_taken_once(seed: StoryDraft) -> None:
    line = SEED.read_text(encoding="utf-8").split("\n")[3]

    assert seed.headline == line
    assert seed.kicker == ""
    assert line not in paragraphs(seed)


def test_seed_page_gives_every_paragraph_word_for_word_and_nothing_else(seed: StoryDraft) -> None:
    lines = [line.strip() for line in SEED.read_text(encoding="utf-8").split("\n")]
    body = [line for line in lines[6 : lines.index("Security Key:")] if line]

    assert len(body) == 16
    assert paragraphs(seed) == body
    assert len(seed.body) == 16


def test_seed_page_keeps_straight_and_curly_quotation_marks_as_they_are(seed: StoryDraft) -> None:
    text = "\n".join(map(str, paragraphs(seed)))

    assert (text.count('"'), text.count("“"), text.count("”")) == (6, 2, 2)
    assert (text.count("’"), text.count("'")) == (2, 3)
    assert paragraphs(seed)[4] == 'The coalition confirmed it had "completed its transition to a non-combat mission".'


def test_seed_page_credits_the_three_outlets_it_quotes(seed: StoryDraft) -> None:
    assert seed.outlets == ("Reuters", "AFP", "Press TV")


def test_seed_page_leaves_its_form_and_footer_behind(seed: StoryDraft) -> None:
    assert not [
        word for word in ("Security Key", "Captcha", "Generated", "News ID", "Published") if word in str(seed.body)
    ]
