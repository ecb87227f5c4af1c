"""``/checkpoint attribute``: say what a label is, and how anybody would know."""

from dataclasses import dataclass

from bot.commands.checkpoint._draft import checked_link
from bot.commands.checkpoint._known import Known, LabelText, find, method_records
from bot.dispatch.command import Command, option, order
from bot.domain.sightings.labels import clean
from bot.domain.sightings.methods import Attribution, Method, Record, Sure, graded
from bot.messages.errors import BadArgument, TooMuch
from bot.messages.reply import Button, Fields, Reply, Severity, Text
from bot.messages.request import Asked
from bot.ports import Ports
from bot.ports.desk import Item

FEW = 10  # characters of a reason
A_LABEL = 20  # attributions of one person to one label


@dataclass(frozen=True, slots=True)
class Proposed:
    """The label, the attribution under its reserved id, how sure it is, and its method's record."""

    known: Known
    one: Attribution
    sure: Sure
    record: Record


class Attribute(Command[Proposed], name="checkpoint attribute"):
    """Says what a label is and how you know; several may stand side by side."""

    label: LabelText = option("The name as shown, or a report's id", complete="label")
    model: str = option("What it is: a model or its codename", complete="subject", limit=80)
    method: Method = option("How anybody would know")
    why: str = option("What shows it", limit=300)
    link: str | None = option("A page that shows it; stored, never opened", default=None, limit=2000)

    async def gather(self, ports: Ports, asked: Asked) -> Proposed:
        """The label, and the subject if the ledger knows it."""
        if len(clean(self.why)) < FEW:
            raise BadArgument("Say what shows it.", why="Without that nobody can check it.", todo="why:… in a sentence")
        known = find(ports, asked, self.label)
        if sum(said.one.by == asked.actor for said in known.said) >= A_LABEL:
            raise TooMuch(f"You have said what {known.shown} is {A_LABEL} times.", todo="Withdraw one first.")
        named = ports.ledger.named(self.model, asked.view)
        subject = named[0].slug if named else clean(self.model)
        if not subject:
            raise BadArgument("Say which model it is.")
        one = Attribution(
            id=await ports.sightings.reserve(asked.tenant, "AT"),
            label=known.shown,
            subject=subject,
            method=self.method,
            by=asked.actor,
            at=asked.now,
            why=clean(self.why),
            link=checked_link(self.link) if self.link else "",
            accepted=False,
        )
        sure = graded(one, [said.one for said in known.said])
        return Proposed(known, one, sure, method_records(ports, asked.view)[self.method])

    def answer(self, found: Proposed, asked: Asked) -> Reply:
        """How far that goes, with the method's record."""
        one = found.one
        waits = bool(one.link)
        return Reply(
            title=f"{found.known.shown} is {one.subject}: {found.sure.value}",
            parts=(
                Fields(
                    (
                        ("Method", one.method.value),
                        ("Its record", found.record.text),
                        ("Why", one.why),
                        *((("Link", one.link),) if one.link else ()),
                    )
                ),
                Text(
                    "The desk looks at the link; until then it is worth UNCONFIRMED at most."
                    if waits
                    else "Without a link it stays SPECULATION.",
                    quiet=True,
                ),
            ),
            severity=Severity.GOOD,
            actions=(Button("All attributions", order("checkpoint who", label=found.known.shown)),),
            data={
                "id": one.id,
                "label": found.known.shown,
                "subject": one.subject,
                "method": one.method.value,
                "grade": found.sure.value,
                "record": found.record.text,
                "state": "proposed" if waits else "kept",
                "as_of": asked.as_of,
            },
        )

    async def keep(self, found: Proposed, ports: Ports, asked: Asked) -> None:
        """Keep it; one with a link goes to the desk, too."""
        one = found.one
        title = f"{one.label} is {one.subject}, by {one.method.value}"
        item = Item("attribution", one.id, title, asked.actor, asked.now, one.why, {"link": one.link})
        await ports.sightings.attribute(asked.tenant, one, item if one.link else None)
