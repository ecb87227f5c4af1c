"""Claims about where a model's training stands."""

from bot.domain.claims.claim_types.base import ClaimType, Filled
from bot.domain.claims.clause import Clause
from bot.domain.evidence.bearing import AGAINST, FOR, NONE, Bearing, in_time
from bot.domain.evidence.evidence import EvidenceContext, Statement
from bot.domain.evidence.needs import ChecklistNeed, first_party, two_origins

_STAGES = (
    ("pre", "pretraining"), ("post", "post-training"), ("rl", "post-training"), ("fine", "post-training"),
    ("reinforcement", "post-training"), ("red", "safety testing"), ("safety", "safety testing"),
)  # fmt: skip


def _stage_reached(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """A stage, with its day where one is asked for."""
    del world
    if asked.object and said.object and asked.object != said.object:
        return NONE
    if asked.day is None:
        return FOR
    if said.day is None:
        return NONE
    return FOR if in_time(said.day, asked.day, asked) else AGAINST


def _stage(clause: Clause) -> str:
    words = [part.norm for part in clause.parts if part.has("train")]
    stage = next((stage for word in words for head, stage in _STAGES if word.startswith(head)), "training")
    if clause.has("finish") or any(word.startswith(("pretrained", "pre trained")) for word in words):
        return stage
    return stage + (", under way" if clause.has("start", "past state") or "is being" in clause.text else ", other")


class _TrainingStatus(ClaimType):
    def fits(self, clause: Clause) -> bool:
        return clause.has("train")

    def evidence(self, clause: Clause) -> float:
        """A training, and no model, that is halted or paused."""
        halted = clause.places("cancel", "delay")
        return 2.0 * any(part.has("train") for n in halted for part in clause.parts[max(0, n - 2) : n])

    def fill(self, clause: Clause) -> Filled:
        return self.dated(self.plain(clause), clause).saying(*clause.makers(), object=_stage(clause))


TYPE = _TrainingStatus(
    name="training_status",
    label="training status",
    words=frozenset({"train", "finish", "start"}),
    keys=frozenset({"train"}),
    undoes=frozenset({"cancel"}),  # a training that was halted is none that goes on
    rules={"training_status": _stage_reached},
    needs=(
        ChecklistNeed("a first-party statement", "the vendor's own words, on record", first_party),
        ChecklistNeed("a second independent named source", "another paper with its own sight of it", two_origins),
    ),
    examples=("Spud finished pretraining", "Grok 6 training is under way", "GPT-6 has begun post-training"),
)
