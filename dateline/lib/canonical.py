"""Canonical JSON: one value, one text, whoever writes it; so that its hash means something.

Source: RFC 8785 (JSON Canonicalization Scheme). Floats are refused: the record has no use for them, and their
text is the hard part of that standard.
"""

import json

_LARGEST_INTEGER = 2**53 - 1

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def canonical_json(value: object) -> str:
    """The canonical JSON text of str, int, bool, None, and lists and dicts of them (keys str): `{"a":[1,null]}`.

    Raises ValueError for anything else: floats, integers beyond 2**53 - 1 either way (other programs would round them),
    keys that are not text, lone surrogates (they have no UTF-8), nesting beyond what Python can follow.
    """
    try:
        text = _encode(_ordered(value))
    except RecursionError:
        raise ValueError("nested too deeply for canonical JSON") from None
    if not text.isascii():
        # Raises UnicodeEncodeError, a ValueError, for a lone surrogate.
        text.encode()
    return text


def _ordered(value: object) -> object:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        if abs(value) > _LARGEST_INTEGER:
            raise ValueError(f"{value} is beyond the integers every JSON reader keeps exactly")
        return value
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in _sorted_keys(value)}
    raise ValueError(f"{type(value).__name__} has no canonical JSON")


def _sorted_keys(value: dict[object, object]) -> list[str]:
    keys = [key for key in value if isinstance(key, str)]
    if len(keys) != len(value):
        raise ValueError("every key in canonical JSON is text")
    # The standard sorts by UTF-16 code units. For ASCII that is Python's own order, which is much faster.
    if all(key.isascii() for key in keys):
        return sorted(keys)
    return sorted(keys, key=_utf16)


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")
