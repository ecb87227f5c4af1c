"""``/checkpoint watch``: be told when a label's grade changes, and stop again."""

from bot.command import Command, option, order
from bot.commands.checkpoint._known import Known, LabelText, find
from bot.errors import TooMuch
from bot.ports import Ports
from bot.reply import Button, Reply, Severity, Text
from bot.request import Asked

MOST = 100


class Watch(Command[Known], name="checkpoint watch"):
    """Tells you when a label's grade changes; off:yes stops that."""

    label: LabelText = option("The name as shown, or a report's id", complete="label")
    off: bool = option("Stop watching it", default=False)

    async def gather(self, ports: Ports, asked: Asked) -> Known:
        """The label, and whether it is watched already."""
        known = find(ports, asked, self.label)
        if not known.watched and not self.off and len(ports.sightings.watching(asked.actor, asked.tenant)) >= MOST:
            raise TooMuch(f"You watch {MOST} labels.", todo="Stop watching one first.")
        return known

    def answer(self, found: Known, asked: Asked) -> Reply:
        """What happens from now on."""
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

    async def keep(self, found: Known, ports: Ports, asked: Asked) -> None:
        """Watch, or stop."""
        at = None if self.off else asked.now
        await ports.sightings.watch(asked.tenant, asked.actor, found.shown, asked.place, at)
