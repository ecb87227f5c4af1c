"""``/claimcheck ready``: the release checklist of a model, and what is really known of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from bot.dispatch.command import Command, as_of_option, option
from bot.domain.evidence.release_checklist import Certainty, ChecklistFinding, ChecklistItem, ReleaseChecklist
from bot.domain.names.subjects import fold
from bot.domain.text import shorten
from bot.domain.time import format_day, format_moment, format_time
from bot.messages import words
from bot.messages.levels import brief
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Part, Reply, Source, Text, Words, bold, link
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.aliases import confirmed_name, one_subject
from bot.queries.known_up_to import known_sentence, known_words
from bot.queries.names import name_of
from bot.queries.records.checklist_record import ChecklistRecord, checklist_record
from bot.queries.records.model_state import NOTHING_RECORDED, ModelState, last_known, model_state

_SURFACES = {"api": "API", "app": "app", "codex": "Codex", "copilot": "Copilot"}
_SHORT_NAMES = {"context and output limits": "limits", "agentic reliability": "reliability"}
MARKS = {Certainty.KNOWN: "☑", Certainty.CLAIMED: "◐", Certainty.UNKNOWN: "☐"}
SHOWN = 4
BESIDE = 3  # other values that fit under the rows; more of them have a page of their own
NAME = 80  # characters of a name in the title
_CLAUSE = re.compile(r"[:;] ")
VALUE = 46  # characters of a value in the short answer


@dataclass(frozen=True, slots=True)
class ReadyInputs:
    """The subject and the record of its checklist.

    ``identity`` is the name of the model that a codename is confirmed to be; ``state`` is how far it has come.
    """

    slug: str
    record: ChecklistRecord
    reads: str
    name: str
    known_up_to: datetime | None = None
    identity: str = ""
    state: ModelState = NOTHING_RECORDED

    @property
    def stranger(self) -> bool:
        """Whether nothing here knows the model."""
        return self.record.subject is None and not self.state.is_out and not self.record.checklist.known


class Ready(Command[ReadyInputs], name="claimcheck ready", shareable=True):
    """Show what is known of a model's card, price, limits, agentic reliability and latency."""

    model: str = option("Model or codename", complete="subject")
    page: int = option("Page; 2 has the other values of each row", default=1, low=1, high=2)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> ReadyInputs:
        """The subject, what it is confirmed to be, and the evidence about both."""
        slug = one_subject(ports, ctx, self.model)
        record = checklist_record(ports, slug, ctx.view)
        named = [reading for reading in record.readings if fold(reading.name) == fold(self.model)]
        reads = " · ".join(reading.said for reading in named[:3])
        name = name_of(ports, ctx.view, slug)
        known = last_known(ports, slug, ctx.view)
        called, state = confirmed_name(record.readings, name), model_state(ports, slug, ctx.view)
        return ReadyInputs(slug, record, reads, name, known, called, state)

    def answer(self, found: ReadyInputs, ctx: RequestContext) -> Reply:
        """Five rows, each known, claimed or unknown, and what is being waited for."""
        made = found.record.checklist
        name = shorten(found.name, NAME)
        waiting = ", ".join(made.waiting_for)
        verdict = f"Waiting for: {waiting}." if waiting else "All five are known."
        lines = tuple(_line(wait) for wait in made.waits)
        parts: list[Part] = [Text((bold(f"{made.known} of {len(made.waits)} known"), f" · {verdict}")), Bullets(lines)]
        details = [part for wait in made.waits for part in _details(wait)]
        short = sum(len(part.items) for part in details) <= BESIDE
        if self.page > 1:
            return self._others(found, made, details, ctx)
        parts += details if short else ()
        more = order("claimcheck ready", model=self.model, page=2)
        if found.stranger:
            parts.append(Text(f"{name} is not known here.", quiet=True))
        known = known_words(found.known_up_to, ctx)
        if known:
            parts.append(Text(known_sentence(found.known_up_to, ctx), quiet=True))
        if found.reads:
            parts.append(Text(found.reads, quiet=True))
        asked = "" if ctx.as_of == ctx.now else f"as of {format_time(ctx.as_of)}"
        note = " · ".join(filter(None, (asked, known, "☑ known ◐ claimed ☐ unknown")))
        count = f"{made.known} of {len(made.waits)}"
        unknown = " is not known here;" if found.stranger else ":"
        head = f"{name}{unknown} {count} known on its release checklist"
        if found.state.since is not None:
            called = f"{name} is {found.identity}, which" if found.identity else name
            head = f"{found.state.release_said(called)}; {count} known on its checklist"
        missing = (_missing(made),) if waiting and found.state.since is not None else ()
        return Reply(
            title=head,
            parts=tuple(parts),
            brief=brief(head, [*missing, *(_short(wait, ctx.as_of.date()) for wait in made.waits), found.reads], note),
            sources=_sources(made),
            actions=(
                *(() if short else (Button("Other values", more),)),
                Button("Tell me when a row changes", order("alerts add", what="wait", about=found.slug, where="me")),
                *(() if found.state.since is not None else (Button(words.ODDS, order("odds show", about=found.slug)),)),
            ),
            note="The first three need first-party text, the last two an independent measurement with n.",
            data=_data(found, made, ctx),
            shows=found.record.slugs,
        )

    def _others(self, found: ReadyInputs, made: ReleaseChecklist, details: list[Bullets], ctx: RequestContext) -> Reply:
        """The second page: values for other surfaces, what others said, and what was corrected."""
        back = order("claimcheck ready", model=self.model)
        return Reply(
            title=f"{shorten(found.name, NAME)}: other values on its release checklist",
            parts=tuple(details) or (Text("Nothing else is known of any row."),),
            sources=_sources(made),
            actions=(Button(words.CHECKLIST, back, in_place=True),),
            data=_data(found, made, ctx),
            shows=found.record.slugs,
        )


def _missing(made: ReleaseChecklist) -> str:
    """The rows that are not known, with those that are claimed at least."""
    wanted = [
        f"{wait.name}{' (only claimed)' if wait.state is Certainty.CLAIMED else ''}"
        for wait in made.waits
        if wait.state is not Certainty.KNOWN
    ]
    return f"Missing: {', '.join(wanted)}."


def _short(wait: ChecklistItem, today: date) -> Words:
    """One row of the short answer: value, who says so, when; what is needed where nothing is known."""
    mark = f"{MARKS[wait.state]} "
    if not wait.findings:
        return (mark, bold(f"{wait.name}:"), " unknown")
    first = wait.findings[0]
    known = "" if wait.state is Certainty.KNOWN else f" ({wait.state.value})"
    value = shorten(_CLAUSE.split(first.value, maxsplit=1)[0] if len(first.value) > VALUE else first.value, VALUE)
    by = "source" if value.startswith(first.party) else first.party
    name = _SHORT_NAMES.get(wait.name, wait.name)
    return (
        mark,
        bold(f"{name}:"),
        f" {value}{known} · ",
        link(by, first.url),
        f" {format_day(first.at.date(), today)}",
    )


def _line(wait: ChecklistItem) -> Words:
    head = f"{MARKS[wait.state]} {wait.name} — {wait.state.value}"
    if not wait.findings:
        return f"{head} · needs {wait.needs}"
    first = wait.findings[0]
    said: list[str] = [f"{head} · {first.value}{_where(first)}"]
    if wait.catalogues > 1 and (first.listed or wait.state is Certainty.CLAIMED):
        said.append(f" · {wait.catalogues} lists agree: {', '.join(wait.lists[:SHOWN])}")
    if wait.provisional and wait.settles_at is not None:
        said.append(f" · provisional until {format_time(wait.settles_at, '%d %b %H:%M')} UTC")
    if wait.state is Certainty.CLAIMED:
        said.append(f" · needs {wait.needs}")
    return (*said, f" · {first.party}, {_basis(first)}, {_read(first)} · ", link("source", first.url))


def _where(finding: ChecklistFinding) -> str:
    """The surface a value holds for; what lists say, they say of the API."""
    surface = finding.surface or ("api" if finding.listed else "")
    return f" ({_SURFACES.get(surface, surface)})" if surface else ""


def _basis(finding: ChecklistFinding) -> str:
    """How it is known; that a vendor's page was not read itself is said with it."""
    basis = "public list" if finding.listed else finding.basis
    return f"{basis}, {finding.via}" if finding.via else basis


def _read(finding: ChecklistFinding) -> str:
    return f"{format_moment(finding.at)} UTC" if finding.listed else format_time(finding.at)


def _details(wait: ChecklistItem) -> list[Bullets]:
    """The other values of a wait (other surfaces, other tellers), and what was corrected."""
    others = [f for f in wait.findings[1:] if f.value != wait.findings[0].value]
    if wait.state is Certainty.KNOWN:  # what was only rumoured before is history; another surface or list is not
        others = [f for f in others if f.good or f.listed or not _limits(wait)]
    lines: list[Words] = [_told(finding) for finding in others[:SHOWN]]
    lines += [f"corrected: {f.party} said {f.value} ({_read(f)})" for f in wait.replaced[:SHOWN]]
    return [Bullets(tuple(lines), f"{wait.name}, also")] if lines else []


def _told(finding: ChecklistFinding) -> Words:
    known = "" if finding.good else ", claimed"
    return f"{finding.value}{_where(finding)} · {finding.party}, {_basis(finding)}{known}, {_read(finding)}"


def _limits(wait: ChecklistItem) -> bool:
    return wait.name in ("pricing", "context and output limits")


def _sources(made: ReleaseChecklist) -> tuple[Source, ...]:
    firsts = [wait.findings[0] for wait in made.waits if wait.findings]
    return tuple({f.url: Source(f.party, f.url, f.at) for f in firsts if f.url.startswith("http")}.values())


def _surface(finding: ChecklistFinding) -> str | None:
    return finding.surface or ("api" if finding.listed else None)


def _data(found: ReadyInputs, made: ReleaseChecklist, ctx: RequestContext) -> dict[str, object]:
    return {
        "subject": found.slug,
        "known": made.known,
        "of": len(made.waits),
        "waiting_for": list(made.waiting_for),
        "waits": [
            {
                "name": wait.name,
                "state": wait.state,
                "provisional": wait.provisional,
                "value": wait.findings[0].value if wait.findings else None,
                "basis": wait.findings[0].basis if wait.findings else None,
                "date": wait.findings[0].at if wait.findings else None,
                "link": wait.findings[0].url if wait.findings else None,
                "surface": _surface(wait.findings[0]) if wait.findings else None,
                "provisional_until": wait.settles_at if wait.provisional else None,
                "catalogues": wait.catalogues,
                "lists": list(wait.lists),
                "needs": wait.needs,
                "values": [
                    {"value": f.value, "surface": _surface(f), "party": f.party, "basis": f.basis, "at": f.at}
                    for f in wait.findings
                ],
                "corrected": [{"value": f.value, "party": f.party, "at": f.at} for f in wait.replaced],
            }
            for wait in made.waits
        ],
        "as_of": ctx.as_of,
    }
