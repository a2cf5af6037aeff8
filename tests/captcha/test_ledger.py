"""Tries and single use: the same promises from the database and from Redis."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import redis
from django.db import connections, transaction
from django.utils.timezone import now
from pytest_django import Settings

from dateline.captcha.answers import Kind
from dateline.captcha.challenges import Outcome, check_key, mint
from dateline.captcha.ledger import (
    MOST_TRIES,
    KeyLedger,
    LedgerDown,
    NullLedger,
    TableLedger,
    sweep,
    the_ledger,
)
from dateline.captcha.models import UsedKey
from dateline.captcha.redis_ledger import RedisLedger
from tests.captcha.conftest import STORY, cookies_of

NONCE = "0123456789abcdef" * 2
NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis of the tests' own, on a free port of 127.0.0.1."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        pytest.skip("neither redis-server nor valkey-server is installed here")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder: Path = tmp_path_factory.mktemp("redis")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        yield _answering(f"redis://127.0.0.1:{port}/0")
    finally:
        server.terminate()
        server.wait()


def _answering(url: str) -> str:
    with redis.Redis.from_url(url) as client:
        for _ in range(200):
            try:
                client.ping()
                return url
            except redis.ConnectionError:
                time.sleep(0.02)
    raise AssertionError("Redis does not answer")


@pytest.fixture(params=["table", "redis"])
def ledger(request: pytest.FixtureRequest, transactional_db: None) -> Iterator[KeyLedger]:
    """Each version in turn, with nothing in it."""
    if request.param == "table":
        yield TableLedger()
        return
    url = request.getfixturevalue("redis_url")
    with redis.Redis.from_url(url) as client:
        client.flushdb()
    shared = RedisLedger(url)
    yield shared
    shared.close()


def soon() -> int:
    return int(time.time()) + 600


def test_tries_are_counted_and_a_key_is_spent_once(ledger: KeyLedger) -> None:
    assert [ledger.count_try(NONCE, expires=soon()) for _ in range(3)] == [1, 2, 3]

    assert ledger.spend(NONCE)
    assert not ledger.spend(NONCE)
    assert ledger.count_try(NONCE, expires=soon()) is None


def test_beyond_the_last_try_the_answer_stays_beyond(ledger: KeyLedger) -> None:
    counts = [ledger.count_try(NONCE, expires=soon()) for _ in range(6)]

    assert [count is not None and count > MOST_TRIES for count in counts] == [False] * 3 + [True] * 3


def test_a_key_nobody_tried_can_not_be_spent(ledger: KeyLedger) -> None:
    assert not ledger.spend(NONCE)
    assert not ledger.spend("")


def test_keys_do_not_disturb_each_other(ledger: KeyLedger) -> None:
    ledger.count_try(NONCE, expires=soon())
    ledger.spend(NONCE)

    assert ledger.count_try("f" * 32, expires=soon()) == 1
    assert ledger.spend("f" * 32)


def test_inside_a_transaction_it_works_as_well(ledger: KeyLedger) -> None:
    with transaction.atomic():
        assert ledger.count_try(NONCE, expires=soon()) == 1
        assert ledger.spend(NONCE)
        assert not ledger.spend(NONCE)


def test_of_many_who_spend_at_once_exactly_one_wins(ledger: KeyLedger) -> None:
    ledger.count_try(NONCE, expires=soon())

    def at_once(_: int) -> bool:
        try:
            with transaction.atomic():
                return ledger.spend(NONCE)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(at_once, range(24)))

    assert won.count(True) == 1


def test_of_many_who_try_at_once_only_three_are_within_their_tries(ledger: KeyLedger) -> None:
    def at_once(_: int) -> int | None:
        try:
            return ledger.count_try(NONCE, expires=soon())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(at_once, range(24)))

    assert sum(count is not None and count <= MOST_TRIES for count in counts) == MOST_TRIES


@pytest.mark.parametrize("version", [TableLedger, RedisLedger, NullLedger])
def test_every_version_has_the_same_shape(version: type[KeyLedger]) -> None:
    for name in ("count_try", "spend", "sweep"):
        assert getattr(version, name).__annotations__ == getattr(KeyLedger, name).__annotations__


def test_the_null_version_remembers_nothing() -> None:
    ledger = NullLedger()

    assert [ledger.count_try(NONCE, expires=0) for _ in range(2)] == [1, 1]
    assert ledger.spend(NONCE)
    assert ledger.spend(NONCE)
    assert ledger.sweep() == 0


@pytest.mark.django_db
def test_a_transaction_that_fails_gives_the_key_back() -> None:
    ledger = TableLedger()
    ledger.count_try(NONCE, expires=soon())

    with transaction.atomic():
        ledger.spend(NONCE)
        transaction.set_rollback(True)

    assert ledger.spend(NONCE)


@pytest.mark.django_db
def test_sweeping_takes_what_expired_and_leaves_the_rest() -> None:
    UsedKey.objects.create(nonce="old", expires_at=now() - timedelta(seconds=1))
    UsedKey.objects.create(nonce="new", expires_at=now() + timedelta(seconds=60))

    assert sweep() == 1
    assert UsedKey.objects.get().nonce == "new"


def test_the_setting_chooses(settings: Settings) -> None:
    settings.CACHE_URL = ""
    assert isinstance(the_ledger(), TableLedger)

    settings.CACHE_URL = NOWHERE
    assert isinstance(the_ledger(), RedisLedger)
    assert sweep() == 0


def test_a_redis_that_is_away_lets_nothing_pass(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.CACHE_URL = NOWHERE
    minted = mint(STORY, Kind.PICTURE)

    result = check_key(cookies_of(minted), minted.answer, story=STORY, now=minted.challenge.asked_at)

    assert result.outcome is Outcome.UNAVAILABLE
    assert "just now" in result.sentence
    assert not the_ledger().spend(minted.challenge.nonce)
    assert "Redis does not" in caplog.text
    with pytest.raises(LedgerDown):
        the_ledger().count_try(NONCE, expires=soon())
