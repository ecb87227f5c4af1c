"""``/model retiring``: announced shutdowns with the vendor's page and successor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.commands.model._layout import ends_recorded, shutdown_line
from bot.commands.model._ours import our_models
from bot.dispatch.command import Command, as_of_option, option
from bot.dispatch.date_arguments import check_order
from bot.domain.catalogs.vendor_facts import FactKind, KeptFact, days_left, recorded_since, retiring
from bot.domain.names.subjects import lab_of
from bot.domain.names.vendors import vendor_name
from bot.domain.text import shorten
from bot.domain.time import format_day
from bot.messages.levels import brief
from bot.messages.lifetimes import span_said, spelled_day
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Part, Reply, Source, Text, TextSpan, Words
from bot.messages.request import RequestContext
from bot.messages.words import counted, join_names
from bot.ports import Ports
from bot.queries.families.model_families import lab_called
from bot.queries.families.model_list import ModelList, read_model_list
from bot.queries.tellers import named_source

NAMED = 2  # in the title
SHOWN = 5  # in the short answer
LISTED = 40
LABS = 3  # whose records are described
TYPED = 40  # characters of words that name no model


@dataclass(frozen=True, slots=True)
class RetiringInputs:
    """Shutdowns, soonest first, and the scope.

    A lab's, a pasted list's, ours; ``days`` are the first and last asked about, None where open, ``later`` the next
    shutdown after them. ``recorded`` is, by the labs of pasted models without one, since when theirs are recorded.
    """

    rows: tuple[KeptFact, ...]
    lab: str
    pasted: ModelList | None
    ours: frozenset[str]
    days: tuple[date | None, date | None] = (None, None)
    later: KeptFact | None = None
    recorded: Mapping[str, datetime | None] = field(default_factory=dict)


class Retiring(Command[RetiringInputs], name="model retiring", shareable=True, personal=True):
    """List the announced shutdown dates of models, the soonest first."""

    lab: str = option("Only this lab", default="")
    models: str = option("Only these models: paste ids or a configuration", default="", limit=4_000, long=True)
    since: date | None = option("First day asked about; default: today", default=None)
    until: date | None = option("Last day asked about", default=None)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> RetiringInputs:
        """Read every shutdown of the days asked about, of pages and ledger."""
        every = ports.vendor_facts.of_kind(FactKind.RETIREMENT, ctx.view)
        facts = retiring(every, ctx.as_of, self.since)
        pasted = read_model_list(ports, ctx.view, self.models) if self.models.strip() else None
        if self.since is not None and self.until is not None:
            check_order(self.since, self.until)
        lab = lab_called(ports, ctx.view, self.lab)[0] if self.lab.strip() else ""
        meant = [one for one in facts if _is_meant(one, lab, pasted)]
        rows = tuple(one for one in meant if not _is_after(one, self.until))
        later = next((one for one in meant if _is_after(one, self.until)), None)
        ending = {one.fact.slug for one in rows}
        labs = dict.fromkeys(lab_of(slug) for slug in (pasted.slugs if pasted else ()) if slug not in ending)
        recorded = {one: recorded_since(every, one) for one in labs}
        return RetiringInputs(rows, lab, pasted, our_models(ports, ctx), (self.since, self.until), later, recorded)

    def answer(self, found: RetiringInputs, ctx: RequestContext) -> Reply:
        """Compose the list with days left, successor and page; own models first."""
        today = ctx.as_of.date()
        mine = [one for one in found.rows if one.fact.slug in found.ours]
        head = _title(found, today, self.models)
        rest = [one for one in found.rows if one not in mine]
        lines: list[Words] = [_count(found)] if found.rows else []
        after = (("The next after that: ", *_line(found.later, today)),) if found.later is not None else ()
        lines += [] if found.rows else after
        lines += [("• ", *_line(one, today, ours=one in mine)) for one in (*mine, *rest)[:SHOWN]]
        parts: list[Part] = []
        if mine:
            parts.append(Bullets(tuple(_line(one, today) for one in mine[:LISTED]), "Our models"))
        if rest:
            parts.append(Bullets(tuple(_line(one, today) for one in rest[:LISTED]), "Others" if mine else ""))
        if found.pasted is not None:
            read = [_read(found.pasted), *_recorded(found)]
            parts += [Text(one, quiet=True) for one in read]
            lines += read
        parts += [] if parts else [Text("No page that is read names one."), *(Text(line) for line in after)]
        return Reply(
            title=head,
            parts=tuple(parts),
            brief=brief(head, lines, f"as of {format_day(today)} · {_whose(found.rows)}, in UTC"),
            sources=_sources(found.rows),
            actions=_actions(found),
            data=_facts(found, ctx),
        )


def _is_meant(one: KeptFact, lab: str, pasted: ModelList | None) -> bool:
    """Whether a shutdown is of the lab and among the models that were asked about."""
    return (not lab or one.fact.vendor == lab) and (pasted is None or one.fact.slug in pasted.slugs)


def _is_after(one: KeptFact, last: date | None) -> bool:
    return last is not None and one.fact.day is not None and one.fact.day > last


def _title(found: RetiringInputs, today: date, typed: str) -> str:
    who = f"{vendor_name(found.lab)} " if found.lab else ""
    of, none = (f" of {who}models", f" of any {who}model") if who else ("", "")
    if found.pasted is not None:
        of = none = f" of {_pasted(found.pasted, typed)}"
    asked = _days_said(found.days, today)
    if not found.rows:
        return f"No shutdown{none}{asked} is recorded here" if asked else f"No shutdown{none} is known here"
    days = [(one.fact.model, one.fact.day) for one in found.rows if one.fact.day is not None]
    named = ", ".join(f"{model} on {format_day(day, today)}" for model, day in days[:NAMED])
    more = f" and {len(found.rows) - NAMED} more" if len(found.rows) > NAMED else ""
    several = "s" if len(found.rows) > 1 else ""
    return f"Shutdown{several}{of}{asked}: {named}{more}" if asked else f"Next shutdown{several}{of}: {named}{more}"


def _days_said(days: tuple[date | None, date | None], today: date) -> str:
    """Format the days that were asked about: `` in December 2026``; '' where none were."""
    first, last = days
    if first is not None and last is not None:
        return f" {span_said(first, last)}"
    if last is not None:
        return f" {span_said(today, last)}"
    return f" since {spelled_day(first)}" if first is not None else ""


def _pasted(pasted: ModelList, typed: str) -> str:
    """What was pasted: the number of its models, the name of one, or the words where it names none."""
    if len(pasted.models) > 1:
        return f"the {len(pasted.models)} named"
    return pasted.models[0].name if pasted.models else f"“{shorten(typed, TYPED)}”"


def _count(found: RetiringInputs) -> str:
    count = len(found.rows)
    if any(found.days):
        return f"{count} shutdown{'s' if count > 1 else ''} of those days {'are' if count > 1 else 'is'} recorded"
    return f"{count} shutdown{'s are' if count > 1 else ' is'} announced"


def _whose(rows: Sequence[KeptFact]) -> str:
    """Format how many of the days were read on the vendors' own pages."""
    told = sum(bool(one.fact.via) for one in rows)
    return f"{told} of {len(rows)} days are as others tell them" if told else "days are the vendors' own"


def _line(one: KeptFact, today: date, *, ours: bool = False) -> tuple[str | TextSpan, ...]:
    return shutdown_line(one, today, "ours: " if ours else "")


def _read(pasted: ModelList) -> str:
    """Describe how a pasted list was read."""
    if not pasted.models:
        return "I know no model of that name."
    told = f"Read as {counted(len(pasted.models), 'model')}"
    named = ", ".join(one.name for one in pasted.models[:6])
    told += f": {named}" + (", …" if len(pasted.models) > 6 else "") if named else ""  # noqa: PLR2004 - as above
    return told + (f". Not understood: {', '.join(pasted.unread[:5])}" if pasted.unread else "") + "."


def _recorded(found: RetiringInputs) -> Iterator[str]:
    """Say of pasted models without a shutdown since when those of their labs are recorded."""
    if found.recorded:
        known = join_names(ends_recorded(lab, since) for lab, since in list(found.recorded.items())[:LABS])
        yield f"Earlier shutdowns may be missing: {known}."


def _actions(found: RetiringInputs) -> tuple[Button, ...]:
    if found.pasted is not None and found.pasted.models:
        return (Button("Watch these", order("model watch", name=", ".join(found.pasted.slugs)), "main"),)
    return tuple(Button(one.fact.model[:80], order("model show", name=one.fact.slug)) for one in found.rows[:2])


def _sources(rows: Sequence[KeptFact]) -> tuple[Source, ...]:
    """Return the pages, each once, with their times."""
    pages = {one.fact.url: one for one in reversed(rows[:LISTED])}
    return tuple(
        Source(one.fact.via or named_source(vendor_name(one.fact.vendor), url), url, one.read_at)
        for url, one in pages.items()
    )


def _facts(found: RetiringInputs, ctx: RequestContext) -> dict[str, object]:
    return {
        "as_of": ctx.as_of,
        "lab": found.lab or None,
        "since": found.days[0],
        "until": found.days[1],
        "read": [one.slug for one in found.pasted.models] if found.pasted is not None else None,
        "unread": list(found.pasted.unread) if found.pasted is not None else None,
        "retiring": [
            {
                "id": one.fact.model,
                "subject": one.fact.slug,
                "vendor": one.fact.vendor,
                "day": one.fact.day,
                "days_left": days_left(one.fact.day, ctx.as_of) if one.fact.day else None,
                "certainty": one.fact.certainty.value,
                "successor": one.fact.successor or None,
                "announced": one.fact.announced,
                "source": one.fact.url,
                "via": one.fact.via or None,
                "ours": one.fact.slug in found.ours,
            }
            for one in found.rows
        ],
    }
