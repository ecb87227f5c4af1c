"""``/alerts stop``: end everything that one is told of, or some of it, at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.commands.alerts._alerts import facts, find
from bot.commands.alerts._rows import AlertRow, alert_rows
from bot.commands.alerts._topic import StopTopic, end_topic, read_topic
from bot.commands.alerts._undo import BACK, undo_button, watch_again, watched_again
from bot.dispatch.command import Command, option
from bot.domain.markets.markets import MarketWatch
from bot.messages import words
from bot.messages.errors import BadArgument, NotFound
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Reply, Severity, Text
from bot.messages.request import RequestContext
from bot.notifications.arguments import theirs
from bot.notifications.as_it_was import UNDO_NOTE, restored
from bot.ports import Ports
from bot.ports.accounts.lookup_history import TELL
from bot.ports.notifications.subscriptions import Alert, Mode

NOTED = "Digests and alerts of channels go on; those who manage the channel end them."


@dataclass(frozen=True, slots=True)
class StopInputs:
    """The alerts to end or to bring back; everything of one's own where none is named; what else is about a name."""

    alerts: tuple[Alert, ...]
    all: tuple[AlertRow, ...] = ()
    topic: StopTopic | None = None
    labels: tuple[str, ...] = ()
    markets: tuple[MarketWatch, ...] = ()
    lookups: str = ""


class StopAlerts(Command[StopInputs], name="alerts stop"):
    """Stop everything I am told of, or the alerts named."""

    which: str = option("Alert ids, separated by commas; default: all of mine", default="", limit=4_000)
    about: str = option("Models, labs or names: all of mine about them", default="", complete="subject", limit=200)
    sure: bool = option("End all of mine without a question", default=False)
    undo: bool = option("Bring those back, within ten minutes", default=False)
    labels: str = option("Labels that an Undo button watches again", default="", limit=4_000)
    markets: str = option("Markets that an Undo button watches again", default="", limit=4_000)
    lookups: str = option("Whether an Undo button tells of what you looked up again", default="", limit=20)

    async def gather(self, ports: Ports, ctx: RequestContext) -> StopInputs:
        """Read the alerts that are meant.

        Raises:
            NotFound: an id is of none.
        """
        if self.about:
            topic = read_topic(ports, ctx, self.about)
            return StopInputs(topic.alerts, topic=topic)
        named = dict.fromkeys(filter(None, map(str.strip, self.which.split(","))))
        if self.undo:
            states = dict(one.partition(" ")[::2] for one in named)
            gone = ((theirs(find(ports, ctx, name, deleted=True), ctx), state) for name, state in states.items())
            return StopInputs(tuple(restored(one, state or Mode.ACTIVE.value) for one, state in gone))
        if named:
            return StopInputs(tuple(theirs(find(ports, ctx, one), ctx) for one in named))
        mine = tuple(one for one in alert_rows(ports, ctx) if one.mine)
        return StopInputs(
            tuple(one for each in mine for one in each.alerts),
            mine,
            labels=tuple(ports.sightings.watching(ctx.actor, ctx.tenant)),
            markets=tuple(ports.markets.watches(ctx.tenant, ctx.actor)),
            lookups=ports.tenants.personal(ctx.tenant, ctx.actor).get(TELL, ""),
        )

    def answer(self, found: StopInputs, ctx: RequestContext) -> Reply:
        """The one question before all is stopped, or what ended.

        Raises:
            NotFound: there is nothing to stop.
            BadArgument: alerts are to come back, and none is named.
        """
        if self.undo and not (found.alerts or self.labels or self.markets):
            raise BadArgument("Say which alerts come back.", todo="For example: alerts stop which:AL-1 undo:yes")
        if found.topic is not None:
            return _ended(found.topic, ctx)
        if not found.alerts and not found.all:
            raise NotFound("You are told of nothing here.", todo="There is nothing to stop.")
        data = {"ended": [one.id for one in found.alerts], "asked": self._asks(found), "as_of": ctx.as_of}
        lines = (Bullets(tuple(one.line for one in found.all)),) if found.all else ()
        if self._asks(found):
            yes = Button("Yes, stop all", order("alerts stop", sure=True), "main", in_place=True)
            title = f"Shall I stop {words.counted(len(found.all), 'alert')}?"
            return Reply(title=title, parts=(*lines, Text(NOTED, quiet=True)), actions=(yes,), data=data)
        if self.undo:
            back = [facts(one, ctx) for one in found.alerts]
            return Reply(title=self._back(found), severity=Severity.GOOD, data=data | {"alerts": back})
        ended = f"Ended: {', '.join(dict.fromkeys(one.name for one in found.all))}."
        ids = ", ".join(one.id for one in found.alerts)
        return Reply(
            title="I write to you no more." if found.all else f"Ended: {ids}.",
            parts=(Text(ended), Text(NOTED, quiet=True)) if found.all else (),
            severity=Severity.GOOD,
            actions=(undo_button(found.alerts, found.labels, found.markets, found.lookups),),
            note=BACK if found.all else UNDO_NOTE,
            data=data,
        )

    async def keep(self, found: StopInputs, ports: Ports, ctx: RequestContext) -> None:
        """End or bring back the alerts; with all, also labels, markets, and word of what was looked up."""
        if self._asks(found):
            return
        if found.topic is not None:
            await end_topic(found.topic, ports, ctx)
        for one in found.alerts:
            await ports.subscriptions.keep(one if self.undo else replace(one, mode=Mode.DELETED), ctx.now)
        if self.undo:
            await watch_again(ports, ctx, self.labels, self.markets)
            if self.lookups:
                await ports.tenants.choose_for_me(ctx.tenant, ctx.actor, TELL, self.lookups, ctx.now)
        if found.all:
            for label in found.labels:
                await ports.sightings.watch(ctx.tenant, ctx.actor, label, ctx.place, None)
            for watch in found.markets:
                await ports.markets.unwatch(watch.id, tenant=ctx.tenant, actor=ctx.actor, at=ctx.now)
            await ports.tenants.choose_for_me(ctx.tenant, ctx.actor, TELL, "no", ctx.now)
            await ports.askers.forget(ctx.tenant, ctx.actor)

    def _back(self, found: StopInputs) -> str:
        """What is back, in one line: nothing that was paused is said to listen."""
        listening = sum(one.mode is Mode.ACTIVE for one in found.alerts)
        paused, others = len(found.alerts) - listening, watched_again(self.labels, self.markets)
        parts = (
            f"{words.counted(listening, 'alert')} listen{'s' if listening == 1 else ''} again" if listening else "",
            f"{words.counted(paused, 'alert')} {'is' if paused == 1 else 'are'} back as before" if paused else "",
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
        actions=(undo_button(topic.alerts, topic.labels, topic.markets),),
        note=UNDO_NOTE,
        data=data,
    )
