"""Limits in memory."""

from dateline.base.buckets import Buckets


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_visitor_gets_a_burst_and_then_waits_for_the_bucket_to_fill() -> None:
    clock = Clock()
    buckets = Buckets(per_second=0.5, burst=3, clock=clock)

    assert [buckets.take("a") for _ in range(4)] == [True, True, True, False]
    clock.seconds = 1.9
    assert not buckets.take("a")
    clock.seconds = 2.0
    assert buckets.take("a")


def test_one_visitors_haste_costs_another_nothing() -> None:
    buckets = Buckets(per_second=0.0, burst=1)

    assert buckets.take("a")
    assert not buckets.take("a")
    assert buckets.take("b")


def test_memory_is_bounded_and_those_longest_not_seen_are_forgotten() -> None:
    buckets = Buckets(per_second=0.0, burst=1, most_visitors=2)
    for visitor in ("a", "b", "c"):
        buckets.take(visitor)

    assert buckets.take("a")
    assert not buckets.take("c")
