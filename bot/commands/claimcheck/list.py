"""``/claimcheck list``: the claims of the ledger with their grades."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.dispatch.command import Command, as_of_option, option
from bot.domain.evidence.evidence import Claim
from bot.domain.evidence.grade_result import Graded
from bot.domain.evidence.grade_rules import Grade
from bot.domain.names import NameKind
from bot.domain.names.subjects import Subject
from bot.domain.text import shorten
from bot.domain.time import format_moment
from bot.messages import words
from bot.messages.errors import BadArgument
from bot.messages.order import order
from bot.messages.reply import Button, Reply, Table, Text
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.aliases import one_subject, world_of
from bot.queries.claims.claim_grades import grade_claim, newest_first
from bot.queries.families.model_families import family_called
from bot.queries.names import covered_by
from bot.reads.shared_reads import snapshot

Word = Literal["CONFIRMED", "SUPPORTED", "REPORTED", "UNCONFIRMED", "SPECULATION", "MIXED", "CONTRADICTED"]
Ended = Literal["open", "decided", "true", "false", "mixed", "void"]
TITLED = 50  # characters of a claim in the title
SHOWN = 14  # of a page: two and a half screens of a phone
GRADED = 72 * SHOWN  # claims that one list reads, and grades where it selects by grade: whole pages
PAGES = 100_000  # that can be asked for, more than there are
NEAR = 3  # models offered where nothing is about the one asked for


@dataclass(frozen=True, slots=True)
class ListClaimsInputs:
    """The page's claims as their cards grade them, and how many fit.

    ``near`` are models of a like name where there is none. ``latest`` is how many claims were looked through, if not
    all that there are.
    """

    shown: tuple[tuple[Claim, Graded], ...]
    count: int
    latest: int = 0
    near: tuple[Subject, ...] = ()


class ListClaims(Command[ListClaimsInputs], name="claimcheck list", shareable=True):
    """List the claims of the ledger with their grades."""

    about: str | None = option("Only this model", default=None, complete="subject")
    grade: Word | None = option("Only this grade", default=None)
    outcome: Ended | None = option("Only this outcome", default=None)
    changed_days: int | None = option("Only with evidence of the last days", default=None, low=1, high=3650)
    page: int = option("Page", default=1, low=1, high=PAGES)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> ListClaimsInputs:
        """The claims, and what their grades rest on, read once for all of them."""
        ports = snapshot(ports)
        begin = 0 if self._narrowed or self.about else (self.page - 1) * SHOWN // GRADED * GRADED
        if self.about:
            claims, near = self._about(ports, ctx, self.about)
            count = len(claims)
        else:
            claims, near, count = ports.claims.every(ctx.view, GRADED, begin), (), ports.claims.count(ctx.view)
        return self._selected(ports, ctx, newest_first(ports, claims, ctx.view), count, begin, near)

    @property
    def _narrowed(self) -> bool:
        """Whether claims are selected by more than what they are about."""
        return bool(self.grade or self.outcome or self.changed_days)

    def _selected(
        self,
        ports: Ports,
        ctx: RequestContext,
        claims: Sequence[Claim],
        count: int,
        begin: int,
        near: tuple[Subject, ...],
    ) -> ListClaimsInputs:
        """Select those of the page; ``claims`` begin after ``begin`` of ``count``."""
        before = (self.page - 1) * SHOWN - begin
        page = slice(before, before + SHOWN)
        if not self._narrowed:
            shown = [(one, grade_claim(ports, one, ctx.view).graded) for one in claims[page]]
            return ListClaimsInputs(tuple(shown), count, near=near)
        looked = claims[:GRADED]
        ended = (one for one in looked if self._ended(one, ctx.as_of))
        graded = ((one, grade_claim(ports, one, ctx.view).graded) for one in ended)
        rows = [row for row in graded if self._fits(*row, ctx.as_of)]
        return ListClaimsInputs(tuple(rows[page]), len(rows), len(looked) if len(looked) < count else 0, near)

    @staticmethod
    def _about(ports: Ports, ctx: RequestContext, text: str) -> tuple[Sequence[Claim], tuple[Subject, ...]]:
        """Read the claims about all that a name covers, else models of a like name."""
        called = family_called(ports, ctx, text)
        family = called is not None and called.kind is NameKind.FAMILY
        slug = called.slug if called is not None and family else one_subject(ports, ctx, text)
        _, readings = world_of(ports, [slug], ctx.view)
        covers = covered_by(ports, ctx.view, slug)
        claims = tuple(ports.claims.about((slug, *(reading.slug for reading in readings), *covers), ctx.view))
        like = () if claims else ports.ledger.suggest(text, ctx.view, NEAR + 1)
        return claims, tuple(one for one in like if one.slug != slug)[:NEAR]

    def answer(self, found: ListClaimsInputs, ctx: RequestContext) -> Reply:
        """A table of them, the latest evidence first."""
        pages = max(1, -(-found.count // SHOWN))
        if self.page > pages:
            raise BadArgument(
                f"There {'is' if pages == 1 else 'are'} only {pages} page{'s' if pages > 1 else ''}.",
                todo=f"Give page:{pages}.",
            )
        table = Table(
            ("id", "outcome", "grade", "origins", "claim"),
            tuple(
                (one.id, one.outcome_at(ctx.as_of).value, graded.word, str(len(graded.origins)), one.text[:80])
                for one, graded in found.shown
            ),
            frozenset({"origins"}),
        )
        more = f", page {self.page} of {pages}" if pages > 1 else ""
        grades = Counter(graded.word for _, graded in found.shown)
        told = " · ".join(f"{count} {grade}" for grade, count in grades.most_common())
        counts = Text(f"{'On this page' if pages > 1 else 'Grades'}: {told}")
        return Reply(
            title=f"{_counted(found)}{more}{_first(found)}",
            parts=(counts, table) if found.shown else (Text(self._nothing()),),
            actions=self._actions(found, pages),
            note=f"Evidence as known on {format_moment(ctx.as_of)} UTC.",
            data={
                "count": found.count,
                "of_latest": found.latest or None,
                "page": self.page,
                "pages": pages,
                "claims": [_fact(c, g, ctx) for c, g in found.shown],
            },
        )

    def _actions(self, found: ListClaimsInputs, pages: int) -> tuple[Button, ...]:
        """The next page, or what else can be asked where nothing fits."""
        if self.page >= pages:
            return () if found.shown else self._instead(found)
        following = order(
            "claimcheck list", about=self.about, grade=self.grade, outcome=self.outcome,
            changed_days=self.changed_days, page=self.page + 1,
        )  # fmt: skip
        return (Button(words.NEXT_PAGE, following),)

    def _ended(self, claim: Claim, as_of: datetime) -> bool:
        """Whether a claim has the outcome asked for; decided is any but open."""
        outcome = claim.outcome_at(as_of).value
        return not self.outcome or self.outcome == outcome or (self.outcome == "decided" and outcome != "open")

    def _fits(self, claim: Claim, graded: Graded, as_of: datetime) -> bool:
        """Whether a claim has the grade asked for, and evidence as new as asked for."""
        if self.grade is not None and graded.known is not Grade(self.grade):
            return False
        late = graded.last_origin or claim.learned_at
        return not self.changed_days or bool(late and late >= as_of - timedelta(days=self.changed_days))

    def _nothing(self) -> str:
        if self.about and not self._narrowed:
            return f"No claim of the ledger is about “{shorten(self.about, 60)}”."
        return "No claim of the ledger fits."

    def _instead(self, found: ListClaimsInputs) -> tuple[Button, ...]:
        offered = (Button(f"About {one.name}"[:80], order("claimcheck list", about=one.slug)) for one in found.near)
        return (*offered, Button("All claims", order("claimcheck list")))


def _counted(found: ListClaimsInputs) -> str:
    """Format ``478 claims``, or ``12 of the latest 196 claims``."""
    if found.latest:
        return f"{found.count} of the latest {words.counted(found.latest, 'claim')}"
    return words.counted(found.count, "claim")


def _first(found: ListClaimsInputs) -> str:
    """The first claims of the page in a title, short."""
    named = ", ".join(f"“{shorten(claim.text, TITLED)}”" for claim, _ in found.shown[:2])
    return f": {named}{' …' if found.count > len(found.shown[:2]) else ''}" if named else ""


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
