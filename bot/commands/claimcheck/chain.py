"""``/claimcheck chain``: who said it first and who only repeats it, as a tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.commands.claimcheck._cards.actions import title
from bot.commands.claimcheck._checking import CheckedClaim, ClaimMaterial, judge, material_of
from bot.dispatch.command import Command, as_of_option, option
from bot.domain.evidence.evidence import Evidence
from bot.domain.evidence.grade_result import Graded, WeighedItem
from bot.domain.evidence.origins import Drift, Lineage, propose
from bot.domain.text import shorten
from bot.domain.time import format_time
from bot.messages.order import order
from bot.messages.reply import Branch, Bullets, Button, Fields, Form, Part, Reply, Source, Text, Tree
from bot.messages.request import RequestContext
from bot.messages.words import counted, flag_words
from bot.ports import Ports

QUOTED = 110  # characters of the claim in the title
DEEP = 12  # levels of repeats of repeats that are drawn
WIDE = 40  # repeats of one item that are drawn


@dataclass(frozen=True, slots=True)
class ChainInputs:
    """What the chain is drawn from."""

    material: ClaimMaterial


class Chain(Command[ChainInputs], name="claimcheck chain", shareable=True):
    """Draw who said it first and who only repeats it."""

    claim: str = option("Claim id, or the sentence", complete="claim", limit=1_000)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> ChainInputs:
        """The claim and everything that bears on it."""
        return ChainInputs(material_of(ports, ctx, self.claim))

    def answer(self, found: ChainInputs, ctx: RequestContext) -> Reply:
        """The tree in words and as a picture; drift, circles and likely copies below it."""
        checked = judge(found.material, ctx.as_of)
        graded, items, lineage = checked.graded, checked.items, checked.graded.lineage
        joined = sorted(graded.items, key=lambda one: -len(one.ids))
        used = {name: item for item in joined for name in item.ids}  # what says it by itself before what is compared
        known = {name: items[name] for name in used}
        roots = sorted((i for i in known.values() if lineage.is_root(i)), key=lambda i: (i.so_at, i.id))
        trees = (*(_branch(root, known, used, lineage, DEEP) for root in roots), *_without_origin(known, used, lineage))
        counts = _counts(graded)
        alt = f"Citations under “{checked.claim.text}”: {counts}."
        guesses = [guess for guess in propose(known.values()) if guess[0] in known and guess[1] in known]
        name = checked.claim.id or self.claim
        linked = (root for root in known.values() if lineage.is_root(root) and root.url.startswith("http"))
        return Reply(
            title=_title(checked, roots, used),
            parts=(
                _counted(graded, counts),
                Tree(f"What rests on what: {counts}", trees, alt)
                if trees
                else Text("Nothing in the ledger bears on it."),
                *_drifts(lineage.drifts, known),
                *_likely_copies(guesses, known),
            ),
            sources=tuple(Source(root.party, root.url, root.learned_at) for root in linked)[:6],
            actions=(
                Button("The claim", order("claimcheck ask", claim=name)),
                Form("Add evidence", "claimcheck add", {"claim": name}),
            ),
            data=_facts(checked, trees, guesses, ctx),
            shows=(checked.claim.id,) if checked.claim.id else (),
        )


def _title(checked: CheckedClaim, roots: Sequence[Evidence], used: Mapping[str, WeighedItem]) -> str:
    """Who said it first, and when; else who denied it first.

    Else what it is computed from, or that no origin is known. Who published one of two compared numbers did not say
    which is better.
    """
    told = [root for root in roots if len(used[root.id].ids) == 1]
    for_it, against = ([root for root in told if used[root.id].sign * sign > 0] for sign in (1, -1))
    quote = f"“{shorten(title(checked.decides) if checked.parts else checked.claim.text, QUOTED)}”"
    for said, first in (("said it first", for_it), ("spoke against it first, nobody for it", against)):
        if first:
            return f"{first[0].party} {said}, {format_time(first[0].so_at)}: {quote}"
    if sides := checked.graded.origins or checked.graded.against:
        return f"Nobody said it; it is compared by numbers of {' and '.join(sides[:3])}: {quote}"
    return f"No origin is known of {quote}"


def _counts(graded: Graded) -> str:
    against = f", {len(graded.against)} against" if graded.against else ""
    return f"{counted(len(graded.origins), 'origin')}, {counted(graded.repeats, 'repeat')}{against}"


def _counted(graded: Graded, counts: str) -> Fields:
    """The grade and how many it stands on."""
    named, against = (", ".join(side[:5]) or "none" for side in (graded.origins, graded.against))
    return Fields(
        (
            ("Grade", f"{graded.word}, {counts}"),
            ("Origins", f"{len(graded.origins)} ({named})"),
            ("Against", f"{len(graded.against)} ({against})"),
            ("Repeats", str(graded.repeats)),
            ("First-party", str(graded.first_party)),
        )
    )


def _without_origin(
    known: Mapping[str, Evidence], used: Mapping[str, WeighedItem], lineage: Lineage
) -> tuple[Branch, ...]:
    """The items under no root: those that cite each other in a circle, or nothing the ledger knows."""
    loose = sorted((item for item in known.values() if not lineage.roots.get(item.id)), key=lambda item: item.id)
    if not loose:
        return ()
    circular = sorted(item.id for item in loose if item.id in lineage.circular)
    note = f"circular: {', '.join(circular)}" if circular else "they cite nothing the ledger knows"
    return (Branch("no origin found", note, tuple(_leaf(item, used) for item in loose)),)


def _likely_copies(guesses: Sequence[tuple[str, str, str]], known: Mapping[str, Evidence]) -> list[Part]:
    pairs = ((known[late].shown, known[early].shown, number) for late, early, number in guesses[:5])
    lines = tuple(f"{late} may copy {early}: both say {number}" for late, early, number in pairs)
    return [Bullets(lines, "Likely copies, for a person to confirm")] if lines else []


def _branch(
    item: Evidence, known: Mapping[str, Evidence], used: Mapping[str, WeighedItem], lineage: Lineage, deep: int
) -> Branch:
    """An item with those that cite it below it; a circle ends where the depth does."""
    below = [other for other in known.values() if item.id in other.cites] if deep else []
    below.sort(key=lambda other: (other.so_at, other.id))
    children = tuple(_branch(other, known, used, lineage, deep - 1) for other in below[:WIDE])
    if len(below) > WIDE:
        children += (Branch(f"and {len(below) - WIDE} more"),)
    leaf = _leaf(item, used)
    return Branch(leaf.label, leaf.detail, children)


def _leaf(item: Evidence, used: Mapping[str, WeighedItem]) -> Branch:
    weighed = used[item.id]
    side = "for" if weighed.sign > 0 else "against"
    marks = f" · {', '.join(map(flag_words, item.flags))}" if item.flags else ""
    name = f"{item.shown} · " if item.shown == item.id else ""
    worth = f"level {weighed.level}" if weighed.level else "weighs nothing"
    detail = f"{name}{format_time(item.so_at)} · {item.basis.value}, {item.form.value} · {side}, {worth}"
    return Branch(item.party, detail + marks)


def _drifts(drifts: Iterable[Drift], known: Mapping[str, Evidence]) -> list[Part]:
    lines = tuple(
        f"{known[d.copy].party} ({known[d.copy].shown}) says {d.copied} where {d.root} says {d.original}"
        for d in drifts
        if d.copy in known and d.root in known
    )
    return [Bullets(lines, "Drift: copies that changed what they copy")] if lines else []


def _facts(
    checked: CheckedClaim, trees: tuple[Branch, ...], guesses: list[tuple[str, str, str]], ctx: RequestContext
) -> dict[str, object]:
    graded = checked.graded
    return {
        "claim_id": checked.claim.id or None,
        "grade": graded.known,
        "origins": len(graded.origins),
        "origin_names": list(graded.origins),
        "against": list(graded.against),
        "repeats": graded.repeats,
        "first_party": graded.first_party,
        "load_bearing": list(graded.load_bearing),
        "circular": sorted(graded.lineage.circular & graded.used),
        "drift": [d.copy for d in graded.lineage.drifts if d.copy in graded.used],
        "proposed": [{"later": late, "earlier": early, "number": number} for late, early, number in guesses],
        "tree": [_told(tree) for tree in trees],
        "as_of": ctx.as_of,
    }


def _told(branch: Branch) -> dict[str, object]:
    return {"label": branch.label, "detail": branch.detail, "children": [_told(child) for child in branch.children]}
