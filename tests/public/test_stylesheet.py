"""The stylesheet keeps to what STYLE.md and docs/public.md say of it."""

import re
from pathlib import Path

import pytest

import dateline.public

CSS = (Path(dateline.public.__file__).parent / "static" / "public" / "site.css").read_text(encoding="utf-8")
RULES = re.sub(r"(?s)/\*.*?\*/", "", CSS)

PHYSICAL = (
    r"(?:margin|padding|border|inset)-(?:top|right|bottom|left)\b|(?<![\w-])(?:top|right|bottom|left|width|height"
    r"|(?:min|max)-(?:width|height))\s*:|text-align:\s*(?:left|right)|float:\s*(?:left|right)"
)


def test_only_logical_properties_are_used() -> None:
    assert re.findall(PHYSICAL, RULES) == []


@pytest.mark.parametrize("rule", ["margin-left: 0", "width: 5px", "a { top:0 }", "max-height: 1px", "text-align: left"])
def test_a_physical_property_would_be_found(rule: str) -> None:
    assert re.findall(PHYSICAL, rule)


def test_every_rule_stands_in_a_layer_and_the_layers_in_their_order() -> None:
    names = ["reset", "tokens", "base", "layout", "components", "print"]

    assert f"@layer {', '.join(names)};" in RULES
    assert re.findall(r"(?m)^@layer (\w+) \{", RULES) == names
    assert [line for line in RULES.splitlines() if re.match(r"[^\s@}]", line)] == []


def test_nothing_is_fetched() -> None:
    assert re.findall(r"url\(|@import|@font-face", RULES) == []


def test_colours_are_named_once_for_light_and_once_for_dark() -> None:
    tokens = RULES[RULES.index("@layer tokens {") : RULES.index("@layer base {")]
    light, dark = tokens.split("@media (prefers-color-scheme: dark)")
    named = set(re.findall(r"(--[a-z-]+): #", light))

    assert named == set(re.findall(r"(--[a-z-]+): #", dark))
    assert re.findall(r"#[0-9a-f]{3,6}", RULES[RULES.index("@layer base {") : RULES.index("@layer print {")]) == []


def test_braces_match() -> None:
    assert RULES.count("{") == RULES.count("}")
