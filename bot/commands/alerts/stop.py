"""``/alerts stop``: end everything that one is told of, or some of it, at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.commands.alerts._alerts import facts, find
from bot.commands.alerts._rows import AlertRow, alert_rows
from bot.commands.alerts._topic import StopTopic, read_topic
from bot.dispatch.command import Command, option
from bot.domain.markets.markets import MarketWatch, market_id
from bot.messages import words
from bot.messages.errors import BadArgument, NotFound
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Reply, Severity, Text
from bot.messages.request import RequestContext, Role
from bot.notifications.arguments import theirs
from bot.notifications.audited import keep
from bot.notifications.undo import (
    BACK,
    UNDO_NOTE,
    check_owner,
    read_labels,
    read_markets,
    undo_button,
    undone,
    watch_again,
)
from bot.ports import Ports
from bot.ports.accounts.lookup_history import TELL
from bot.ports.notifications.subscriptions import Alert, Mode
from bot.reads.switches import whole

NOT_CHOSEN = "default"  # in an Undo button, of a setting that nobody made
NOTED = "Digests and alerts of channels go on; those who manage the channel end them."


@dataclass(frozen=True, slots=True)
class StopInputs:
    """What is to end or to come back.

    ``all`` is everything of one's own, where nothing is named; ``topic`` what is about a name.
    """

    alerts: tuple[Alert, ...]
    all: tuple[AlertRow, ...] = ()
    topic: StopTopic | None = None
    labels: tuple[str, ...] = ()
    markets: tuple[MarketWatch, ...] = ()
    lookups: str = ""


class StopAlerts(Command[StopInputs], name="alerts stop", channels=Role.MANAGER):
    """Stop everything I am told of, or the alerts named."""

    which: str = option("Alert ids, separated by commas; default: all of mine", default="", limit=4_000)
    about: str = option("Models, labs or names: all of mine about them", default="", complete="subject", limit=200)
    sure: bool = option("End all of mine without a question", default=False)
    undo: bool = option("Bring those back as they were, within ten minutes", default=False, hidden=True)
    labels: str = option("Labels that a button names", default="", limit=4_000, hidden=True)
    markets: str = option("Markets that a button names", default="", limit=4_000, hidden=True)
    lookups: str = option("Whether an Undo button tells of what you looked up again", default="", limit=7, hidden=True)
    owner: str = option("Whose watches an Undo button brings back, and since when", default="", limit=40, hidden=True)

    async def gather(self, ports: Ports, ctx: RequestContext) -> StopInputs:
        """Read the alerts that are meant; what is switched off here is watched all the same, and ends.

        Raises:
            NotFound: an id is of none.
        """
        if self.about:
            topic = read_topic(ports, ctx, self.about)
            return StopInputs(topic.alerts, topic=topic, labels=topic.labels, markets=topic.markets)
        named = dict.fromkeys(filter(None, map(str.strip, self.which.split(","))))
        if self.undo:
            return StopInputs(self._back_as_they_were(ports, ctx, tuple(named)))
        own = whole(ports)
        labels = tuple(own.sightings.watching(ctx.actor, ctx.tenant))
        markets = tuple(own.markets.watches(ctx.tenant, ctx.actor))
        if named or self.labels or self.markets:
            chosen, watched = read_labels(self.labels), read_markets(self.markets)
            return StopInputs(
                tuple(theirs(find(ports, ctx, one), ctx) for one in named),
                labels=tuple(one for one in labels if one in chosen),
                markets=tuple(one for one in markets if (one.market, one.points, one.when) in watched),
            )
        mine = tuple(one for one in alert_rows(ports, ctx) if one.mine)
        return StopInputs(
            tuple(one for each in mine for one in each.alerts),
            mine,
            labels=labels,
            markets=markets,
            lookups=ports.tenants.personal(ctx.tenant, ctx.actor).get(TELL, NOT_CHOSEN),
        )

    def _back_as_they_were(self, ports: Ports, ctx: RequestContext, named: Sequence[str]) -> tuple[Alert, ...]:
        """The alerts as they were before they ended, each named by its id and the version that ended it.

        Raises:
            BadArgument: none is named.
            NotFound, NotAllowed, Conflict: what is named is gone, another's, changed since, or too old.
        """
        if self.labels or self.markets or self.lookups:
            check_owner(self.owner, ctx)
        elif not named:
            raise BadArgument("Say which alerts come back.", todo="For example: alerts stop which:AL-1 undo:yes")
        ids = dict(one.partition(" ")[::2] for one in named)
        return tuple(
            undone(ports, theirs(find(ports, ctx, one, deleted=True), ctx), ctx, int(at) if at.isdecimal() else 0)
            for one, at in ids.items()
        )

    def answer(self, found: StopInputs, ctx: RequestContext) -> Reply:
        """The one question before all is stopped, or what ended.

        Raises:
            NotFound: there is nothing to stop.
        """
        if found.topic is not None:
            return _ended(found.topic, ctx)
        data = {"ended": [one.id for one in found.alerts], "asked": self._asks(found), "as_of": ctx.as_of}
        if self.undo:
            back = [facts(one, ctx) for one in found.alerts]
            return Reply(title=self._back(found), severity=Severity.GOOD, data=data | {"alerts": back})
        if not (found.alerts or found.all or found.labels or found.markets):
            raise NotFound("You are told of nothing here.", todo="There is nothing to stop.")
        lines = (Bullets(tuple(one.line for one in found.all)),) if found.all else ()
        if self._asks(found):
            yes = Button("Yes, stop all", order("alerts stop", sure=True), "main", in_place=True)
            title = f"Shall I stop {words.counted(len(found.all), 'alert')}?"
            return Reply(title=title, parts=(*lines, Text(NOTED, quiet=True)), actions=(yes,), data=data)
        ended = f"Ended: {', '.join(dict.fromkeys(one.name for one in found.all))}."
        ids = ", ".join((*(one.id for one in found.alerts), *found.labels, *_ids(found.markets)))
        return Reply(
            title="I write to you no more." if found.all else f"Ended: {ids}.",
            parts=(Text(ended), Text(NOTED, quiet=True)) if found.all else (),
            severity=Severity.GOOD,
            actions=(undo_button(ctx, found.alerts, found.labels, found.markets, found.lookups),),
            note=BACK if found.all else UNDO_NOTE,
            data=data,
        )

    async def keep(self, found: StopInputs, ports: Ports, ctx: RequestContext) -> None:
        """End or bring back the alerts, labels and markets; with all, also word of what was looked up."""
        if self._asks(found):
            return
        for one in found.alerts:
            made = one if self.undo else replace(one, mode=Mode.DELETED)
            await keep(ports, ctx, made, final=self.undo)
        if self.undo:
            await watch_again(ports, ctx, self.labels, self.markets)
            if self.lookups in ("yes", "no", NOT_CHOSEN):
                chosen = "" if self.lookups == NOT_CHOSEN else self.lookups
                await ports.tenants.choose_for_me(ctx.tenant, ctx.actor, TELL, chosen, ctx.now)
            return
        for label in found.labels:
            await ports.sightings.watch(ctx.tenant, ctx.actor, label, ctx.place, None)
        for watch in found.markets:
            await ports.markets.unwatch(watch.id, tenant=ctx.tenant, actor=ctx.actor, at=ctx.now)
        if found.all:
            await ports.tenants.choose_for_me(ctx.tenant, ctx.actor, TELL, "no", ctx.now)
            await ports.lookup_history.forget(ctx.tenant, ctx.actor)

    def _back(self, found: StopInputs) -> str:
        """What is as it was, in one line: an alert may have listened all the time, or be paused."""
        count = len(found.alerts)
        others = len(read_labels(self.labels)) + len(read_markets(self.markets))
        parts = (
            f"{words.counted(count, 'alert')} {'is' if count == 1 else 'are'} as before" if count else "",
            f"{words.counted(others, 'label or market', 'labels and markets')} watched again" if others else "",
        )
        return "; ".join(filter(None, parts))

    def _asks(self, found: StopInputs) -> bool:
        """Whether to ask first: before all is stopped."""
        return bool(found.all) and not self.sure


def _ended(topic: StopTopic, ctx: RequestContext) -> Reply:
    """What ended of a name, or that nothing was told about it."""
    data = {"about": topic.name, "ended": [one.id for one in topic.alerts], "as_of": ctx.as_of}
    if not topic.ended:
        return Reply(
            title=f"You are told of nothing about {topic.name} here.",
            parts=(Text("Nothing was changed."), Text(NOTED, quiet=True)),
            actions=(Button("My alerts", order("alerts list")),),
            data=data,
        )
    return Reply(
        title=f"I write to you no more about {topic.name}.",
        parts=(Bullets(topic.ended, "Ended"), Text(NOTED, quiet=True)),
        severity=Severity.GOOD,
        actions=(undo_button(ctx, topic.alerts, topic.labels, topic.markets),),
        note=UNDO_NOTE,
        data=data,
    )


def _ids(watches: Sequence[MarketWatch]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(market_id(one.market) for one in watches))
