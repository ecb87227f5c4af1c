"""Claims that two names are one model, or that a name is a lab's."""

from itertools import pairwise

from bot.domain.claims.claim_types.base import ClaimType, Filled
from bot.domain.claims.clause import Clause
from bot.domain.evidence.bearing import AGAINST, FOR, NONE, Bearing
from bot.domain.evidence.evidence import EvidenceContext, Statement
from bot.domain.evidence.needs import ChecklistNeed, level
from bot.domain.names.lab_table import lab_table
from bot.domain.names.subjects import lab_of

_MEASURED = frozenset({"parameters", "tokens", "%", "elo", "points", "USD"})


def _same(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """Being the same works both ways; being one model excludes being another, and any one of another lab."""
    one, other = {said.subject, said.object}, {asked.subject, asked.object}
    if one == other:
        return FOR
    if asked.object in lab_table().labs:
        return _of_lab(said, asked, world)
    shared = one & other
    if not shared or said.polarity < 0:
        return NONE
    rest = (one | other) - shared
    if any(world.nameless(slug) for slug in rest):
        labs = set(map(lab_of, rest)) & lab_table().labs.keys()
        return AGAINST if len(labs) > 1 else NONE
    return AGAINST if len({world.one(slug) for slug in rest}) > 1 else FOR


def _of_lab(said: Statement, asked: Statement, world: EvidenceContext) -> Bearing:
    """What is of a lab, or is a model of a lab, is of no other one."""
    mine = world.one(asked.subject)
    own, other = sorted((said.subject, said.object), key=lambda slug: (slug != asked.subject, world.one(slug) != mine))
    if world.one(own) != mine:
        return NONE
    if said.polarity < 0:
        return FOR if other == asked.object else NONE
    lab = lab_of(other) if "/" in other else other
    if not lab:
        return NONE
    return FOR if lab == asked.object else AGAINST


class _Identity(ClaimType):
    def fits(self, clause: Clause) -> bool:
        """Whether two names are there, and nothing is measured.

        "Has the same 1.5T parameters as 4.5" is no identity.
        """
        if any(one.unit in _MEASURED for n, one in clause.measured() if not _stresses(clause, n)):
            return False
        if clause.has("chip") or _runs_on_a_lab(clause):
            return False  # what a model runs on is no name of it, nor of who made it
        first, second = (*clause.models(), 0, 0)[:2]
        if any(part.has("ahead", "behind") for part in clause.parts[first:second]):
            return False  # a lab may be behind a label, but no model behind another one
        carried = clause.subject_at is None and clause.subject is not None
        named = len(clause.models()) + carried
        told = clause.has("be", *self.keys) or bool(_beside(clause))
        if named == 1 and not told and any(part.kind == "word" and not part.entries for part in clause.parts):
            return False  # "borrows the attention of DeepSeek"
        return named + len(clause.labs()) > 1

    def evidence(self, clause: Clause) -> float:
        """A new name, a label and what it is said to be, or nothing but two models."""
        return 4.0 * _renames(clause) + 2.0 * (_told_of_label(clause) or _only_equates(clause))

    def fill(self, clause: Clause) -> Filled:
        filled = self.plain(clause, placed=False)
        slug = filled.statement.subject
        others = [n for n in clause.models() if n != clause.subject_at and clause.slug(n) != slug]
        place = next(iter((*_beside(clause), *others[::-1], *clause.labs()[::-1])), None)
        if place is None:
            return filled
        equals = [n for n, part in enumerate(clause.parts) if part.norm == "="]
        contrast = _contrasted(clause, [n for n in (*others, *clause.labs()) if n != place])
        return filled.saying(place, *equals, *contrast, object=clause.slug(place), future=clause.has("expected"))


def _runs_on_a_lab(clause: Clause) -> bool:
    """Whether a model runs on what a lab has: "runs on AMD"."""
    return any(before.norm == "runs on" and part.lab for before, part in pairwise(clause.parts))


def _stresses(clause: Clause, place: int) -> bool:
    """Whether an amount only says how sure it is: "is 100% Mistral"."""
    name = clause.parts[place + 1 : place + 2]
    return place > 0 and clause.parts[place - 1].has("be") and bool(name) and name[0].name is not None


def _beside(clause: Clause) -> list[int]:
    """The name behind the subject and a sign: "garnet → o1", "toffee (Google)"."""
    at = len(clause.parts) if clause.subject_at is None else clause.subject_at
    behind = clause.parts[at + 1 : at + 4]
    signs = [n for n, part in enumerate(behind[:2]) if part.norm in ("=", "→", ">", "(")]
    return [at + 2 + n for n in signs[-1:] if any(part.name is not None for part in behind[n + 1 : n + 2])]


def _renames(clause: Clause) -> bool:
    """Whether a model gets another name: "renamed Sonar Max to Sonar Pro"."""
    models = clause.models()
    to = len(models) > 1 and any(part.norm in ("to", "as", "→") for part in clause.parts[models[0] : models[1]])
    return to and any(part.norm.startswith(("renam", "rebrand")) for part in clause.parts)


def _only_equates(clause: Clause) -> bool:
    """Whether a clause says no more than that one model is another."""
    told = [part for part in clause.parts if part.kind != "mark" and not part.has("filler", "rumour", "negation")]
    return ["model" if part.model else part.has("be") for part in told] == ["model", True, "model"]


def _told_of_label(clause: Clause) -> bool:
    """Whether a label is said to be, or not to be, a model or of a lab."""
    at = next((n for n, part in enumerate(clause.parts) if part.label), None)
    if at is None:
        return False
    other = next((n for n, part in enumerate(clause.parts) if n > at and (part.model or part.lab)), None)
    between = clause.parts[at:other] if other is not None else ()
    return any(part.has("be", "identity") for part in between)


def _contrasted(clause: Clause, others: list[int]) -> list[int]:
    """The names of "…, not GPT-6": that it is another model already says so."""
    return [n for n in others if n > 1 and clause.parts[n - 1].has("negation")]


TYPE = _Identity(
    name="identity",
    label="identity",
    words=frozenset({"identity", "codename", "equal", "exist", "expected"}),
    keys=frozenset({"identity", "codename"}),
    rules={"identity": _same},
    needs=(
        ChecklistNeed("the vendor naming both", "the announcement or the model card", level(5)),
        ChecklistNeed(
            "the same row id under both names, or two independent fingerprints",
            "a public list that keeps ids when a name is unmasked",
            level(4),
        ),
    ),
    examples=("Spud is GPT-5.5", "Pony Alpha turned out to be GLM-5", "Hunter Alpha isn't DeepSeek V4"),
    about_two=True,
)
