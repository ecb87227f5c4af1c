"""``/spudwatch status``: the state of sources and posts, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.dispatch.command import Command
from bot.domain.source_state import SourceState
from bot.domain.time import format_moment
from bot.messages.levels import brief
from bot.messages.reply import Bullets, Reply, Severity, Table, Text, age
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.ports.notifications.outbox import MessageState, Totals
from bot.sources.registry import losses

LOST = 4  # of what is missing, in the short answer


@dataclass(frozen=True)
class StatusInputs:
    """The health of the sources, and the messages waiting to be posted."""

    sources: tuple[SourceState, ...]
    posts: Totals


class Status(Command[StatusInputs], name="spudwatch status", shareable=True):
    """Show the state of the sources, and what is missing because of it."""

    async def gather(self, ports: Ports, ctx: RequestContext) -> StatusInputs:
        """The state of every source and of the outbox."""
        del ctx
        return StatusInputs(tuple(ports.sources.states()), ports.outbox.totals())

    def answer(self, found: StatusInputs, ctx: RequestContext) -> Reply:
        """List one line per source, after what is missing because of them."""
        broken = [state for state in found.sources if _broken(state, ctx)]
        waiting = sum(found.posts.states.get(state, 0) for state in _WAITING)
        rows = tuple(_row(state, ctx) for state in found.sources)
        queued = f"{waiting} messages wait to be posted."
        as_of = f"As of {format_moment(ctx.now)} UTC."
        head = _title(found.sources, broken)
        lines = [
            _last_read(found.sources, ctx),
            *(f"You will stop seeing: {lost}." for lost in _lost(broken)[:LOST]),
            queued if waiting else "Nothing waits to be posted.",
        ]
        return Reply(
            title=head,
            parts=(
                *((Bullets(_lost(broken), "What you will stop seeing"),) if broken else ()),
                Table(("source", "state", "last read", "says"), rows) if rows else Text(_NOTHING_READ),
                *((Text(queued),) if waiting else ()),
            ),
            brief=brief(head, lines, as_of) if rows else None,
            severity=Severity.WARN if broken else Severity.GOOD if rows else Severity.INFO,
            note=as_of,
            data={"sources": {state.source: _facts(state, ctx) for state in found.sources}, "waiting_posts": waiting},
        )


_WAITING = (MessageState.READY, MessageState.SENDING, MessageState.AMBIGUOUS)
_NOTHING_READ = "Nothing has been read from outside yet: every answer is from the ledger that came with this version."


def _broken(state: SourceState, ctx: RequestContext) -> bool:
    return bool(state.trouble_at(ctx.now)[0])


def _row(state: SourceState, ctx: RequestContext) -> tuple[str, str, str, str]:
    trouble = state.trouble_at(ctx.now)[0]
    read = age(state.good_at, ctx.now) if state.good_at else "never"
    return state.source, "not well" if trouble else "well", read, trouble or f"{state.items} read"


def _facts(state: SourceState, ctx: RequestContext) -> dict[str, object]:
    trouble = state.trouble_at(ctx.now)[0]
    return {"ok": not trouble, "last": state.good_at, "trouble": trouble}


def _last_read(sources: Sequence[SourceState], ctx: RequestContext) -> str:
    newest = max((state.good_at for state in sources if state.good_at), default=None)
    return f"Last read {age(newest, ctx.now)}." if newest else _NOTHING_READ


def _lost(broken: Sequence[SourceState]) -> tuple[str, ...]:
    words = losses() if broken else {}
    return tuple(f"{state.source}: {words.get(state.source, 'whatever is read only there')}" for state in broken)


def _title(sources: Sequence[SourceState], broken: Sequence[SourceState]) -> str:
    if not sources:
        return "No source has been read yet"
    if not broken:
        return f"All {len(sources)} sources are well"
    return f"{len(broken)} of {len(sources)} sources are not well"
