"""The sound: a valid file, never the same twice, and deaf to plain template matching."""

import shutil
import wave
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from bench.listening import all_templates, heard, samples_of
from dateline.captcha import voices
from dateline.captcha.answers import SOUND_ALPHABET
from dateline.captcha.sound import has_voice, speak

needs_voice = pytest.mark.skipif(not has_voice(), reason="neither flite nor espeak-ng is installed here")


@pytest.fixture
def fresh_voice() -> Iterator[None]:
    """Looks for programs anew, before and after the test."""
    voices.program.cache_clear()
    voices.clip.cache_clear()
    yield
    voices.program.cache_clear()
    voices.clip.cache_clear()


@needs_voice
@pytest.mark.parametrize("answer", ["WWWWWW", "H4M9Q7", "666666"])
def test_a_key_is_a_wav_of_four_to_twelve_seconds(answer: str) -> None:
    with wave.open(BytesIO(speak(answer))) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 8_000)
        assert 4 <= sound.getnframes() / sound.getframerate() <= 12


@needs_voice
def test_no_two_sounds_of_the_same_key_are_equal() -> None:
    assert len({speak("H4M9Q7") for _ in range(4)}) == 4


@needs_voice
def test_letters_stand_out_from_what_lies_under_them() -> None:
    samples = samples_of(speak("H4M9Q7"))
    loudness = np.sqrt(np.convolve(samples**2, np.ones(800) / 800, mode="valid"))

    # Babble and noise before the first letter: at least three times quieter than the letters at their loudest.
    assert loudness.max() > 3 * loudness[:1_600].mean()


@needs_voice
def test_matching_clips_reads_a_plain_row_of_letters_but_not_a_key() -> None:
    templates = all_templates((1.0,))
    keys = ["H4M9Q7", "RY3WJ6", "Q9J4HM", "7W3R6Y"]

    plain = [heard(_row(key), templates) for key in keys]
    ours = [heard(samples_of(speak(key)), templates) for key in keys]

    assert plain == keys
    assert sum(a == b for a, b in zip(ours, keys, strict=True)) <= 1


@pytest.mark.parametrize("name", ["flite", "espeak-ng"])
def test_either_program_will_do(name: str, monkeypatch: pytest.MonkeyPatch, fresh_voice: None) -> None:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed here")
    monkeypatch.setattr(shutil, "which", lambda asked: path if asked == name else None)

    clips = [voices.clip(sign, voice) for sign in SOUND_ALPHABET[:3] for voice in voices.voices()]

    assert all(0.1 < len(clip) / voices.SAMPLES_PER_SECOND < 1.5 for clip in clips)


@pytest.mark.parametrize("script", ["exit 1", "echo this is no sound", ":"])
def test_a_program_that_fails_is_no_voice(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_voice: None
) -> None:
    program = tmp_path / "flite"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(voices.NoVoice):
        voices.clip("H", "slt")


def test_where_nothing_speaks_there_is_no_voice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_voice: None
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert not has_voice()
    with pytest.raises(voices.NoVoice):
        voices.clip("H", "slt")


def _row(key: str) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """What the paper must not send: clips one after the other."""
    parts = [np.append(np.array(voices.clip(sign, voices.voices()[0]), dtype=float), np.zeros(4_000)) for sign in key]
    return np.concatenate(parts)
