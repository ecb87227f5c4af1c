"""``/model newest``: the newest release of a lab, a family, or of each lab."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.commands.model._cards.family import family_card
from bot.dispatch.command import Command, as_of_option, option
from bot.domain.text import shorten
from bot.messages.errors import NotFound
from bot.messages.reply import Reply
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.families.model_families import ModelFamily, family_called, family_of, newest_of_all

Asked = Literal["newest", "best", "cheapest"]


@dataclass(frozen=True, slots=True)
class NewestInputs:
    """The models that were asked for."""

    family: ModelFamily


class NewestModels(Command[NewestInputs], name="model newest", shareable=True):
    """Show the newest models by release day: of a lab, a family, or of each lab."""

    of: str = option("A lab or a family; default: every lab", default="", complete="subject")
    ask: Asked = option("What was asked for; nothing is ranked here", default="newest")
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> NewestInputs:
        """Every model of the lab or family, by release day.

        Raises:
            NotFound: no lab and no family has that name.
        """
        if not self.of.strip():
            return NewestInputs(newest_of_all(ports, ctx.view))
        reading = family_called(ports, ctx, self.of)
        if reading is None:
            raise NotFound(
                f"No lab and no family is called “{shorten(self.of, 40)}” here.",
                todo="Name a lab, or the first word of its models' names.",
            )
        return NewestInputs(family_of(ports, ctx.view, reading))

    def answer(self, found: NewestInputs, ctx: RequestContext) -> Reply:
        """The newest, those before it, and what is expected next."""
        return family_card(found.family, ctx, asked=self.ask)
