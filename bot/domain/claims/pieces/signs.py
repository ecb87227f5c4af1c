"""Marks that change what they stand beside: the minus of "-5", "!=", "≠", "√", "❌"; and those that carry nothing."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import category

from bot.domain.claims.parts import Part

_SILENT = frozenset("\"'()[]{}<>.,:;!¡?¿-—–/&*_~|#=+→@\\")
_SIGNS = frozenset("+-*/^#&!<>@")  # silent unless they touch what they change
_PICTURES = frozenset({"So", "Sk", "Mn", "Me"})  # categories of Unicode


def carries(parts: Sequence[Part], place: int) -> bool:
    """Whether a mark says something that no slot holds."""
    part = parts[place]
    silent = part.norm in _SILENT or (category(part.norm[0]) in _PICTURES and not part.entries)
    return not silent or _is_sign(parts, place)


def _is_sign(parts: Sequence[Part], place: int) -> bool:
    """Whether a mark touches the number behind it, or another sign: "!= 5"; also the dash of "costs - 5".

    A mark that touches a word before it only parts the two: "input/$5".
    """
    part, behind = parts[place], parts[place + 1] if place + 1 < len(parts) else None
    before = parts[place - 1] if place else None
    if part.norm not in _SIGNS or behind is None:
        return False
    if behind.start > part.end:
        return part.norm == "-" and _is_number(behind) and before is not None and before.has("plain", "be")
    apart = before is not None and before.end == part.start and before.kind in ("word", "name", "benchmark")
    signed = part.norm != "#" and behind.kind == "mark" and behind.norm in _SIGNS | {"=", "("}
    return not apart and (_is_number(behind) or signed)


def _is_number(part: Part) -> bool:
    return part.amount is not None or part.moment is not None or part.kind == "number"
