"""``/claimcheck ready``: the five waits of a model, and what is really known of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.command import Command, as_of_option, option, order
from bot.domain.evidence import Evidence, World
from bot.domain.readiness import Finding, Known, Readiness, Wait, readiness
from bot.domain.subjects import Standing, Subject, fold
from bot.ports import Ports
from bot.readings import one_subject, other_readings, world_of
from bot.reply import Bullets, Button, Part, Reply, Severity, Source, Text, Words, bold, link
from bot.request import Asked

MARKS = {Known.KNOWN: "☑", Known.CLAIMED: "◐", Known.UNKNOWN: "☐"}
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Found:
    """The subject and the evidence about it."""

    slug: str
    subject: Subject | None
    world: World
    evidence: tuple[Evidence, ...]
    reads: str


class Ready(Command[Found], name="claimcheck ready", shareable=True):
    """Shows what is known of a model's card, price, limits, agentic reliability and latency."""

    model: str = option("Model or codename", complete="subject")
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, asked: Asked) -> Found:
        """The subject, what it is confirmed to be, and the evidence about both."""
        slug = one_subject(ports, asked, self.model)
        world, _ = world_of(ports, [slug], asked.view)
        readings = other_readings(ports, [slug], asked.view)
        good = [reading for reading in readings if reading.standing is Standing.GOOD]
        items = tuple(ports.claims.evidence((slug, *(reading.slug for reading in good)), asked.view))
        reads = "; ".join(
            f"reads {reading.name} as {reading.slug.rpartition('/')[2]}: "
            + ("confirmed" if reading.standing is Standing.GOOD else "speculation")
            for reading in [r for r in readings if fold(r.name) == fold(self.model)][:3]
        )
        return Found(slug, ports.ledger.subject(slug, asked.view), world, items, reads)

    def answer(self, found: Found, asked: Asked) -> Reply:
        """Five rows, each known, claimed or unknown, and what is being waited for."""
        made = readiness(found.slug, found.evidence, asked.as_of, found.world)
        name = found.subject.name if found.subject else found.slug.rpartition("/")[2]
        waiting = ", ".join(made.waiting_for)
        verdict = f"Waiting for: {waiting}." if waiting else "All five are known."
        lines = tuple(_line(wait) for wait in made.waits)
        parts: list[Part] = [Text((bold(f"{made.known} of {len(made.waits)} known"), f" · {verdict}")), Bullets(lines)]
        for wait in made.waits:
            parts += _details(wait)
        if found.subject is None:
            parts.append(Text(f"{name} is not in the ledger.", quiet=True))
        if found.reads:
            parts.append(Text(found.reads, quiet=True))
        return Reply(
            title=f"{name} — {made.known} of {len(made.waits)} known ({asked.as_of:%-d %b %Y})",
            parts=tuple(parts),
            severity=Severity.GOOD if made.known == len(made.waits) else Severity.INFO,
            sources=_sources(made),
            actions=(
                Button("Tell me when a row changes", order("alerts add", what="wait", about=found.slug)),
                Button("Odds", order("odds show", about=found.slug)),
            ),
            note="The first three need first-party text, the last two an independent measurement with n.",
            data=_data(found, made, asked),
        )


def _line(wait: Wait) -> Words:
    head = f"{MARKS[wait.state]} {wait.name} — {wait.state.value}"
    if not wait.findings:
        return f"{head} · needs {wait.needs}"
    first = wait.findings[0]
    said: list[str] = [f"{head} · {first.value}"]
    if wait.provisional:
        said.append(" · provisional, first known less than 72 h ago")
    if wait.state is Known.CLAIMED:
        said.append(f" · needs {wait.needs}")
        if wait.catalogues > 1:
            said.append(f" · {wait.catalogues} catalogues agree, the first-party page is pending")
    return (*said, f" · {first.party}, {first.basis}, {first.at:%-d %b %Y} · ", link("source", first.url))


def _details(wait: Wait) -> list[Part]:
    """The other values of a wait (other surfaces, other tellers), and what was corrected."""
    others = [f for f in wait.findings[1 : SHOWN + 1] if f.value != wait.findings[0].value]
    lines: list[Words] = [_told(finding) for finding in others]
    lines += [f"corrected: {f.party} said {f.value} ({f.at:%-d %b %Y})" for f in wait.replaced[:SHOWN]]
    return [Bullets(tuple(lines), f"{wait.name}, also")] if lines else []


def _told(finding: Finding) -> Words:
    where = f" ({finding.surface})" if finding.surface else ""
    known = "" if finding.good else ", claimed"
    return f"{finding.value}{where} · {finding.party}, {finding.basis}{known}, {finding.at:%-d %b %Y}"


def _sources(made: Readiness) -> tuple[Source, ...]:
    firsts = [wait.findings[0] for wait in made.waits if wait.findings]
    return tuple({f.url: Source(f.party, f.url, f.at) for f in firsts if f.url.startswith("http")}.values())


def _data(found: Found, made: Readiness, asked: Asked) -> dict[str, object]:
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
                "surface": (wait.findings[0].surface or None) if wait.findings else None,
                "catalogues": wait.catalogues,
                "needs": wait.needs,
                "values": [
                    {"value": f.value, "surface": f.surface or None, "party": f.party, "basis": f.basis, "at": f.at}
                    for f in wait.findings
                ],
                "corrected": [{"value": f.value, "party": f.party, "at": f.at} for f in wait.replaced],
            }
            for wait in made.waits
        ],
        "as_of": asked.as_of,
    }
