"""The text in a file's bytes, or a reason why there is none."""

import codecs
import re

from dateline.archive.savedpage.errors import UnreadablePage
from dateline.archive.savedpage.tidy import visible

MAX_BYTES = 20_000_000
TOO_LARGE = f"it is larger than {MAX_BYTES // 1_000_000} megabytes, too large for one page"

_NOT_PAGES = (
    (
        re.compile(
            rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP|BM....\0\0\0\0|II\*\0|MM\0\*|\0\0\x01\0|....ftyp(?:avif|heic|mif1)",
            re.DOTALL,
        ),
        "this is a picture, not a page",
    ),
    (re.compile(rb"\s*%PDF-"), "this is a PDF, not a page saved as text or HTML"),
    (re.compile(rb"PK\x03\x04|\x1f\x8b|7z\xbc\xaf|Rar!|BZh|\xfd7zXZ|\x28\xb5\x2f\xfd"), "this is a packed file"),
    (re.compile(rb"\s*\{\\rtf|\xd0\xcf\x11\xe0"), "this is a word processor's file; save it as text or HTML"),
    (re.compile(rb"ID3|OggS|....ftyp|\x1aE\xdf\xa3|fLaC", re.DOTALL), "this is a recording, not a page"),
    (re.compile(rb"From: <Saved by |MIME-Version: ", re.IGNORECASE), "this is an MHTML file; save the page as HTML"),
)  # fmt: skip

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,300}?\bcharset|\?xml\b[^>]{0,200}?\bencoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_HEAD_BYTES = 4_096
# Pages that say one of the first mean the second, as browsers read them. Source: WHATWG Encoding Standard, section 4.2.
_AS_BROWSERS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    # A declaration that can be read as ASCII can't stand in a UTF-16 file.
    "utf-16": "utf-8",
    "unicode": "utf-8",
}
# Python also calls things such as zip or rot13 encodings; only these are encodings of pages.
_PAGE_ENCODINGS = re.compile(
    r"utf-?8|(?:windows|cp|x-cp)-?(?:125[0-8]|874|932|949)|iso-?8859-\d{1,2}|koi8-[ru]|gb18030|big5|euc-jp|macintosh"
)
# Its bytes are valid UTF-8 by accident: it must be tried first.
_SEVEN_BIT = {"iso-2022-jp"}
_WINDOWS = re.compile(r"(?:windows|x-cp)-?(\d+)")


def decode(data: bytes) -> str:
    """The page's text, with line feeds as line ends and no control characters.

    The encoding is that of the byte order mark; else UTF-8 where the bytes are that; else what the page declares.
    Nothing is guessed. Raises UnreadablePage for an empty, too large, binary or undecodable file.
    """
    if len(data) > MAX_BYTES:
        raise UnreadablePage(TOO_LARGE)
    for pattern, reason in _NOT_PAGES:
        if pattern.match(data):
            raise UnreadablePage(reason)
    text = visible(_decoded(data))
    if not text.strip():
        raise UnreadablePage("the file is empty")
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if b"\0" in data:
        raise UnreadablePage("this is a binary file, not a page")
    label = _declared_label(data)
    if label in _SEVEN_BIT:
        return _strictly(data, label)
    try:
        # Bytes that form valid UTF-8 are UTF-8 even where the page still names its former encoding.
        return _strictly(data, "utf-8")
    except UnreadablePage:
        encoding = _encoding_of(label)
        if encoding in {"", "utf-8"}:
            raise
    return _strictly(data, encoding)


def _declared_label(data: bytes) -> str:
    """What the page says its encoding is, in lower case; empty when it says nothing."""
    found = _DECLARED.search(data[:_HEAD_BYTES])
    return found[1].decode("ascii", "ignore").lower() if found else ""


def _encoding_of(label: str) -> str:
    """Python's name of a declared encoding; empty for none."""
    name = _AS_BROWSERS.get(label, label)
    windows = _WINDOWS.fullmatch(name)
    try:
        if not name or _PAGE_ENCODINGS.fullmatch(name):
            return codecs.lookup(f"cp{windows[1]}" if windows else name).name if name else ""
    except LookupError:
        pass
    raise UnreadablePage(f"it declares an encoding that is not known, “{label}”")


def _strictly(data: bytes, encoding: str) -> str:
    """The text; a character cut off by the end of the file is left out, any other bad byte refuses the page."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeDecodeError as error:
        raise UnreadablePage(
            f"its letters can't be read: byte {error.start + 1:,} is not {_spoken(encoding)}, and the page names no"
            " other encoding; save it as UTF-8"
        ) from None


def _spoken(encoding: str) -> str:
    return re.sub(r"^cp(125\d|874)$", r"windows-\1", encoding).upper()
