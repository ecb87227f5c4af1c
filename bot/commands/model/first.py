"""``/model first``: which of several models came out first, or is expected first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.commands.model._cards.several import note_of, several
from bot.dispatch.command import Command, as_of_option, option
from bot.domain.markets.board_state import OPEN
from bot.domain.time import day_of, format_day
from bot.messages.levels import brief
from bot.messages.order import order
from bot.messages.price_words import old_price_day
from bot.messages.reply import Button, Reply, Words, bold
from bot.messages.request import RequestContext
from bot.messages.words import markets_off
from bot.ports import Ports
from bot.queries.dossier import Dossier


@dataclass(frozen=True, slots=True)
class FirstInputs:
    """What is known of each model, in the order they were named."""

    models: tuple[Dossier, ...]


class FirstModel(Command[FirstInputs], name="model first", shareable=True):
    """Show which of several models came out first, or is expected first."""

    models: str = option("Two to four models, separated by commas", complete="subject")
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> FirstInputs:
        """Everything of each model, from storage; raises as `several`."""
        return FirstInputs(several(ports, ctx, self.models))

    def answer(self, found: FirstInputs, ctx: RequestContext) -> Reply:
        """A line a model: its release day, else its odds; the title says which is first, if that is known."""
        head = _title(found.models, ctx)
        lines = [_line(one, ctx) for one in found.models]
        short = brief(head, lines, note_of(found.models, ctx))
        shows = (Button(one.name[:80], order("model show", name=one.slug)) for one in found.models)
        waited = [one for one in found.models if one.boards and _out(one, ctx) is None]
        odds = (Button(f"Odds of {one.name}"[:80], order("odds show", about=one.slug)) for one in waited)
        rows = [{"subject": one.slug, "released": _out(one, ctx), "median": _median(one)} for one in found.models]
        return Reply(
            title=head,
            parts=short.parts,
            brief=short,
            actions=(*shows, *odds),
            note=short.note,
            data={"models": rows, "as_of": ctx.as_of},
        )


def _out(one: Dossier, ctx: RequestContext) -> datetime | None:
    """When it came out; None while it did not."""
    rows = [row.so_at for row in one.released if row.so_at <= ctx.as_of]
    return min(rows, default=None)


def _median(one: Dossier) -> datetime | None:
    """The median of its market's curve, if that carries one."""
    board = one.odds[0] if one.odds is not None else None
    return board.curve.carried(0.5) if board is not None and board.carries else None


def _title(models: Sequence[Dossier], ctx: RequestContext) -> str:
    today = day_of(ctx.as_of)
    out = sorted(((at, one.name) for one in models if (at := _out(one, ctx)) is not None), key=lambda row: row[0])
    if len(out) == len(models):
        (first, name), (second, other) = out[0], out[1]
        if day_of(first) == day_of(second):
            same = " and ".join(each for at, each in out if day_of(at) == day_of(first))
            return f"{same} came out on the same day, {format_day(day_of(first), today)}"
        return f"{name} came first: {format_day(day_of(first), today)}, before {other}"
    if out:
        left = ", ".join(one.name for one in models if _out(one, ctx) is None)
        names = ", ".join(name for _, name in out)
        return f"Out: {names}; not known to be out: {left}"
    medians = sorted(((at, one.name) for one in models if (at := _median(one)) is not None), key=lambda row: row[0])
    if len(medians) == len(models):
        return f"{medians[0][1]} is expected first: median {format_day(day_of(medians[0][0]), today)}"
    return f"None of them is known to be out; {markets_off(ctx) or 'no market tells which comes first'}"


def _line(one: Dossier, ctx: RequestContext) -> Words:
    today, out = day_of(ctx.as_of), _out(one, ctx)
    if out is not None:
        return ("• ", bold(one.name), f": released {format_day(day_of(out), today)}")
    board, row = one.odds or (None, None)
    if board is None or row is None or row.known is None or row.date.last is None or board.state not in OPEN:
        why = markets_off(ctx) or "no open market here gives odds of it"
        return ("• ", bold(one.name), f": not known to be out; {why}")
    day = f"{format_day(row.date.last, today)}{old_price_day(row, ctx)}"
    return ("• ", bold(one.name), f": not known to be out; {row.known.words} by {day}")
