"""The public claims with their grades, a hundred a page, the latest learned first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.pages.blocks.claim_rows import ClaimRow, claim_rows
from bot.pages.page import Page, PageLink, PageRequest, PreviewCard, stamp
from bot.ports import Ports
from bot.queries.claims.kept_grades import grade_summaries
from bot.reads.shared_reads import snapshot

ADDRESS = "/claims"
ROWS = 100  # claims on a page: each of them is graded for it
AT_ONCE = 50  # of them at a step
NEAR = 3  # pages before and after one that it links to


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsPage(Page):
    """A page of the claims, out of ``total``.

    ``parts`` are the pages nearby, the first and the last.
    """

    claims: tuple[ClaimRow, ...]
    total: int
    part: int
    parts: tuple[PageLink, ...]


def build(ports: Ports, request: PageRequest) -> ClaimsPage:
    """The latest claims known by then."""
    return part_of(ports, request, 1)


def part_of(ports: Ports, request: PageRequest, part: int) -> ClaimsPage:
    """One page of the claims."""
    total = ports.claims.count(request.view)
    claims = ports.claims.every(request.view, ROWS, ROWS * (part - 1))
    rows = claim_rows(ports, claims, request.view)
    last = max(1, -(-total // ROWS))
    lead = f"{total} claim{'s' if total != 1 else ''}, each graded by its evidence, the latest first."
    return ClaimsPage(
        path=path_of_part(part),
        title="Claims" if part == 1 else f"Claims, page {part} of {last}",
        lead=lead,
        as_of=stamp(request),
        card=PreviewCard("What is it resting on?", "Claims", str(total), lead),
        changed_at=max((row.latest_at for row in rows if row.latest_at), default=None),
        trail=(PageLink("Claims", ADDRESS),) if part > 1 else (),
        claims=rows,
        total=total,
        part=part,
        parts=tuple(PageLink(str(number), path_of_part(number)) for number in _near(part, last)),
    )


def prepare(ports: Ports, request: PageRequest, **_: str) -> Iterator[None]:
    """Grade the latest claims ahead, some a step."""
    return prepare_part(ports, request, 1)


def prepare_part(ports: Ports, request: PageRequest, part: int) -> Iterator[None]:
    """Grade the claims of a page ahead, some a step."""
    claims = ports.claims.every(request.view, ROWS, ROWS * (part - 1))
    for start in range(0, len(claims), AT_ONCE):
        grade_summaries(snapshot(ports), claims[start : start + AT_ONCE], request.view)
        yield


def _near(part: int, last: int) -> list[int]:
    """The numbers of the pages that one links to; none where there is one page."""
    near = {1, *range(max(1, part - NEAR), min(last, part + NEAR) + 1), last}
    return sorted(near) if last > 1 else []


def path_of_part(part: int) -> str:
    """The address of a page of the list."""
    return ADDRESS if part == 1 else f"{ADDRESS}/{part}"
