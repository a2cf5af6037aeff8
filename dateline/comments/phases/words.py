"""Are there banned words in it, or more links than the rules allow? Does its author go by the paper’s name?"""

from functools import lru_cache

from django.conf import settings

from dateline.comments.phases.verdict import Case, Remark
from dateline.lib.links import disguised_links, links_in
from dateline.lib.lookalikes import folded
from dateline.lib.word_list import Wordlist

PHASE = "words"


def words_phase(case: Case) -> Remark | None:
    """Remark the first banned word, in whatever letters it is dressed, the paper's own name, or too many links."""
    sending = case.sending
    # The newsroom answers under it, and in a feed nothing else tells the two apart.
    if folded(sending.name) == folded(settings.PAPER_NAME):
        return Remark(phase=PHASE, reason="papers-name", detail="Its author goes by the paper’s name.")
    found = _wordlist(case.rules.banned_words).found_in(f"{sending.name}\n{sending.text}")
    if found is not None:
        return Remark(phase=PHASE, reason="banned-word", detail=f"It has “{found}” in it.")
    links = len(links_in(sending.text)) + len(links_in(sending.name))
    disguised = disguised_links(sending.text)
    if disguised:
        return Remark(phase=PHASE, reason="disguised-link", detail="It has an address in disguise.")
    if links > case.rules.links_at_most:
        return Remark(
            phase=PHASE, reason="links", detail=f"It has {links} links; the rules allow {case.rules.links_at_most}."
        )
    return None


@lru_cache(maxsize=32)
def _wordlist(lines: str) -> Wordlist:
    return Wordlist(lines.splitlines())
