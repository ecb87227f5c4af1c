"""``/desk merge``: two labels that are one, or two accounts that are one person."""

from bot.dispatch.command import Command, option
from bot.domain.sightings.labels import key
from bot.domain.text import shorten
from bot.messages.errors import BadArgument, NotFound
from bot.messages.reply import Reply
from bot.messages.request import RequestContext, Role
from bot.moderation.proposals import Proposal, act, alone, proposal_reply
from bot.ports import Ports
from bot.ports.desk import QueueItem


class Merge(Command[Proposal], name="desk merge", role=Role.DESK):
    """Merge two labels, or count one person's two accounts once."""

    source: str = option("The label (or account) to merge", complete="label", limit=100)
    into: str = option("The label (or account) to merge it into", complete="label", limit=100)

    async def gather(self, ports: Ports, ctx: RequestContext) -> Proposal:
        """Both ends."""
        platform = ctx.tenant.partition(":")[0]
        people = self.source.startswith(f"{platform}:") and self.into.startswith(f"{platform}:")
        body = self._people(ports, ctx) if people else self._labels(ports, ctx)
        item = QueueItem("merge", body["from"], f"{body['shown']}", ctx.actor, ctx.now, "", body)
        return Proposal(item, alone(ports, ctx))

    def _labels(self, ports: Ports, ctx: RequestContext) -> dict[str, str]:
        keys = []
        for name in (self.source, self.into):
            report = ports.sightings.report(name, ctx.view)
            found = ports.sightings.canonical(report.key if report else key(name), ctx.view)
            if ports.sightings.label(found, ctx.view) is None and not ports.sightings.guide().find(name, ctx.as_of):
                raise NotFound(
                    f"There is no label “{shorten(name, 40)}” here.",
                    todo="Name it as /checkpoint list does, or a report.",
                )
            keys.append(found)
        if keys[0] == keys[1]:
            raise BadArgument(
                "Those are the same label already.",
                todo="There is nothing to merge. /desk undo takes back a merge of yours within ten minutes.",
            )
        return {"what": "label", "from": keys[0], "into": keys[1], "shown": f"{self.source} is {self.into}"}

    def _people(self, ports: Ports, ctx: RequestContext) -> dict[str, str]:
        if self.source == self.into:
            raise BadArgument("That is one account.", todo="Name two different accounts in source: and into:.")
        since = ctx.now.replace(year=2020)
        one, two = (ports.sightings.reports_by(person, ctx.tenant, since) for person in (self.source, self.into))
        # Reports stand for their authors, so that this names nobody who may be erased.
        first = {report.key: report.id for report in reversed(one)}
        pairs = [f"{other.key}\t{first[other.key]}\t{other.id}" for other in two if other.key in first]
        if not pairs:
            raise NotFound("Those two accounts reported nothing in common.", todo="There is nothing to count once.")
        _, mine, other = pairs[0].split("\t")
        return {
            "what": "person",
            "from": mine,
            "into": other,
            "labels": "\n".join(dict.fromkeys(pairs)),
            "shown": f"{mine} and {other} are of one person",
        }

    def answer(self, found: Proposal, ctx: RequestContext) -> Reply:
        """Done, or waiting for a second person."""
        body = found.item.body
        pairs = (("What", body["what"]), ("From", self.source), ("Into", self.into))
        return proposal_reply(
            found, pairs, {"what": body["what"], "from": self.source, "into": self.into, "as_of": ctx.as_of}
        )

    async def keep(self, found: Proposal, ports: Ports, ctx: RequestContext) -> None:
        """Propose it, and carry it out if nobody else could decide."""
        await act(ports, ctx, found)
