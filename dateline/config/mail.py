"""Where mail is handed over, read from one address."""

import re
from dataclasses import dataclass
from email.utils import parseaddr
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from dateline.config.environment import SettingError

_SUBMISSION_PORT, _SUBMISSION_PORT_OVER_TLS = 587, 465
_ADDRESS = re.compile(r"[^\s@<>\",;:]+@[^\s@<>\",;:]+\.[^\s@<>\",;:]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Whom mail is handed to. has_tls: encrypted from the first byte; starts_tls: encrypted before anything is said."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    has_tls: bool = False
    starts_tls: bool = False


def mail_server_from_url(url: str) -> MailServer | None:
    """The server of `smtp://…` or `smtps://user:password@host:465`; None where the address is empty: no mail is sent.

    smtp:// begins in the clear and goes on encrypted (STARTTLS), or not at all. It stays in the clear where the server
    is this very machine, and with `?tls=no`, for a relay in the same house. Raises SettingError, in one sentence, for
    anything else.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise SettingError("DATELINE_MAIL_URL has a host or a port that makes no sense.") from None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.path.strip("/"):
        raise SettingError(
            "DATELINE_MAIL_URL must look like smtp://user:password@mail.example:587 or "
            "smtps://user:password@mail.example."
        )
    has_tls, wants_tls = parts.scheme == "smtps", _wants_tls(parts)
    return MailServer(
        host=parts.hostname,
        port=port or (_SUBMISSION_PORT_OVER_TLS if has_tls else _SUBMISSION_PORT),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        has_tls=has_tls,
        starts_tls=wants_tls and not has_tls,
    )


def sender(text: str) -> str:
    """The sender as mail programs show it: `post@paper.example` or `The Courier <post@paper.example>`; empty: none.

    Raises SettingError for anything else.
    """
    if text and (not text.isprintable() or not _ADDRESS.fullmatch(parseaddr(text)[1])):
        raise SettingError(
            "DATELINE_MAIL_FROM must be an address such as post@paper.example or "
            f"The Courier <post@paper.example>, but it is {text!r}."
        )
    return text


def _wants_tls(parts: SplitResult) -> bool:
    options = parse_qs(parts.query)
    if options.keys() - {"tls"} or options.get("tls", ["yes"]) not in (["yes"], ["no"]):
        raise SettingError("DATELINE_MAIL_URL knows one option, ?tls=no.")
    return options.get("tls") != ["no"] and not _is_this_machine(parts.hostname or "")


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
