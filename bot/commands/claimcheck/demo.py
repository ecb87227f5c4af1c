"""``/claimcheck demo``: six questions that a demo should answer about itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.dispatch.command import Command, option
from bot.domain.evidence.demos import QUESTIONS, disclosed, verdict
from bot.domain.text import shorten
from bot.messages.errors import BadArgument
from bot.messages.reply import Form, Reply, Table, Text, bold
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.ports.claims import DemoCard

Disclosure = Literal["yes", "no", "unknown"]
_ANSWERS: dict[str, bool | None] = {"yes": True, "no": False, "unknown": None}


@dataclass(frozen=True, slots=True)
class DemoInputs:
    """What this tenant noted about the demo before, and what is noted now."""

    before: DemoCard | None


class Demo(Command[DemoInputs], name="claimcheck demo"):
    """Note what a demo discloses: prompt, attempts, how many shown, who chose, other model, settings."""

    link: str = option("Address of the demo", limit=500)
    prompt: Disclosure | None = option(QUESTIONS["prompt"], default=None)
    attempts: Disclosure | None = option(QUESTIONS["attempts"], default=None)
    shown: Disclosure | None = option(QUESTIONS["shown"], default=None)
    selection: Disclosure | None = option(QUESTIONS["selection"], default=None)
    other: Disclosure | None = option(QUESTIONS["other"], default=None)
    settings: Disclosure | None = option(QUESTIONS["settings"], default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> DemoInputs:
        """What was noted before."""
        address = self.link.strip()
        if not address.startswith(("http://", "https://")) or any(c.isspace() for c in address):
            raise BadArgument(
                "A demo needs an address that begins with http.",
                why=f"You gave “{shorten(address, 60)}”.",
                todo="Copy the address from your browser: https://…",
            )
        return DemoInputs(ports.claims.demo(ctx.tenant, address))

    def _answers(self, found: DemoInputs) -> dict[str, bool | None]:
        """What is known of each question: what is said now, else what was noted before."""
        before = found.before.answers if found.before else {}
        given = {key: getattr(self, key) for key in QUESTIONS}
        return {key: _ANSWERS[told] if told is not None else before.get(key) for key, told in given.items()}

    def answer(self, found: DemoInputs, ctx: RequestContext) -> Reply:
        """The count and what it means."""
        del ctx
        answers = self._answers(found)
        said = {True: "yes", False: "no", None: "not stated"}
        filed = {"link": self.link.strip(), "basis": "first-hand", "kind": "demo"}
        return Reply(
            title=f"Demo: {disclosed(answers)} of {len(QUESTIONS)} disclosed",
            parts=(
                Text(bold(verdict(answers))),
                Table(("question", "answer"), tuple((text, said[answers[key]]) for key, text in QUESTIONS.items())),
                Text(self.link.strip(), quiet=True),
            ),
            actions=(Form("Add as evidence", "claimcheck add", filed, ("claim", "quote", "party")),),
            data={"link": self.link.strip(), "disclosed": disclosed(answers), "of": len(QUESTIONS), "answers": answers},
        )

    async def keep(self, found: DemoInputs, ports: Ports, ctx: RequestContext) -> None:
        """Note it for this tenant, if anything was said."""
        if any(getattr(self, key) is not None for key in QUESTIONS):
            card = DemoCard(self.link.strip(), self._answers(found), ctx.actor, ctx.now)
            await ports.claims.keep_demo(ctx.tenant, card)
