"""The desk in a real browser: from an empty form to a story that readers get."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Collection

from dateline.base.models import User
from dateline.stories.models import Story
from tests.chromium import Chromium

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADLINE = "Lighthouse relit after eleven years"
TEXT = "The lighthouse is lit again, the harbour office said."


def test_headline_text_and_publish_put_a_numbered_story_before_readers(
    live_server: LiveServer, chromium: Chromium
) -> None:
    User.objects.create_superuser("mara", password="a long passphrase")
    # The root of Wagtail's image library comes with a migration, and other tests may have flushed it.
    if not Collection.objects.exists():
        Collection.add_root(name="Root")

    def write_and_publish(page: Page) -> str:
        page.goto(f"{live_server.url}/desk/")
        page.fill("input[name=username]", "mara")
        page.fill("input[name=password]", "a long passphrase")
        page.click("button[type=submit]")
        page.goto(f"{live_server.url}/desk/snippets/stories/story/add/")
        page.fill("[name=headline]", HEADLINE)
        page.locator("button.c-sf-add-button").first.click()
        page.get_by_role("option", name="Text").first.click()
        page.locator(".public-DraftEditor-content").first.click()
        page.keyboard.type(TEXT)
        # Wagtail saves by itself half a second after the last letter; whoever reads the text once more takes longer.
        page.wait_for_timeout(1_500)
        page.wait_for_load_state("networkidle")
        page.get_by_role("button", name="More actions").last.click()
        page.get_by_role("button", name="Publish").click()
        page.wait_for_url("**/desk/snippets/stories/story/")
        page.goto(f"{live_server.url}/1")
        return page.inner_text("main")

    shown = chromium.look(write_and_publish)

    assert HEADLINE in shown
    assert TEXT in shown
    assert "News ID: 1" in shown
    assert Story.objects.get().state == Story.State.LIVE
