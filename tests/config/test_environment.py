"""A setting that makes no sense stops the start with one sentence."""

from pathlib import Path

import pytest

from dateline.config.database import database_from_url
from dateline.config.environment import SettingError, env_bool, env_cache_url, env_int, env_list, env_text, env_url


@pytest.fixture
def value(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Sets the environment of one test."""
    monkeypatch.delenv("DATELINE_TEST", raising=False)
    return monkeypatch


@pytest.mark.parametrize(("text", "meaning"), [("yes", True), ("ON", True), ("0", False), ("false", False), ("", True)])
def test_yes_and_no_are_read(value: pytest.MonkeyPatch, text: str, meaning: bool) -> None:
    value.setenv("DATELINE_TEST", text)

    assert env_bool("DATELINE_TEST", default=True) is meaning


def test_neither_yes_nor_no_stops_the_start(value: pytest.MonkeyPatch) -> None:
    value.setenv("DATELINE_TEST", "perhaps")

    with pytest.raises(SettingError, match="must be yes or no"):
        env_bool("DATELINE_TEST", default=True)


@pytest.mark.parametrize("text", ["many", "0", "65", "1.5", "-", "²"])
def test_a_number_outside_its_limits_stops_the_start(value: pytest.MonkeyPatch, text: str) -> None:
    value.setenv("DATELINE_TEST", text)

    with pytest.raises(SettingError, match="from 1 to 64"):
        env_int("DATELINE_TEST", 2, at_least=1, at_most=64)


def test_a_number_within_its_limits_is_read(value: pytest.MonkeyPatch) -> None:
    value.setenv("DATELINE_TEST", " 64 ")

    assert env_int("DATELINE_TEST", 2, at_least=1, at_most=64) == 64
    assert env_text("DATELINE_TEST", "") == "64"


def test_lists_drop_blanks(value: pytest.MonkeyPatch) -> None:
    value.setenv("DATELINE_TEST", "a.example, ,b.example,")

    assert env_list("DATELINE_TEST") == ["a.example", "b.example"]


@pytest.mark.parametrize(
    "text", ["example.org", "ftp://example.org", "https://", "https://a/b", "https://a:b", "https://me@a", "http://[x"]
)
def test_an_address_that_is_none_stops_the_start(value: pytest.MonkeyPatch, text: str) -> None:
    value.setenv("DATELINE_TEST", text)

    with pytest.raises(SettingError, match="paper's address"):
        env_url("DATELINE_TEST", "https://example.org")


def test_an_address_loses_its_last_slash(value: pytest.MonkeyPatch) -> None:
    value.setenv("DATELINE_TEST", "https://example.org:8443/")

    assert env_url("DATELINE_TEST", "") == "https://example.org:8443"


def test_database_urls_are_read() -> None:
    home = Path("/srv/paper")

    assert database_from_url("", home)["NAME"] == "/srv/paper/dateline.sqlite3"
    assert database_from_url("sqlite:////tmp/a%20b.sqlite3", home)["NAME"] == "/tmp/a b.sqlite3"
    postgres = database_from_url("postgresql://ed:p%40ss@db:5433/paper?sslmode=require", home)
    assert (postgres["USER"], postgres["PASSWORD"], postgres["HOST"]) == ("ed", "p@ss", "db")
    assert (postgres["PORT"], postgres["NAME"], postgres["OPTIONS"]["sslmode"]) == ("5433", "paper", "require")


@pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://host", "sqlite://", "postgresql://h:x/n", "nonsense"])
def test_a_database_url_that_makes_no_sense_stops_the_start(url: str) -> None:
    with pytest.raises(SettingError, match="DATABASE_URL"):
        database_from_url(url, Path("/srv"))


@pytest.mark.parametrize("text", ["", "redis://127.0.0.1:6379/0", "rediss://:pa@cache.example/1"])
def test_an_address_of_redis_is_read(value: pytest.MonkeyPatch, text: str) -> None:
    value.setenv("DATELINE_TEST", text)

    assert env_cache_url("DATELINE_TEST") == text


@pytest.mark.parametrize("text", ["cache.example:6379", "http://cache.example", "redis://", "redis://:secret@c:x"])
def test_an_address_of_redis_that_is_none_stops_the_start_without_repeating_it(
    value: pytest.MonkeyPatch, text: str
) -> None:
    value.setenv("DATELINE_TEST", text)

    with pytest.raises(SettingError, match="redis://127") as refused:
        env_cache_url("DATELINE_TEST")
    assert "secret" not in str(refused.value)
