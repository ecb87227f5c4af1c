"""Patterns of descriptions that name a stealth label's model, or a model's label."""

import re

# A name ends with its sentence or before the next clause; the dot of "GPT-5.5" ends nothing.
_NEXT = ["by", "from", "on", "and", "with", "which", "that", "in", "after", "before", "until", "now", "is", "was"]
_NAME_END = rf"(?=\s+(?:{'|'.join(_NEXT)})\b|\.(?!\w)|[;,\n(]|$)"
_A_VERSION_OF = r"(?:an?\s+(?:\w+\s+){0,3}(?:version|snapshot|checkpoint|build|preview)\s+of\s+)?"
REVEALED = re.compile(
    r"\bstealth model\b.{0,40}?\brevealed\b.{0,60}?\b(?:as|to be)\s+"
    + _A_VERSION_OF
    + rf"(?P<name>(?:[^.;,\n(]|\.(?=\w)){{2,80}}?){_NAME_END}",
    re.IGNORECASE,
)
_EARLIER = r"\b(?:formerly|previously|originally|first)\s+(?:known|listed|available|tested|released|seen)\b"
_QUOTED_NAME = r"[\"'“‘]?(?P<name>(?:[^.;,\n\"'”’()]|\.(?=\w)){2,60}?)"
FORMERLY = re.compile(rf"{_EARLIER}.{{0,40}}?\bas\s+{_QUOTED_NAME}(?:[\"'”’]|{_NAME_END})", re.IGNORECASE)
# How a text says that a model *was* a label; "as fast as Healer Alpha" and "beats Healer Alpha" only mention it.
_PARTICIPLES = [
    "tested",
    "known",
    "listed",
    "released",
    "available",
    "debuted",
    "launched",
    "previewed",
    "appeared",
    "offered",
    "served",
    "introduced",
    "revealed",
]
_BEFORE_A_NAME = [
    "a",
    "an",
    "the",
    "our",
    "its",
    "stealth",
    "cloaked",
    "anonymous",
    "model",
    "code",
    "codename",
    "name",
    "of",
]
TESTED_AS = rf"\b(?:{'|'.join(_PARTICIPLES)})\b.{{0,40}}?\b(?:as|under)(?: (?:{'|'.join(_BEFORE_A_NAME)})){{0,6}} "
