"""Claims, the evidence under them, and what people logged beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.evals.eval_runs import EvalRun
from bot.domain.evidence.evidence import Benchmark, Claim, ClaimOutcome, Evidence
from bot.messages.request import View


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """Somebody who says things: their name, what kind of source they are, where they are found."""

    party: str
    kind: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClaimDispute:
    """A person's objection to a claim's grade; shown at once, weighed by the desk."""

    claim: str
    by: str
    why: str
    link: str
    at: datetime
    state: str = "waiting"


@dataclass(frozen=True, slots=True)
class DemoCard:
    """What was disclosed of a demo, by question (`bot.domain.evidence.demos`); None is "not stated"."""

    link: str
    answers: Mapping[str, bool | None]
    by: str
    at: datetime


class Claims(Protocol):
    """The ledger of claims. A read sees one tenant's rows and the public ones, as known at the view's moment."""

    def claim(self, claim_id: str, view: View) -> Claim | None:
        """The claim of that id, with its outcome and dispute as known by then; None if this view has none."""

    def about(self, subjects: Sequence[str], view: View) -> Sequence[Claim]:
        """Every claim whose subject or comparator is one of these, in the order of their ids."""

    def like(self, text: str, subjects: Sequence[str], view: View, limit: int = 80) -> Sequence[Claim]:
        """Candidates for the claim that a text repeats: those that share its telling words or its subjects."""

    def every(self, view: View, limit: int = 1000) -> Sequence[Claim]:
        """All claims, the latest learned first."""

    def evidence(self, subjects: Sequence[str], view: View, claim_id: str = "") -> Sequence[Evidence]:
        """Every item that says something about these subjects or is linked to the claim, and all that those cite."""

    def tenants_about(self, subjects: Sequence[str], as_of: datetime) -> Sequence[str]:
        """The tenants that filed something of their own about these subjects by then: they may see it otherwise."""

    def item(self, evidence_id: str, view: View) -> Evidence | None:
        """One item of evidence."""

    def benchmarks(self) -> Mapping[str, Benchmark]:
        """The benchmarks by name."""

    def sources(self, view: View) -> Mapping[str, SourceInfo]:
        """Who is behind the evidence, by party."""

    def items_of(self, party: str, view: View) -> Sequence[Evidence]:
        """Every item of one party, in the order they were filed."""

    def said_by(self, party: str, view: View) -> Sequence[tuple[Evidence, Claim, int]]:
        """What one party said about claims of the ledger: the item, the claim, +1 for it or -1 against."""

    def disputes(self, claim_id: str, view: View) -> Sequence[ClaimDispute]:
        """The disputes of one claim, oldest first."""

    def trials(self, tenant: str, task: str = "", model: str = "") -> Sequence[EvalRun]:
        """A tenant's own runs, oldest first; all of a task, or of a model, or everything."""

    def tasks(self, tenant: str) -> Sequence[str]:
        """The tasks a tenant has logged runs of."""

    def demo(self, tenant: str, link: str) -> DemoCard | None:
        """What a tenant noted about a demo."""

    async def add_claim(self, claim: Claim, by: str, at: datetime) -> str:
        """File a claim for a tenant; returns its id. The same words filed twice by one tenant are one claim."""

    async def add_evidence(self, item: Evidence, by: str, at: datetime) -> str:
        """File an item for a tenant; returns its id. The same link for the same claim is one item."""

    async def accept(self, evidence_id: str, tenant: str, accepted: bool, by: str, at: datetime) -> bool:  # noqa: FBT001 - the decision itself
        """The desk's word on an item; False when the tenant has no such item."""

    async def resolve(self, claim_id: str, tenant: str, outcome: ClaimOutcome, by: str, why: str, at: datetime) -> bool:
        """Note what happened, for this tenant; False when it sees no such claim."""

    async def dispute(self, dispute: ClaimDispute, tenant: str) -> None:
        """Note an objection; the same person disputes a claim once."""

    async def log_trials(self, tenant: str, trials: Sequence[EvalRun]) -> int:
        """Keep runs; returns how many were new (a run logged twice is one)."""

    async def keep_demo(self, tenant: str, card: DemoCard) -> None:
        """Note the disclosures of a demo; the latest note counts."""
