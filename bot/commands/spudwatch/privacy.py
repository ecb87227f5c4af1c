"""``/spudwatch privacy``: what is read, what is stored, and for how long."""

from dataclasses import replace

from bot.dispatch.command import Command
from bot.messages.levels import brief, labelled
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Reply, Text
from bot.messages.request import RequestContext
from bot.messages.words import WHOLE_ANSWER
from bot.ports import Ports
from bot.ports.accounts.tenants import TenantSettings

TITLE = "What I read and what I keep"
SEES = (
    "I see only what you send me: commands, buttons, forms, a message you pick from a menu, and "
    "what you write to me or mention me in. I cannot read channels."
)
UNREAD = "No language model reads anything, and nothing is used for training"
GONE = "When I am removed, everything of this place is erased after 30 days, or at once by an admin"
NOTHING = "Nothing of this server or workspace is shown in another"
COUNTED = (
    ", but for counts its admins share: how many first-hand reports of a label, by how many people, and when. "
    "Never who, where or a word"
)
PUBLISHED = ". The public pages show the same counts of names that the public ledger has"


class ShowPrivacy(Command[TenantSettings], name="spudwatch privacy", reusable=True):
    """Show what is read, what is stored and for how long."""

    async def gather(self, ports: Ports, ctx: RequestContext) -> TenantSettings:
        """Read this tenant's settings."""
        return ports.tenants.settings(ctx.tenant)

    def answer(self, found: TenantSettings, ctx: RequestContext) -> Reply:
        """One screen."""
        del ctx
        apart = "".join((NOTHING, *_exceptions(found)))
        days = f"pictures for {found.picture_days} days, the audit trail for {found.audit_days}, look-ups for 14"
        kept = labelled("Kept", f"what you report, file and watch; {days}")
        return Reply(
            title=TITLE,
            brief=replace(brief(TITLE, (SEES, kept, labelled("Promised", apart), UNREAD, GONE)), opens=WHOLE_ANSWER),
            parts=(
                Text(SEES),
                Bullets(
                    (
                        "Your reports, checks and disputes: the label, place, time, your text, and your name as the "
                        "platform gives it" + ("" if found.names_shown else "; names are not shown to others here"),
                        f"Pictures, without their metadata: {found.picture_days} days",
                        "Drafts of a form: 15 minutes",
                        f"The audit trail: {found.audit_days} days. Logs hold no text of yours",
                        "What you watch, your time zone, and when you last caught up",
                        "What you looked up, for 14 days, to tell you when it changes; /catchup tell:no ends that",
                    ),
                    "Kept",
                ),
                Bullets(
                    (
                        apart,
                        "Links are stored and never opened",
                        UNREAD,
                        GONE,
                    ),
                    "Promised",
                ),
            ),
            actions=(
                Button("What you have of me", order("spudwatch mydata")),
                Button("Delete my data…", order("spudwatch mydata", action="delete"), "danger"),
            ),
            data={
                "names_shown": found.names_shown,
                "sightings_shared": found.sightings_shared,
                "sightings_published": found.sightings_published,
                "picture_days": found.picture_days,
                "audit_days": found.audit_days,
            },
        )


def _exceptions(found: TenantSettings) -> tuple[str, ...]:
    """What an admin lets others count."""
    shared = (COUNTED,) if found.sightings_shared else ()
    return (*shared, PUBLISHED) if found.sightings_published else shared
