"""``/claimcheck chain``: who said it first and who only repeats it, as a tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.commands.claimcheck._checking import CheckedClaim, ClaimMaterial, judge, material_of
from bot.dispatch.command import Command, as_of_option, option, order
from bot.domain.evidence.evidence import Evidence
from bot.domain.evidence.grades import WeighedItem
from bot.domain.evidence.origins import Drift, Lineage, propose
from bot.domain.time import format_time
from bot.messages.reply import Branch, Bullets, Button, Fields, Form, Part, Reply, Source, Text, Tree
from bot.messages.request import RequestContext
from bot.ports import Ports

DEEP = 12  # levels of repeats of repeats that are drawn
WIDE = 40  # repeats of one item that are drawn


@dataclass(frozen=True, slots=True)
class ChainInputs:
    """What the chain is drawn from."""

    material: ClaimMaterial


class Chain(Command[ChainInputs], name="claimcheck chain", shareable=True):
    """Draws who said it first and who only repeats it."""

    claim: str = option("Claim id, or the sentence", complete="claim", limit=1_000)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> ChainInputs:
        """The claim and everything that bears on it."""
        return ChainInputs(material_of(ports, ctx, self.claim))

    def answer(self, found: ChainInputs, ctx: RequestContext) -> Reply:
        """The tree in words and as a picture; drift, circles and likely copies below it."""
        checked = judge(found.material, ctx.as_of)
        graded, items, lineage = checked.graded, checked.items, checked.graded.lineage
        used = {name: item for item in graded.items for name in item.ids}
        known = {name: items[name] for name in used}
        roots = [item for item in known.values() if lineage.is_root(item)]
        loose = [item for item in known.values() if not lineage.roots.get(item.id)]
        trees = tuple(
            _branch(root, known, used, lineage, DEEP) for root in sorted(roots, key=lambda i: (i.so_at, i.id))
        )
        if loose:
            circular = sorted(item.id for item in loose if item.id in lineage.circular)
            note = f"circular: {', '.join(circular)}" if circular else "they cite nothing the ledger knows"
            trees += (
                Branch("no origin found", note, tuple(_leaf(i, used) for i in sorted(loose, key=lambda i: i.id))),
            )
        counts = f"{len(graded.origins)} origin{'s' if len(graded.origins) != 1 else ''}, {graded.repeats} repeats"
        alt = f"Citations under “{checked.claim.text}”: {counts}."
        parts: list[Part] = [
            Fields(
                (
                    ("Grade", graded.grade.value),
                    ("Origins", f"{len(graded.origins)} ({', '.join(graded.origins[:5]) or 'none'})"),
                    ("Repeats", str(graded.repeats)),
                    ("First-party", str(graded.first_party)),
                )
            ),
            Tree(f"What rests on what: {counts}", trees, alt) if trees else Text("Nothing in the ledger bears on it."),
        ]
        parts += _drifts(lineage.drifts, known)
        guesses = [guess for guess in propose(known.values()) if guess[0] in known and guess[1] in known]
        if guesses:
            lines = tuple(f"{late} may copy {early}: both say {number}" for late, early, number in guesses[:5])
            parts.append(Bullets(lines, "Likely copies, for a person to confirm"))
        name = checked.claim.id or self.claim
        return Reply(
            title=f"Chain of “{checked.claim.text[:160]}”",
            parts=tuple(parts),
            sources=tuple(Source(r.party, r.url, r.learned_at) for r in roots if r.url.startswith("http"))[:6],
            actions=(
                Button("The claim", order("claimcheck ask", claim=name)),
                Form("Add evidence", "claimcheck add", {"claim": name}),
            ),
            data=_facts(checked, trees, guesses, ctx),
            shows=(checked.claim.id,) if checked.claim.id else (),
        )


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
    marks = f" · {', '.join(item.flags)}" if item.flags else ""
    detail = (
        f"{item.id} · {format_time(item.so_at)} · {item.basis.value}, {item.form.value} · {side}, level {weighed.level}"
    )
    return Branch(item.party, detail + marks)


def _drifts(drifts: Iterable[Drift], known: Mapping[str, Evidence]) -> list[Part]:
    lines = tuple(
        f"{known[d.copy].party} ({d.copy}) says {d.said} where {d.root} says {d.original}"
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
        "grade": graded.grade,
        "origins": len(graded.origins),
        "origin_names": list(graded.origins),
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
