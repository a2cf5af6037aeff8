"""How often plain template matching hears a spoken key: the attack that reads concatenated clips every time.

The listener has every clip the paper speaks with, said by the same program, each at several speeds, and looks for the
six places that fit best. A speech recogniser does better; docs/captcha.md says so.
"""

import secrets
from collections.abc import Sequence
from io import BytesIO
from wave import open as open_wave

import numpy as np
from numpy.typing import NDArray

from dateline.captcha.answers import KEY_LENGTH, SOUND_ALPHABET
from dateline.captcha.sound import speak
from dateline.captcha.voices import clip, voices

Signal = NDArray[np.float64]
Template = tuple[str, Signal]

SPEEDS = (0.85, 0.92, 1.0, 1.08, 1.16)


def share_heard(keys: int) -> tuple[float, float]:
    """Of so many spoken keys: the share heard whole, and the share of letters heard right in their places."""
    templates = all_templates(SPEEDS)
    whole = letters = 0
    for _ in range(keys):
        answer = "".join(secrets.choice(SOUND_ALPHABET) for _ in range(KEY_LENGTH))
        guess = heard(samples_of(speak(answer)), templates)
        whole += guess == answer
        letters += sum(a == b for a, b in zip(guess, answer, strict=False))
    return whole / keys, letters / keys / KEY_LENGTH


def all_templates(speeds: Sequence[float]) -> list[Template]:
    """Every letter by every voice at every speed, of unit length."""
    made = []
    for sign in SOUND_ALPHABET:
        for voice in voices():
            raw = np.array(clip(sign, voice), dtype=float)
            for speed in speeds:
                places = np.arange(0, len(raw) - 1, speed)
                said = np.interp(places, np.arange(len(raw)), raw)
                made.append((sign, said / np.linalg.norm(said)))
    return made


def heard(sound: Signal, templates: Sequence[Template]) -> str:
    """The six best places that do not overlap, in order of time."""
    peaks = [peak for template in templates for peak in _peaks(sound, template)]
    chosen: list[tuple[float, int, int, str]] = []
    for peak in sorted(peaks, reverse=True):
        middle = peak[1] + peak[2] // 2
        if all(not start <= middle <= start + length for _, start, length, _ in chosen):
            chosen.append(peak)
        if len(chosen) == KEY_LENGTH:
            break
    return "".join(peak[3] for peak in sorted(chosen, key=lambda peak: peak[1]))


def samples_of(wav: bytes) -> Signal:
    """The samples of a WAV file."""
    with open_wave(BytesIO(wav)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(float)


def _peaks(sound: Signal, template: Template) -> list[tuple[float, int, int, str]]:
    """The eight best places of one template: how well it fits, where, how long it is, what it says."""
    sign, said = template
    size = 1 << (len(sound) + len(said)).bit_length()
    fit = np.fft.irfft(np.fft.rfft(sound, size) * np.conj(np.fft.rfft(said, size)), size)[: len(sound) - len(said)]
    energy = np.concatenate(([0.0], np.cumsum(sound**2)))
    fit = np.abs(fit) / np.sqrt(energy[len(said) : len(said) + len(fit)] - energy[: len(fit)] + 1e6)
    found = []
    for _ in range(8):
        best = int(np.argmax(fit))
        found.append((float(fit[best]), best, len(said), sign))
        fit[max(0, best - len(said) // 2) : best + len(said) // 2] = 0
    return found
