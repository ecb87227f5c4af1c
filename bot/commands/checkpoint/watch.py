"""``/checkpoint watch``: follow a label's grade, stop following it, or list what is followed."""

from bot.commands.checkpoint._reports.known_labels import LABEL_ID, LabelRecord, LabelText, find
from bot.dispatch.command import Command, option
from bot.messages.errors import TooMuch
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Form, Menu, Reply, Severity, Text
from bot.messages.request import RequestContext
from bot.ports import Ports

MOST = 100
SHOWN = 25

Names = tuple[str, ...]


class WatchLabel(Command[LabelRecord | Names], name="checkpoint watch"):
    """Notify me when a label's grade changes; off:yes stops that."""

    label: LabelText = option(f"{LABEL_ID}; without one, list yours", default="", complete="label")
    off: bool = option("Stop watching it", default=False)
    confirm: bool = option("Ask before it is saved", default=False, hidden=True)

    async def gather(self, ports: Ports, ctx: RequestContext) -> LabelRecord | Names:
        """The label, and whether it is watched already; without one, the names that are."""
        watched = tuple(ports.sightings.watching(ctx.actor, ctx.tenant))
        if not self.label.strip():
            return watched
        known = find(ports, ctx, self.label)
        if not known.watched and not self.off and len(watched) >= MOST:
            raise TooMuch(f"You watch {MOST} labels.", todo="Stop watching one first.")
        return known

    def answer(self, found: LabelRecord | Names, ctx: RequestContext) -> Reply:
        """Confirm what happens from now on."""
        if not isinstance(found, LabelRecord):
            return _listed(found, ctx)
        stop = self.off
        if self._asks(found):
            yes = Button("Yes, tell me", order("checkpoint watch", label=found.shown), "main", in_place=True)
            return Reply(
                title=f"Shall I tell you when anything is known of “{found.shown}”?",
                parts=(Text("Told of: sightings that change its grade, and what it turns out to be."),),
                actions=(yes,),
                data={"label": found.shown, "watching": False, "as_of": ctx.as_of},
            )
        return Reply(
            title=f"{'No longer watching' if stop else 'Watching'} {found.shown}",
            parts=(
                Text(
                    "I will not tell you of it." if stop else "I will tell you when its grade changes or it is named."
                ),
            ),
            severity=Severity.GOOD,
            actions=(
                Button("Undo", order("checkpoint watch", label=found.shown, off=None if stop else True), in_place=True),
                Button("Show it", order("checkpoint show", label=found.shown)),
            ),
            data={"label": found.shown, "watching": not stop, "as_of": ctx.as_of},
        )

    def _asks(self, found: LabelRecord) -> bool:
        """Whether to ask first, which changes nothing."""
        return self.confirm and not self.off and not found.watched

    async def keep(self, found: LabelRecord | Names, ports: Ports, ctx: RequestContext) -> None:
        """Watch, or stop."""
        if not isinstance(found, LabelRecord) or self._asks(found):
            return
        at = None if self.off else ctx.now
        await ports.sightings.watch(ctx.tenant, ctx.actor, found.shown, ctx.place, at)


def _listed(names: Names, ctx: RequestContext) -> Reply:
    more = (f"… {len(names) - SHOWN} more",) if len(names) > SHOWN else ()
    stop = tuple(Button(name[:80], order("checkpoint watch", label=name, off=True)) for name in names[:SHOWN])
    return Reply(
        title=f"You watch {len(names)} name{'s' if len(names) > 1 else ''} here" if names else "You watch no name here",
        parts=(Bullets((*names[:SHOWN], *more)) if names else Text("Start with: checkpoint watch crest"),),
        actions=(
            *((Menu("Stop watching", stop),) if stop else ()),
            Form("Watch a name", "checkpoint watch", fields=("label",)),
        ),
        data={"watching": list(names), "as_of": ctx.as_of},
    )
