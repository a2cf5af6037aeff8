"""Letters said aloud by a program of this machine: flite or espeak-ng, whichever is installed.

A few raw clips are kept in memory, each said once; a key is mixed from them without starting a program.
"""

import itertools
import shutil
import subprocess
import wave
from array import array
from functools import cache, lru_cache
from io import BytesIO

SAMPLES_PER_SECOND = 8_000
_SAY_SECONDS = 5
# 12 signs by 4 voices, about 10 KB each.
_MOST_CLIPS = 64
_LOUDEST = 20_000

_FLITE_VOICES = ("slt", "rms", "awb", "kal16")
_ESPEAK_VOICES = ("en-us", "en-gb", "en-us+f3", "en-gb+m3")


class NoVoice(Exception):
    """No program on this machine speaks, or the one there is fails."""


@cache
def program() -> str:
    """The path of the program that speaks, or "". Looked up once: a voice installed later is found after a restart."""
    return shutil.which("flite") or shutil.which("espeak-ng") or ""


def voices() -> tuple[str, ...]:
    """The voices the program has."""
    return _FLITE_VOICES if program().endswith("flite") else _ESPEAK_VOICES


@lru_cache(maxsize=_MOST_CLIPS)
def clip(sign: str, voice: str) -> "array[int]":
    """One letter or digit said by one voice: 16-bit samples, 8,000 a second, without silence at the ends.

    Starts a program the first time, for five seconds at most. Raises NoVoice.
    """
    if not program():
        raise NoVoice
    try:
        # The words are an argument of their own and never pass a shell.
        done = subprocess.run(_command(sign, voice), capture_output=True, check=True, timeout=_SAY_SECONDS)  # noqa: S603
        return _even(_trimmed(_read(done.stdout)))
    except (OSError, subprocess.SubprocessError, wave.Error, EOFError, ValueError) as fault:
        raise NoVoice(str(fault)) from fault


def _command(sign: str, voice: str) -> list[str]:
    if program().endswith("flite"):
        return [program(), "-voice", voice, "-t", sign, "-o", "/dev/stdout"]
    return [program(), "-v", voice, "--stdout", sign]


def _read(file: bytes) -> "array[int]":
    """The samples, brought to our rate by averaging: what programs write has 16,000 or 22,050 a second."""
    with wave.open(BytesIO(file)) as sound:
        rate = sound.getframerate()
        if sound.getsampwidth() != 2 or sound.getnchannels() != 1 or rate < SAMPLES_PER_SECOND:
            raise ValueError("not speech of one channel and 16 bits")
        samples = array("h", sound.readframes(2**20))
    step = rate / SAMPLES_PER_SECOND
    ends = [round(n * step) for n in range(int(len(samples) / step) + 1)]
    return array("h", (sum(samples[a:b]) // (b - a) for a, b in itertools.pairwise(ends)))


def _trimmed(samples: "array[int]") -> "array[int]":
    """Without the silence before and after."""
    floor = max(map(abs, samples)) // 40
    loud = [n for n, sample in enumerate(samples) if abs(sample) > floor]
    return samples[loud[0] : loud[-1] + 1]


def _even(samples: "array[int]") -> "array[int]":
    """Every voice equally loud."""
    loudest = max(map(abs, samples))
    return array("h", (sample * _LOUDEST // loudest for sample in samples))
