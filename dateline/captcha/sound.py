"""Speaks a key: letters by changing voices at changing speeds, over other speech run backwards, and noise.

Plain Python, without numpy: a key costs about 0.05 s of processor time and no further megabyte in each web process.
"""

import random
import secrets
import sys
import wave
from array import array
from collections.abc import Sequence
from io import BytesIO

from dateline.captcha.answers import SOUND_ALPHABET
from dateline.captcha.voices import SAMPLES_PER_SECOND, NoVoice, clip, program, voices

__all__ = ["NoVoice", "has_voice", "speak"]

# Seconds of nothing but babble before, between and after the letters. Whoever types along needs the pauses.
_BEFORE, _BETWEEN, _AFTER = (0.4, 0.9), (0.30, 0.60), (0.4, 0.7)
# How much slower or faster, and with that lower or higher, a letter is said.
_SPEEDS = (0.85, 1.18)
_LETTER_GAINS = (0.75, 1.0)
_BABBLE_GAINS = (0.12, 0.24)
_BABBLE_VOICES = 2
_NOISE_BITS = 5  # of 16 are dropped: about 26 dB below the letters
_LIMIT = 32_767

_chance = random.SystemRandom()

Samples = Sequence[int]


def has_voice() -> bool:
    """Whether this machine can speak at all."""
    return bool(program())


def speak(answer: str) -> bytes:
    """The key as a WAV file of 4 to 12 seconds, 8,000 samples a second; another one each time. Raises NoVoice."""
    letters = [_letter(sign) for sign in answer]
    starts, length = _starts([len(letter) for letter in letters])
    mix = _babble(length)
    for start, letter in zip(starts, letters, strict=True):
        mix[start : start + len(letter)] = [
            a + b for a, b in zip(mix[start : start + len(letter)], letter, strict=True)
        ]
    return _wav(mix)


def _letter(sign: str) -> list[int]:
    return _changed(clip(sign, _chance.choice(voices())), gain=_chance.uniform(*_LETTER_GAINS))


def _changed(samples: Samples, *, gain: float) -> list[int]:
    """Said at another speed, which changes in the course of the letter, and with another colour."""
    speed, drift = _chance.uniform(*_SPEEDS), _chance.uniform(-0.12, 0.12)
    smooth = _chance.uniform(0.0, 0.45)
    out, place, before = [], 0.0, 0.0
    last = len(samples) - 1
    step, growth = speed * (1 - drift), 2 * drift * speed * speed / len(samples)
    while place < last:
        whole = int(place)
        sample = samples[whole] + (samples[whole + 1] - samples[whole]) * (place - whole)
        before = sample + (before - sample) * smooth
        out.append(int(before * gain))
        place += step
        step += growth
    return out


def _starts(lengths: Sequence[int]) -> tuple[list[int], int]:
    """Where each letter begins, and how long the whole is, in samples."""
    starts, place = [], _samples(_BEFORE)
    for length in lengths:
        starts.append(place)
        place += length + _samples(_BETWEEN)
    return starts, place + _samples(_AFTER)


def _samples(seconds: tuple[float, float]) -> int:
    return int(_chance.uniform(*seconds) * SAMPLES_PER_SECOND)


def _babble(length: int) -> list[int]:
    """Noise, and under it letters said backwards: speech to a machine, not to be mistaken by a person."""
    noise = array("h", secrets.token_bytes(2 * length))
    mix = [sample >> _NOISE_BITS for sample in noise]
    for _ in range(_BABBLE_VOICES):
        place = -_chance.randrange(SAMPLES_PER_SECOND // 2)
        while place < length:
            murmur = _letter_backwards()
            start = max(place, 0)
            end = max(start, min(place + len(murmur), length))
            mix[start:end] = [a + b for a, b in zip(mix[start:end], murmur[start - place :], strict=False)]
            place += len(murmur) + _chance.randrange(SAMPLES_PER_SECOND // 8)
    return mix


def _letter_backwards() -> list[int]:
    samples = clip(_chance.choice(SOUND_ALPHABET), _chance.choice(voices()))
    return _changed(samples[::-1], gain=_chance.uniform(*_BABBLE_GAINS))


def _wav(mix: Samples) -> bytes:
    samples = array("h", (max(-_LIMIT, min(_LIMIT, sample)) for sample in mix))
    if sys.byteorder == "big":
        samples.byteswap()
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(SAMPLES_PER_SECOND)
        sound.writeframes(samples.tobytes())
    return file.getvalue()
