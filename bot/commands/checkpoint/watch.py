"""``/checkpoint watch``: be told when a label's grade changes, and stop again; alone it lists what one watches."""

from bot.commands.checkpoint._known import Known, LabelText, find
from bot.dispatch.command import Command, option, order
from bot.messages.errors import TooMuch
from bot.messages.reply import Bullets, Button, Form, Menu, Reply, Severity, Text
from bot.messages.request import Asked
from bot.ports import Ports

MOST = 100
SHOWN = 25

Names = tuple[str, ...]


class Watch(Command[Known | Names], name="checkpoint watch"):
    """Tells you when a label's grade changes; off:yes stops that."""

    label: LabelText = option("The name as shown, or a report's id; none lists yours", default="", complete="label")
    off: bool = option("Stop watching it", default=False)

    async def gather(self, ports: Ports, asked: Asked) -> Known | Names:
        """The label, and whether it is watched already; without one, the names that are."""
        watched = tuple(ports.sightings.watching(asked.actor, asked.tenant))
        if not self.label.strip():
            return watched
        known = find(ports, asked, self.label)
        if not known.watched and not self.off and len(watched) >= MOST:
            raise TooMuch(f"You watch {MOST} labels.", todo="Stop watching one first.")
        return known

    def answer(self, found: Known | Names, asked: Asked) -> Reply:
        """What happens from now on."""
        if not isinstance(found, Known):
            return _listed(found, asked)
        stop = self.off
        return Reply(
            title=f"{'No longer watching' if stop else 'Watching'} {found.shown}",
            parts=(
                Text(
                    "I will not tell you of it." if stop else "I will tell you when its grade changes or it is named."
                ),
            ),
            severity=Severity.GOOD,
            actions=(
                Button("Undo", order("checkpoint watch", label=found.shown, off=None if stop else True)),
                Button("Show it", order("checkpoint show", label=found.shown)),
            ),
            data={"label": found.shown, "watching": not stop, "as_of": asked.as_of},
        )

    async def keep(self, found: Known | Names, ports: Ports, asked: Asked) -> None:
        """Watch, or stop."""
        if not isinstance(found, Known):
            return
        at = None if self.off else asked.now
        await ports.sightings.watch(asked.tenant, asked.actor, found.shown, asked.place, at)


def _listed(names: Names, asked: Asked) -> Reply:
    more = (f"… {len(names) - SHOWN} more",) if len(names) > SHOWN else ()
    stop = tuple(Button(name[:80], order("checkpoint watch", label=name, off=True)) for name in names[:SHOWN])
    return Reply(
        title=f"You watch {len(names)} name{'s' if len(names) > 1 else ''} here" if names else "You watch no name here",
        parts=(Bullets((*names[:SHOWN], *more)) if names else Text("Start with: checkpoint watch crest"),),
        actions=(
            *((Menu("Stop watching", stop),) if stop else ()),
            Form("Watch a name", "checkpoint watch", fields=("label",)),
        ),
        data={"watching": list(names), "as_of": asked.as_of},
    )
