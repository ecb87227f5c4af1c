"""``/spudwatch-admin setup``: four steps, each of which may be skipped."""

from bot.command import Command, option, order
from bot.ports import Ports
from bot.ports.tenants import TenantSettings
from bot.reply import Button, Form, Reply, Text
from bot.request import Asked, Role

_STEPS = (
    ("Time zone", "Digests and dates are read in it.", "spudwatch-admin zone"),
    ("Desk", "The people who accept evidence, resolve and merge. Admins may do it alone, too.", "spudwatch-admin desk"),
    ("A channel for a digest", "Nothing is ever posted where nobody asked for it.", "digest create"),
    ("Try a report", "Fill in the form as a reporter would; withdraw it afterwards.", "checkpoint report"),
)


class Setup(Command[TenantSettings], name="spudwatch-admin setup", role=Role.ADMIN):
    """Sets this server or workspace up in four steps, each skippable."""

    step: int = option("Which step", default=1, low=1, high=len(_STEPS) + 1)

    async def gather(self, ports: Ports, asked: Asked) -> TenantSettings:
        """What is set already."""
        return ports.tenants.settings(asked.tenant)

    def answer(self, found: TenantSettings, asked: Asked) -> Reply:
        """One step with its form, and the way past it."""
        del asked
        if self.step > len(_STEPS):
            return Reply(
                title="Ready",
                parts=(
                    Text(
                        "Members can use /odds, /checkpoint and /claimcheck now; what they see is private until shared."
                    ),
                ),
                actions=(
                    Button("What is set", order("spudwatch-admin show")),
                    Button("Help", order("spudwatch help"), "main"),
                ),
                data={"step": self.step, "done": True},
            )
        title, why, command = _STEPS[self.step - 1]
        now = {"Time zone": f"Now: {found.zone}."}.get(title, "")
        return Reply(
            title=f"Step {self.step} of {len(_STEPS)}: {title}",
            parts=(Text(f"{why} {now}".strip()),),
            actions=(
                Form(title, command),
                Button("Skip" if self.step < len(_STEPS) else "Finish", Setup(step=self.step + 1)),
            ),
            data={"step": self.step, "done": False, "form": command},
        )
