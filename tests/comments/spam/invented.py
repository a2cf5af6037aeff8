"""Invented comments: what readers of an island paper write, and what advertisers do."""

import random
from collections.abc import Iterator

from dateline.comments.spam.training import Example

READERS = ["Ines", "Old Harbour", "T. Marsh", "a nurse from Vell", "Piet", "Karin L.", "Yusuf", "reader of forty years"]
ADVERTISERS = ["Casino King", "best-loans", "Dr Pharma", "Anna88", "SEO expert", "Piet", "crypto_gains", "Ines"]
READERS_SAY = [
    "the ferry is late again and nobody tells us why",
    "my father worked on that bridge for thirty years",
    "the council should answer before the vote",
    "i do not believe the figures in this story",
    "thank you for the report from the meeting",
    "who paid for the new office of the harbour board",
    "you forgot to mention the strike in march",
    "casino money built half of this town and we all know it",
    "the link in the second paragraph leads nowhere",
    "see www.vell-council.example/minutes for the minutes",
    "as a nurse i can say the clinic needs a doctor more than a car park",
    "my loan for the boat was refused by the same bank",
]
ADVERTISERS_SAY = [
    "best online casino with free spins and a big bonus",
    "cheap pills without prescription shipped today",
    "earn $500 a day from home with this simple trick",
    "i was broke but this trader doubled my money in a week",
    "click here for loans with bad credit",
    "hot singles in your area want to meet you",
    "buy followers and likes at the lowest price",
    "claim your bonus now before it ends",
    "great article i learned a lot please visit my site",
    "our experts put your page first in every search",
]
BETWEEN = ["and", "but", "so", "because", "also", "today", "in the end", "to be honest", "by the way", "after all"]


def comments(count: int, *, seed: int, spam_share: float = 0.3) -> Iterator[Example]:
    """So many decisions, a newsroom's slips among them: one in fifty is the wrong way round."""
    rng = random.Random(seed)
    syllables = [first + second for first in "bdfgklmnprstv" for second in ("a", "e", "i", "o", "u", "ar", "en", "is")]
    rare = ["".join(rng.choices(syllables, k=rng.randint(2, 4))) for _ in range(3_000)]
    for _ in range(count):
        is_spam = rng.random() < spam_share
        sentences, names = (ADVERTISERS_SAY, ADVERTISERS) if is_spam else (READERS_SAY, READERS)
        words = []
        for sentence in rng.choices(sentences, k=rng.randint(1, 4)):
            words += [*sentence.split(), rng.choice(BETWEEN), *rng.choices(rare, k=rng.randint(0, 6))]
        if is_spam and rng.random() < 0.6:
            words.append(f"http://{rng.choice(rare)}.example/{rng.choice(rare)}")
        if is_spam and rng.random() < 0.3:
            words = [word.replace("a", rng.choice("аa4")).replace("o", rng.choice("оo0")) for word in words]
        yield Example(" ".join(words), rng.choice(names), is_spam if rng.random() < 0.98 else not is_spam)
