"""``/claimcheck list``: the claims of the ledger with their grades."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.dispatch.command import Command, as_of_option, option, order
from bot.domain.evidence.evidence import Claim, ClaimOutcome, Evidence, EvidenceContext
from bot.domain.evidence.grade_rules import Grade
from bot.domain.evidence.grades import Graded, grade
from bot.domain.names.subjects import Subject
from bot.domain.time import format_moment
from bot.messages.errors import BadArgument, shorten
from bot.messages.reply import Button, Reply, Table, Text
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.aliases import one_subject, world_of
from bot.queries.evidence import identities, releases

Word = Literal["CONFIRMED", "SUPPORTED", "REPORTED", "UNCONFIRMED", "SPECULATION", "MIXED", "CONTRADICTED"]
Ended = Literal["open", "true", "false", "mixed", "void"]
GRADED = 200  # claims that one list grades
SHOWN = 20
NEAR = 3  # models offered where nothing is about the one asked for


@dataclass(frozen=True, slots=True)
class ListClaimsInputs:
    """The claims, the evidence about all their subjects read once, and where there are none, models of that name."""

    claims: tuple[Claim, ...]
    evidence: tuple[Evidence, ...]
    world: EvidenceContext
    near: tuple[Subject, ...] = ()


class ListClaims(Command[ListClaimsInputs], name="claimcheck list", shareable=True):
    """Lists the claims of the ledger with their grades."""

    about: str | None = option("Only this model", default=None, complete="subject")
    grade: Word | None = option("Only this grade", default=None)
    outcome: Ended | None = option("Only this outcome", default=None)
    changed_days: int | None = option("Only with evidence of the last days", default=None, low=1, high=3650)
    page: int = option("Page", default=1, low=1)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> ListClaimsInputs:
        """The claims and everything their grades rest on."""
        if self.about:
            slug = one_subject(ports, ctx, self.about)
            world, readings = world_of(ports, [slug], ctx.view)
            claims = tuple(ports.claims.about((slug, *(reading.slug for reading in readings)), ctx.view))
            if not claims:
                near = tuple(one for one in ports.ledger.suggest(self.about, ctx.view, NEAR + 1) if one.slug != slug)
                return ListClaimsInputs((), (), world, near[:NEAR])
        else:
            claims = tuple(ports.claims.every(ctx.view, GRADED))
        subjects = tuple(dict.fromkeys(s for c in claims for s in _slugs(c)))
        world, _ = world_of(ports, subjects, ctx.view)
        evidence = tuple(ports.claims.evidence(subjects, ctx.view))
        named = dict.fromkeys(s for c in claims if c.statement.type == "identity" for s in _slugs(c))
        for slug in subjects:
            known = ports.ledger.subject(slug, ctx.view)
            evidence += releases(known, evidence)
            if known and slug in named:
                evidence += identities(known, ports.ledger.named(known.name, ctx.view), evidence)
        return ListClaimsInputs(claims[:GRADED], evidence, world)

    def answer(self, found: ListClaimsInputs, ctx: RequestContext) -> Reply:
        """A table of them, the latest evidence first."""
        rows = sorted(self._rows(found, ctx), key=_by_newest)
        pages = max(1, -(-len(rows) // SHOWN))
        if self.page > pages:
            raise BadArgument(f"There {'is' if pages == 1 else 'are'} only {pages} page{'s' if pages > 1 else ''}.")
        shown = rows[(self.page - 1) * SHOWN : self.page * SHOWN]
        table = Table(
            ("id", "grade", "outcome", "origins", "claim"),
            tuple((c.id, g.word, c.outcome_at(ctx.as_of).value, str(len(g.origins)), c.text[:80]) for c, g in shown),
            frozenset({"origins"}),
        )
        more = f", page {self.page} of {pages}" if pages > 1 else ""
        following = order(
            "claimcheck list", about=self.about, grade=self.grade, outcome=self.outcome,
            changed_days=self.changed_days, page=self.page + 1,
        )  # fmt: skip
        return Reply(
            title=f"{len(rows)} claim{'s' if len(rows) != 1 else ''}{more}",
            parts=(table,) if shown else (Text(self._nothing()),),
            actions=(Button("More", following),) if self.page < pages else () if shown else self._instead(found),
            note=f"Evidence as known on {format_moment(ctx.as_of)} UTC.",
            data={
                "count": len(rows),
                "page": self.page,
                "pages": pages,
                "claims": [_fact(c, g, ctx) for c, g in shown],
            },
        )

    def _rows(self, found: ListClaimsInputs, ctx: RequestContext) -> Iterator[tuple[Claim, Graded]]:
        """The claims with the outcome and the grade asked for, with evidence as new as asked for."""
        since = ctx.as_of - timedelta(days=self.changed_days) if self.changed_days else None
        by_subject = _by_subject(found)
        for claim in found.claims:
            if self.outcome and claim.outcome_at(ctx.as_of) is not ClaimOutcome(self.outcome):
                continue
            graded = grade(claim, by_subject(claim), ctx.as_of, found.world)
            if self.grade is not None and graded.known is not Grade(self.grade):
                continue
            late = graded.last_origin or claim.learned_at
            if since is None or (late and late >= since):
                yield claim, graded

    def _nothing(self) -> str:
        narrowed = self.grade or self.outcome or self.changed_days
        if self.about and not narrowed:
            return f"No claim of the ledger is about “{shorten(self.about, 60)}”."
        return "No claim of the ledger fits."

    def _instead(self, found: ListClaimsInputs) -> tuple[Button, ...]:
        offered = (Button(f"About {one.name}"[:80], order("claimcheck list", about=one.slug)) for one in found.near)
        return (*offered, Button("All claims", order("claimcheck list")))


def _by_newest(row: tuple[Claim, Graded]) -> tuple[float, str]:
    """Sort by the newest evidence; claims without evidence come last."""
    return (-row[1].last_origin.timestamp() if row[1].last_origin else 0.0, row[0].id)


def _slugs(claim: Claim) -> tuple[str, ...]:
    said = claim.statement
    return tuple(slug for slug in (said.subject, said.object, said.comparator) if "/" in slug)


class _by_subject:  # noqa: N801 - called like a function
    """The evidence that may bear on a claim, out of everything read: about its subjects, or linked to it."""

    def __init__(self, found: ListClaimsInputs) -> None:
        self._world = found.world
        self._all = {item.id: item for item in found.evidence}
        self._of: dict[str, set[str]] = {}
        for item in found.evidence:
            for said in item.says:
                for slug in (said.subject, said.comparator, said.object):
                    self._of.setdefault(found.world.one(slug), set()).add(item.id)
            for claim in item.links:
                self._of.setdefault(claim, set()).add(item.id)

    def __call__(self, claim: Claim) -> list[Evidence]:
        names = set(self._of.get(claim.id, ()))
        for slug in _slugs(claim):
            names |= self._of.get(self._world.one(slug), set())
        for name in tuple(names):
            names |= {cited for cited in self._all[name].cites if cited in self._all}
        return [self._all[name] for name in sorted(names)]


def _fact(claim: Claim, graded: Graded, ctx: RequestContext) -> dict[str, object]:
    return {
        "claim_id": claim.id,
        "text": claim.text,
        "claim_type": claim.statement.type,
        "subject": claim.statement.subject,
        "grade": graded.known,
        "outcome": claim.outcome_at(ctx.as_of),
        "origins": len(graded.origins),
        "repeats": graded.repeats,
    }
