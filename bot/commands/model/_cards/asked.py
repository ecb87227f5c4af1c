"""The title of a model's card when one fact was asked for, such as its price."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from bot.commands.model._layout import VALUES, ends_recorded, policy_said, shutdown_said
from bot.commands.model._layout import title as plain_title
from bot.domain.evidence.bearing import WEIGHTS
from bot.domain.evidence.evidence import ClaimOutcome
from bot.domain.evidence.release_checklist import Certainty, ChecklistFinding
from bot.domain.text import shorten
from bot.messages.lifetimes import long_date
from bot.messages.request import RequestContext
from bot.queries.dossier import Dossier

AskedFact = Literal["price", "context", "size", "vision", "free", "api", "shutdown", "weights"]
_CALLED = {
    "price": "The price of {}",
    "context": "The context of {}",
    "size": "The size of {}",
    "vision": "Whether {} reads pictures",
    "free": "Whether {} can be used for free",
    "weights": "Whether {} has open weights",
}
_CLAIMED = {"price": "price", "context": "context_limits"}  # types of claims that tell the fact
VALUE = 90  # characters of a value in the title


def title(found: Dossier, asked: AskedFact, ctx: RequestContext) -> str:
    """Answer a question for one fact, or say that it is not known here."""
    if found.subject is None:
        called = _CALLED.get(asked)
        return f"{called.format(found.name)} is not known here" if called else plain_title(found, ctx)
    if asked == "shutdown":
        return _shutdown(found, ctx)
    if asked == "api":
        return _api(found, ctx)
    if asked == "weights" and (since := _weights(found, ctx)) is not None:
        return f"{found.name} has open weights since {long_date(since)}"
    first = _value(found, asked)
    if first is None:
        return _claimed(found, asked, ctx) or f"{_CALLED[asked].format(found.name)} is not known here"
    given, certainty = first
    said = shorten(given.value, VALUE)
    return f"{found.name}: {said}" if certainty is Certainty.KNOWN else f"{found.name}: {said}, says {given.party}"


def _value(found: Dossier, asked: str) -> tuple[ChecklistFinding, Certainty] | None:
    """The first value of the checklist's row that has the fact; None without any."""
    rows = (wait for wait in found.checklist.waits if wait.name == VALUES.get(asked))
    return next(((wait.findings[0], wait.state) for wait in rows if wait.findings), None)


def _claimed(found: Dossier, asked: str, ctx: RequestContext) -> str:
    """Answer with the best supported claim of the fact and its grade; '' without any."""
    for claim, graded in found.claims:
        said, outcome = claim.statement, claim.outcome_at(ctx.as_of)
        told = said.type == _CLAIMED.get(asked) or (
            asked == "size" and any(v.role == "parameters" for v in said.values)
        )
        own = said.subject in found.slugs and said.polarity > 0 and bool(said.values)
        if told and own and graded.support > graded.refute and outcome is not ClaimOutcome.FALSE:
            text = shorten(claim.text, VALUE)
            return f"{text} ({outcome.said})" if outcome is ClaimOutcome.TRUE else f"{graded.word}: “{text}”"
    return ""


def _weights(found: Dossier, ctx: RequestContext) -> datetime | None:
    """Since when its weights can be downloaded; None where no release of them is known."""
    rows = (row.so_at for row in found.released if row.surface == WEIGHTS and row.so_at <= ctx.as_of)
    return min(rows, default=None)


def _api(found: Dossier, ctx: RequestContext) -> str:
    """Answer since when a model is in the API; what is known of its release where that is not known."""
    since = next((row.so_at for row in found.released if row.surface == "api" and row.so_at <= ctx.as_of), None)
    over = found.subject is not None and found.subject.shut_down(ctx.as_of)
    if since is None or over or found.state.quiet:
        return plain_title(found, ctx)
    return f"{found.name} has been out in the API since {long_date(since)}"


def _shutdown(found: Dossier, ctx: RequestContext) -> str:
    """Answer when a model ends: that it did, its day, or that none is recorded, and from when on any are."""
    assert found.subject is not None  # noqa: S101 - the caller has one
    if found.subject.shut_down(ctx.as_of):
        return plain_title(found, ctx)
    if said := shutdown_said(found, ctx):
        rest = said.removeprefix("its shutdown ")
        return f"{found.name} {said.removeprefix('it ')}" if rest == said else f"The shutdown of {found.name} {rest}"
    recorded = ends_recorded(found.subject.vendor, found.ends_recorded_since)
    return f"No shutdown of {found.name} is recorded here{policy_said(found, ctx) or f'; {recorded}'}"
