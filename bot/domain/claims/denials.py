"""The words of a clause that deny it, or that it nearly came about."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.claims.parts import Part

_BROUGHT = ("release", "announce", "open weights", "price", "retire")  # what "changed its mind and …" may lead to
_UNREAL = "would have"
_STAYS = frozenset({
    "still", "yet", "remain", "remains", "remained", "stay", "stays", "stayed", "sit", "sits", "sat", "goes", "went",
})  # fmt: skip
_VERBS = ("light", "release", "announce")  # those that irregular forms are known of: "nearly put", "almost came out"


def denials(parts: Sequence[Part]) -> list[int]:
    """Where words of denial stand; without any, where something is said to have nearly come about."""
    overtaken = _overtaken(parts)
    denies = ("negation", "denial", "deny") if overtaken else ("negation", "denial", "deny", "backs out")
    found = [n for n, part in enumerate(parts) if part.has(*denies) or _undone(parts, n)]
    return found or [n for n in range(len(parts)) if _missed(parts, n) or parts[n].norm == _UNREAL]


def _undone(parts: Sequence[Part], place: int) -> bool:
    """Whether something is still to be done: "remains unreleased"."""
    if not parts[place].has("undone") or not place or any(part.model for part in parts[place + 1 : place + 2]):
        return False
    return parts[place - 1].has("be") or parts[place - 1].norm in _STAYS


def _overtaken(parts: Sequence[Part]) -> bool:
    """Whether it came about all the same, so that backing out denies nothing: "reversed course and released it"."""
    if any(part.has("expected", "near miss", "counterfactual") for part in parts):
        return False
    words = (part.norm.partition(" ")[0] for part in parts if part.has(*_BROUGHT))
    return any(word.endswith("ed") or word == "came" for word in words)


def _missed(parts: Sequence[Part], place: int) -> bool:
    """Whether something only nearly came about: "was almost open sourced", "came close to getting a licence"."""
    if not parts[place].has("near miss"):
        return False
    behind, before = parts[place + 1 : place + 4], parts[max(0, place - 1) : place]
    first = next((part for part in behind if not part.has("filler", "plain", "be")), None)
    if first is None or first.norm.partition(" ")[0].endswith(("ed", "ing")):
        return first is not None
    if any(part.has("be") for part in before):
        return first.norm == "out" and before[0].norm in ("was", "were")  # "is almost out" is soon
    return first.has(*_VERBS) and not any(part.amount for part in behind)  # "nearly hit 90 %" is a score
