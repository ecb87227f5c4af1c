"""``/model watch``: be told, for yourself, of whatever changes about one model."""

from __future__ import annotations

from dataclasses import dataclass

from bot.commands.model._watch import WatchedModel, alerts_of, watched
from bot.dispatch.command import Command, option, order
from bot.messages import words
from bot.messages.errors import TooMuch
from bot.messages.reply import Button, Reply, Severity, Text
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Alert

MOST = 100  # alerts of one server or workspace
TOLD = "Told of: release, price and limits, sightings, what a label turned out to be, and changes of grades."


@dataclass(frozen=True, slots=True)
class WatchModelInputs:
    """The model, and the alerts that will be added."""

    model: WatchedModel
    added: tuple[Alert, ...]


class WatchModel(Command[WatchModelInputs], name="model watch"):
    """Tell me when anything changes about a model."""

    model: str = option("Model or codename", complete="subject", key="name")
    confirm: bool = option("Ask before it is saved", default=False)

    async def gather(self, ports: Ports, ctx: RequestContext) -> WatchModelInputs:
        """The model, and what is watched of it already."""
        model = watched(ports, ctx, self.model, "model watch")
        if self.confirm:
            return WatchModelInputs(model, ())
        added = await alerts_of(ports, ctx, model)
        if added and len(ports.subscriptions.alerts(ctx.tenant)) + len(added) > MOST:
            raise TooMuch(f"There are {MOST} alerts here, which is the most.", todo="Remove one: /alerts remove")
        return WatchModelInputs(model, added)

    def answer(self, found: WatchModelInputs, ctx: RequestContext) -> Reply:
        """The question whether to save it, or that it is saved."""
        model = found.model
        stop = Button(words.STOP_WATCHING, order("model unwatch", name=model.slug), in_place=True)
        data = {"subject": model.slug, "watching": not self.confirm, "added": len(found.added), "as_of": ctx.as_of}
        if self.confirm and not model.alerts:
            yes = Button("Yes, tell me", order("model watch", name=model.slug), "main", in_place=True)
            return Reply(
                title=f"Shall I tell you when anything changes about {model.name}?",
                parts=(Text(TOLD), Text("I write to you alone; you can stop it at any time.", quiet=True)),
                actions=(yes,),
                data=data,
            )
        again = "You watch" if not found.added else "You now watch"
        return Reply(
            title=f"{again} {model.name}.",
            parts=(Text(TOLD), Text("I write to you alone, at most five times a day for each.", quiet=True)),
            severity=Severity.GOOD,
            actions=(stop,),
            data=data | {"watching": True},
        )

    async def keep(self, found: WatchModelInputs, ports: Ports, ctx: RequestContext) -> None:
        """Keep the alerts; they listen from now on."""
        for alert in found.added:
            await ports.subscriptions.keep(alert, ctx.now)
