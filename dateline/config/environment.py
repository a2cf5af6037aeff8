"""Read one environment variable as what it should be, or stop the start with one sentence."""

import os
import re
from collections.abc import Collection
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit


class SettingError(SystemExit):
    """A setting makes no sense. The message is one sentence for whoever starts the program; exit code 1."""


def env_text(name: str, default: str) -> str:
    """The variable's text without surrounding blanks, or the default where it is absent or empty."""
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, *, default: bool) -> bool:
    """True for 1, yes, true, on; False for 0, no, false, off (any case). Raises SettingError for anything else."""
    text = env_text(name, "1" if default else "0").lower()
    if text in {"1", "yes", "true", "on"}:
        return True
    if text in {"0", "no", "false", "off"}:
        return False
    raise SettingError(f"{name} must be yes or no, but it is {text!r}.")


def env_int(name: str, default: int, *, at_least: int, at_most: int) -> int:
    """A whole number within the two limits, both included. Raises SettingError otherwise."""
    text = env_text(name, str(default))
    if not re.fullmatch(r"-?\d{1,18}", text, re.ASCII) or not at_least <= int(text) <= at_most:
        raise SettingError(f"{name} must be a whole number from {at_least} to {at_most}, but it is {text!r}.")
    return int(text)


def env_choice(name: str, default: str, choices: Collection[str]) -> str:
    """One of the choices, in capitals. Raises SettingError, naming them, otherwise."""
    text = env_text(name, default).upper()
    if text not in choices:
        raise SettingError(f"{name} must be one of {', '.join(choices)}, but it is {text!r}.")
    return text


def env_language(name: str, default: str) -> str:
    """A language tag such as `fa` or `pt-br`, at most 12 characters. Source: RFC 5646. Raises SettingError else."""
    text = env_text(name, default).lower()
    if len(text) > 12 or not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", text):
        raise SettingError(f"{name} must be a language such as en, fa or pt-br, but it is {text!r}.")
    return text


def env_networks(name: str) -> list[str]:
    """Comma-separated addresses or networks, such as `10.0.0.0/8`. Raises SettingError for one that is neither."""
    parts = env_list(name)
    for part in parts:
        try:
            ip_network(part, strict=False)
        except ValueError:
            raise SettingError(f"{name} must hold addresses or networks such as 10.0.0.0/8, not {part!r}.") from None
    return parts


def env_list(name: str) -> list[str]:
    """The comma-separated parts, blanks and empty parts dropped."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def env_url(name: str, default: str) -> str:
    """An http or https address without path, such as `https://example.org`. Raises SettingError otherwise."""
    text = env_text(name, default).rstrip("/")
    try:
        parts = urlsplit(text)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 80) > 0
    except ValueError:
        valid = False
    if not valid or parts.path or parts.query or parts.fragment or parts.username:
        raise SettingError(f"{name} must be the paper's address, such as https://example.org, but it is {text!r}.")
    return text


def env_cache_url(name: str) -> str:
    """Where Redis or Valkey listens, such as `redis://10.0.0.5:6379/0`; "" for none. Raises SettingError otherwise."""
    text = env_text(name, "")
    try:
        parts = urlsplit(text)
        valid = parts.scheme in {"redis", "rediss"} and bool(parts.hostname) and (parts.port or 6379) > 0
    except ValueError:
        valid = False
    if text and not valid:
        # A password may stand in the address: it is not repeated here.
        raise SettingError(f"{name} must be an address such as redis://127.0.0.1:6379/0, or empty.")
    return text


def env_path(name: str, default: str) -> Path:
    """An absolute path; a relative one counts from the folder the program was started in."""
    return Path(env_text(name, default)).expanduser().absolute()
