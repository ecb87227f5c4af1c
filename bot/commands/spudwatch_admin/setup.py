"""``/spudwatch-admin setup``: four skippable steps, with progress on every screen."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands.spudwatch_admin.show import desk_of
from bot.dispatch.command import Command, option
from bot.messages import words
from bot.messages.order import order
from bot.messages.reply import Button, Fields, Form, Reply, Severity, Text, Words
from bot.messages.request import RequestContext, Role
from bot.ports import Ports
from bot.ports.accounts.tenants import TenantSettings
from bot.ports.notifications.subscriptions import Digest


@dataclass(frozen=True)
class SetupStep:
    """One step: its title, reason, button, and the command behind the button."""

    title: str
    why: str
    label: str
    command: str


STEPS = (
    SetupStep("Time zone", "Dates and digests are read in it.", "Set the time zone", "spudwatch-admin zone"),
    SetupStep(
        "Desk",
        "Who accepts evidence, resolves and merges. Admins always may; on Discord so may whoever can time members out, "
        "and a whole role: /spudwatch-admin desk person:@role.",
        "Add a person",
        "spudwatch-admin desk",
    ),
    SetupStep("Digest", words.NOTHING_POSTED, "Make a digest", "digest create"),
    SetupStep(
        "Trial report",
        "Fill in the form as a reporter would; withdraw it afterwards.",
        "Try a report",
        "checkpoint report",
    ),
)


@dataclass(frozen=True)
class SetupInputs:
    """The current settings."""

    settings: TenantSettings
    digests: Sequence[Digest]


class Setup(Command[SetupInputs], name="spudwatch-admin setup", role=Role.ADMIN):
    """Set up this server or workspace in four steps, each skippable."""

    step: int = option("Which step", default=1, low=1, high=len(STEPS) + 1)

    async def gather(self, ports: Ports, ctx: RequestContext) -> SetupInputs:
        """Read the current settings."""
        return SetupInputs(ports.tenants.settings(ctx.tenant), ports.subscriptions.digests(ctx.tenant))

    def answer(self, found: SetupInputs, ctx: RequestContext) -> Reply:
        """Show one step with its form, the state of all, and the next one."""
        del ctx
        if self.step > len(STEPS):
            return Reply(
                title="Set up",
                parts=(
                    Text(
                        "Members can use /odds, /checkpoint and /claimcheck now. What they see is private until shared."
                    ),
                    Fields(_standing(found)),
                ),
                severity=Severity.GOOD,
                actions=(
                    Button("Help", order("spudwatch help"), "main"),
                    Button("What is set", order("spudwatch-admin show")),
                    Button("From the start", Setup()),
                ),
                data={"step": self.step, "done": True},
            )
        step = STEPS[self.step - 1]
        on = f"Next: {STEPS[self.step].title.lower()}" if self.step < len(STEPS) else "Finish"
        return Reply(
            title=f"Set up, step {self.step} of {len(STEPS)}: {step.title.lower()}",
            parts=(Text(step.why), Fields(_standing(found))),
            actions=(Form(step.label, step.command), Button(on, Setup(step=self.step + 1))),
            note="Each step may be skipped, and taken later.",
            data={"step": self.step, "done": False, "form": step.command},
        )


def _standing(found: SetupInputs) -> tuple[tuple[str, Words], ...]:
    stands = (
        found.settings.zone,
        desk_of(found.settings),
        ", ".join(f"{digest.id} {digest.name}" for digest in found.digests[:5]) or "none yet",
        "whenever you like",
    )
    return tuple(
        (f"{number}. {step.title}", now) for number, (step, now) in enumerate(zip(STEPS, stands, strict=True), 1)
    )
