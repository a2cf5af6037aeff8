"""How often public solvers read the security key at one shot, or hear it, and what a picture costs."""

import json
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from PIL import Image, ImageFilter

from bench.figures import AtMost, Figure
from bench.listening import share_heard
from bench.places import ROOT
from dateline.captcha.answers import Kind, normalised
from dateline.captcha.letters import ALPHABET
from dateline.captcha.picture import draw
from dateline.captcha.sound import has_voice

HAS_SOLVER = find_spec("ddddocr") is not None
PICTURES = 300
SOUNDS = 20
_GROUP = "security key"

Reader = Callable[[bytes], str]


def figures(pictures: int = PICTURES) -> list[Figure]:
    """The share solved by the best of all variants, one guess for each picture; milliseconds and bytes of a picture.

    In a process of its own: the solver's runtime takes a few hundred megabytes.
    """
    command = [sys.executable, "-m", "bench.solver", str(pictures)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    facts = json.loads(done.stdout.strip().splitlines()[-1])
    solved = facts["solved"]
    best = max(solved, key=lambda variant: solved[variant])
    return [
        Figure(
            _GROUP, f"pictures solved at one shot, of {pictures}", solved[best], "", AtMost(0.15), note=f"by {best}"
        ),
        Figure(_GROUP, "letters read right by the best", max(facts["letters"].values()), ""),
        Figure(_GROUP, "CPU of a picture", facts["milliseconds"], "ms", AtMost(20)),
        Figure(_GROUP, "size of a picture", facts["bytes"] / 1024, "KB", AtMost(12)),
        *_heard(),
    ]


def _heard() -> list[Figure]:
    """What matching clips gets out of spoken keys; nothing where this machine has no voice."""
    if not has_voice():
        return []
    whole, letters = share_heard(SOUNDS)
    return [
        Figure(_GROUP, f"spoken keys matched whole, of {SOUNDS}", whole, "", AtMost(0.05)),
        Figure(_GROUP, "spoken letters matched", letters),
    ]


def measure(pictures: int) -> dict[str, Any]:
    """Draw, let everybody read, compare as the paper does."""
    readers = _readers()
    solved = dict.fromkeys(readers, 0)
    letters = dict.fromkeys(readers, 0)
    seconds, size = 0.0, 0
    for _ in range(pictures):
        answer = "".join(secrets.choice(ALPHABET) for _ in range(6))
        started = time.process_time()
        picture = draw(answer)
        seconds += time.process_time() - started
        size += len(picture)
        for name, read in readers.items():
            # Judged as a reader is: a letter that only looks like the right one counts.
            text = normalised("".join(filter(str.isalnum, read(picture))), Kind.PICTURE)
            solved[name] += text == answer
            letters[name] += sum(a == b for a, b in zip(text, answer, strict=False))
    return {
        "solved": {name: count / pictures for name, count in solved.items()},
        "letters": {name: count / pictures / 6 for name, count in letters.items()},
        "milliseconds": 1000 * seconds / pictures,
        "bytes": size / pictures,
    }


def _readers() -> dict[str, Reader]:
    """Each model, free and held to our alphabet, on the picture as it is, blurred and thresholded."""
    readers: dict[str, Reader] = {}
    models = {"ddddocr": {}, "ddddocr beta": {"beta": True}} if HAS_SOLVER else {}
    for model, options in models.items():
        engine = _ddddocr(**options)
        for way, read in (("free", engine.classification), ("our alphabet", _held_to_alphabet(engine))):
            readers[f"{model}, {way}"] = read
            readers[f"{model}, {way}, blurred"] = _prepared(
                read, lambda image: image.filter(ImageFilter.GaussianBlur(3))
            )
            readers[f"{model}, {way}, median"] = _prepared(
                read, lambda image: image.filter(ImageFilter.MedianFilter(7))
            )
    if shutil.which("tesseract"):
        readers["tesseract"] = _tesseract
    return readers


def _ddddocr(**options: bool) -> Any:
    import ddddocr  # noqa: PLC0415  an extra, and a large one: only whoever measures has it

    return ddddocr.DdddOcr(show_ad=False, **options)


def _held_to_alphabet(engine: Any) -> Reader:
    """The model's own probabilities, with everything struck out that no key contains."""

    def read(picture: bytes) -> str:
        result = engine.classification(picture, probability=True)
        charset = result["charset"]
        allowed = [0, *(n for n, sign in enumerate(charset) if len(sign) == 1 and sign.upper() in ALPHABET)]
        text, before = "", 0
        for column in result["probabilities"]:
            chances = column[0] if isinstance(column[0], list) else column
            best = max(allowed, key=chances.__getitem__)
            if best not in (before, 0):
                text += charset[best]
            before = best
        return text

    return read


def _prepared(read: Reader, change: Callable[[Image.Image], Image.Image]) -> Reader:
    def prepared(picture: bytes) -> str:
        file = BytesIO()
        change(Image.open(BytesIO(picture)).convert("L")).save(file, "PNG")
        return read(file.getvalue())

    return prepared


def _tesseract(picture: bytes) -> str:
    command = ["tesseract", "-", "-", "--psm", "7", "-c", f"tessedit_char_whitelist={ALPHABET}"]
    done = subprocess.run(command, input=picture, capture_output=True, check=False, timeout=30)
    return re.sub(r"\s", "", done.stdout.decode(errors="replace"))


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
