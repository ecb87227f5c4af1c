"""A checkable form of what cannot be checked: "feels smarter" becomes "scores higher on … by …"."""
# ruff: noqa: E501 -- a pattern is read as one line

import re

from bot.domain.claims.masking import Masked, tokens
from bot.domain.claims.parsed import Reason

_PRICE = re.compile(r"\b(?:expensive|cheap|price|pricing|cost|overpriced|how much)\b")
_SPEED = re.compile(r"\b(?:fast|slow|speed|latency|laggy)\b")
_CONTEXT = re.compile(r"\b(?:context|tokens?|limits?)\b")
_WHEN = re.compile(
    r"\b(?:when|wen|release|released|ship|ships|drop|drops|launch|come out|coming|out|eta|soon|arrive|give us|can't wait|excited)\b"
)
_CODING = re.compile(r"\b(?:cod(?:e|ing)|program|developer|swe)\b")
_LEVEL = re.compile(
    r"\b(?:feels?|smarter|dumber|better|worse|best|worst|smart|dumb|good|bad|great|amazing|nerfed|lazier|lazy|insane|trash|mid|goat|beats?|king|overrated|underrated|disappointing|impressive|wins?|agi|intelligent|capable|vibes?|over-?hyped|hype|replace|smartest|strongest)\b"
)


def offer(reason: Reason, lowered: str, masked: Masked) -> str:
    """A measurable sentence in place of this one, with … where the asker must fill in; empty when there is none."""
    names = [masked.entities[n].text for n in tokens(lowered, "e")] or [
        e.text for e in masked.entities.values() if e.kind not in {"vendor", "product"}
    ]
    if reason not in {
        Reason.QUESTION,
        Reason.WISH,
        Reason.OPINION,
        Reason.UNMEASURABLE,
        Reason.JOKE,
        Reason.REQUEST,
        Reason.FRAGMENT,
    }:
        return ""
    labs = [e.text for e in masked.entities.values() if e.kind == "vendor"]
    if not names and not labs:
        return ""
    name = names[0] if names else f"{labs[0]}'s next model"
    other = names[1] if len(names) > 1 else "…"
    if reason is Reason.FRAGMENT:
        return f"{name} is available in …"
    if reason is not Reason.WISH and reason is not Reason.REQUEST:
        if _PRICE.search(lowered):
            return f"{name} costs … per million tokens"
        if _SPEED.search(lowered):
            return f"{name} writes … tokens per second, faster than {other}"
        if _CONTEXT.search(lowered):
            return f"{name} has a context window of … tokens"
        if _LEVEL.search(lowered):
            board = "SWE-bench Pro" if _CODING.search(lowered) else "…"
            return f"{name} scores higher than {other} on {board} by …"
    if _WHEN.search(lowered) or reason in {Reason.WISH, Reason.REQUEST}:
        return f"{name} is released by …"
    return f"{name} scores higher than {other} on … by …" if names else f"{name} is released by …"
