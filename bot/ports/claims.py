"""Claims, their evidence, and records that people logged about them."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.evals.eval_runs import EvalRun
from bot.domain.evidence.evidence import Benchmark, Claim, ClaimOutcome, Evidence
from bot.messages.request import View


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A source of statements: name, kind, and where it publishes."""

    party: str
    kind: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClaimResolution:
    """How a claim of ``tenant`` ('' if public) turned out, and since when it is known."""

    tenant: str
    claim: str
    type: str
    outcome: ClaimOutcome
    at: datetime


@dataclass(frozen=True, slots=True)
class ClaimDispute:
    """A person's objection to a claim's grade; shown at once, assessed by the desk."""

    claim: str
    by: str
    why: str
    link: str
    at: datetime
    state: str = "waiting"


@dataclass(frozen=True, slots=True)
class DemoCard:
    """What a demo disclosed, by question (`bot.domain.evidence.demos`).

    None is "not stated".
    """

    link: str
    answers: Mapping[str, bool | None]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Filing:
    """A claim or an item of evidence that somebody filed.

    ``claim`` is what an item is on, '' for a claim itself; ``retracted`` is a claim that the desk took back.
    """

    id: str
    text: str
    at: datetime
    claim: str = ""
    retracted: bool = False


class Claims(Protocol):
    """The ledger of claims; reads see a tenant's rows and public ones, as of the view."""

    def claim(self, claim_id: str, view: View) -> Claim | None:
        """Return a claim with its outcome and disputes, or None if the view has none."""

    def about(self, subjects: Sequence[str], view: View) -> Sequence[Claim]:
        """Return claims whose subject or comparator is one of these, by id."""

    def like(self, text: str, subjects: Sequence[str], view: View, limit: int = 80) -> Sequence[Claim]:
        """Return candidates for the claim a text repeats.

        They share its key words or subjects.
        """

    def every(self, view: View, limit: int = 1000, after: int = 0) -> Sequence[Claim]:
        """Return all claims, latest learned first; ``after`` leaves out so many of them."""

    def open_of(self, view: View) -> Sequence[Claim]:
        """Return the tenant's own claims that are open by then, oldest first."""

    def count(self, view: View) -> int:
        """Return how many claims `every` has."""

    def position(self, as_of: datetime) -> Hashable:
        """Return what the public ledger of claims had come to by then.

        Moments with the same one, and the same moment before and after a write, know the same public claims, outcomes
        and filed evidence.
        """

    def some(self, ids: Sequence[str], view: View) -> Sequence[Claim]:
        """Return claims by id, in no order, without those that are not visible."""

    def resolutions(self, view: View, kind: str, limit: int) -> Sequence[ClaimResolution]:
        """Return which claims came true or false, the latest first.

        They are of one type, or of all ('').
        """

    def evidence(self, subjects: Sequence[str], view: View, claim_id: str = "") -> Sequence[Evidence]:
        """Return evidence about these subjects or for the claim, and all it cites.

        What a desk has not accepted is none: it counts nothing anywhere (`item` finds it by its id).
        """

    def tenants_about(self, subjects: Sequence[str], as_of: datetime) -> Sequence[str]:
        """Return tenants that filed something about these subjects by then.

        Those tenants may see a different answer than the public one.
        """

    def item(self, evidence_id: str, view: View) -> Evidence | None:
        """Return one item of evidence."""

    def benchmarks(self) -> Mapping[str, Benchmark]:
        """Return the benchmarks by name."""

    def sources(self, view: View) -> Mapping[str, SourceInfo]:
        """Return the sources of the evidence, by party."""

    def items_of(self, party: str, view: View) -> Sequence[Evidence]:
        """Return all items of one party, in filing order."""

    def latest_of(self, parties: Sequence[str], view: View, limit: int) -> Sequence[Evidence]:
        """Return the latest accepted items of some parties that are linked to claims."""

    def said_by(self, party: str, view: View) -> Sequence[tuple[Evidence, Claim, int]]:
        """Return a party's statements about claims: item, claim, +1 for or -1 against."""

    def disputes(self, claim_id: str, view: View) -> Sequence[ClaimDispute]:
        """Return the disputes of a claim, oldest first."""

    def trials(self, tenant: str, task: str = "", model: str = "") -> Sequence[EvalRun]:
        """Return a tenant's own runs, oldest first: of a task, of a model, or all."""

    def tasks(self, tenant: str) -> Sequence[str]:
        """Return the tasks with runs logged in a tenant."""

    def demo(self, tenant: str, link: str) -> DemoCard | None:
        """Return a tenant's notes about a demo."""

    async def add_claim(self, claim: Claim, by: str, at: datetime) -> str:
        """File a claim for a tenant; returns its id.

        Filing the same words again returns the same claim.
        """

    async def add_evidence(self, item: Evidence, by: str, at: datetime) -> str:
        """File an item for a tenant; returns its id.

        The same link for the same claim is one item.
        """

    async def accept(self, evidence_id: str, tenant: str, accepted: bool, by: str, at: datetime) -> bool:  # noqa: FBT001 - the decision itself
        """Record the desk's decision on an item; False if the tenant has no such item."""

    def filings(self, tenant: str, person: str) -> Sequence[Filing]:
        """Return what a person filed in a tenant and did not withdraw, newest first."""

    async def revise(self, item: Evidence, at: datetime) -> bool:
        """Store an edited item; False if its author has none of that id."""

    async def reword(self, claim: Claim, items: Sequence[Evidence], by: str, at: datetime) -> bool:
        """Store an edited claim with its author's items for it.

        False if it is not theirs, if others added to it, or if its words are another claim's.
        """

    async def withdraw(self, name: str, tenant: str, by: str, at: datetime) -> bool:
        """Take a person's own claim or item back and erase its words.

        False if it is not theirs, is gone already, or is a claim that others added to.
        """

    async def retract(self, claim_id: str, tenant: str, at: datetime, *, stands: bool) -> bool:
        """Take a tenant's claim back from that moment on, or let it stand again.

        False if it is so already.
        """

    async def resolve(
        self, claim_id: str, tenant: str, outcome: ClaimOutcome | None, by: str, why: str, at: datetime
    ) -> bool:
        """Record an outcome for this tenant, or take its last one back (None).

        False if it sees no such claim.
        """

    async def dispute(self, dispute: ClaimDispute, tenant: str) -> None:
        """Record an objection; one per person and claim."""

    async def log_trials(self, tenant: str, trials: Sequence[EvalRun]) -> int:
        """Store runs; returns how many were new (a run logged twice counts once)."""

    async def drop_trials(self, tenant: str, by: str, at: datetime) -> None:
        """Take back the runs that a person logged at a moment."""

    async def keep_demo(self, tenant: str, card: DemoCard) -> None:
        """Store the disclosures of a demo; the latest record counts."""
