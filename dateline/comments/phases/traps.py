"""Two traps for programs: a field that nobody sees, and the time a person needs."""

from dateline.comments.phases.verdict import Case, Refusal

# From asking for the key to sending: nobody reads and types six letters faster.
SHORTEST_SECONDS = 3


def honeypot_phase(case: Case) -> Refusal | None:
    """Refuse a form whose hidden field is filled. A browser may have done that, so it is told and not swallowed."""
    if not case.sending.trap:
        return None
    return Refusal(
        phase="honeypot",
        reason="trap-filled",
        sentence="A field that should stay empty was filled, perhaps by your browser. Please send again.",
    )


def time_trap_phase(case: Case) -> Refusal | None:
    """Refuse what was sent sooner than a person can."""
    waited = case.sending.at.timestamp() - case.asked_at
    if waited >= SHORTEST_SECONDS:
        return None
    return Refusal(
        phase="time",
        reason="too-quick",
        sentence="That was quicker than anybody types. Please send it once more.",
        status=429,
        retry_after_seconds=SHORTEST_SECONDS,
    )
