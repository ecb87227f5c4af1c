"""A checked claim as typed facts, for programs and tests; and the market beside a forecast."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache, lru_cache

from bot.commands.claimcheck._checking import CheckedClaim, ClaimMaterial
from bot.domain.claims.parsed import ParsedClaim
from bot.domain.evidence.comparison import BenchmarkComparison
from bot.domain.evidence.evidence import Claim, ClaimOutcome, Statement
from bot.domain.evidence.grade_result import WeighedItem
from bot.domain.markets.market_view import RungRow, board
from bot.domain.names import NameReader
from bot.messages.price_words import price_source
from bot.messages.request import RequestContext

NEAREST_RUNG = timedelta(days=14)
_VERSUS = re.compile(r"(?i)\b(?:vs|versus)\b")
OF_RELEASE = ("release_date", "available")  # types of claims about a release
SPEAKS = {1: "for", 0: "tie", -1: "against"}


@lru_cache(maxsize=1_024)
def model_name(slug: str) -> str:
    """A model as its lab writes it ("Claude Opus 4.7"), else the end of its slug."""
    read = _names().of_id(slug) if "/" in slug and not slug.startswith("label/") else None
    return read[1].name if read is not None else slug.rpartition("/")[2]


@cache
def _names() -> NameReader:
    """The names that labs give their models, without those of any ledger."""
    return NameReader()


DISPUTED = "disputed: somebody here objects to this grade; the full card says why."
# How strong one side of a claim is, by the levels of evidence.
STRENGTHS = (
    "nothing",
    "a word, a picture or an inference",
    "a trace that can be checked",
    "one named source",
    "strong evidence",
    "proof",
)
# What a claim of a type lacks while nothing better than a word, a picture or an inference speaks for it.
LACKS = {
    "better_than": "nobody has measured it",
    "benchmark_score": "nobody has measured it",
    "release_date": "no named source says so",
    "available": "no named source has seen it",
    "identity": "nobody has shown it",
    "exists": "no named source says so",
    "price": "no price page says so",
    "context_limits": "no page of the lab says so",
    "training_status": "no named source says so",
}


def is_over(material: ClaimMaterial) -> bool:
    """Whether a claim is about the release of a model that is out."""
    said = material.claim.statement
    return said.type in OF_RELEASE and not said.surface and material.state.is_out


def forecast(material: ClaimMaterial, ctx: RequestContext) -> bool:
    """Whether the claim is about a day that has not ended, or about the future without a day.

    None that is about the release of a model that is out.
    """
    said = material.claim.statement
    if is_over(material) or material.claim.outcome_at(ctx.as_of) is not ClaimOutcome.OPEN:
        return False
    if said.type not in OF_RELEASE:
        return bool(material.parsed and material.parsed.forecast)
    today = ctx.as_of.date()
    if said.day is None:
        return bool(material.parsed and material.parsed.forecast)
    return said.day > today or (said.day == today and said.operator != "on")


def market_row(material: ClaimMaterial, ctx: RequestContext) -> tuple[str, RungRow, str] | None:
    """The rung nearest to the asked day, with its venue and address.

    None if no odds of one are known. A price that was read comes before what others report of a nearer day.
    """
    day = material.claim.statement.day
    found: list[tuple[bool, int, str, RungRow, str]] = []
    for market in material.markets:
        made = board(market, ctx.as_of)
        for row in made.rows:
            last = row.date.last
            gap = abs((last - day).days) if last and day else 0
            if row.known is not None and not (day and gap > NEAREST_RUNG.days):
                found.append((bool(row.known.reports), gap, market.venue_name, row, price_source(made, row).url))
    best = min(found, key=lambda entry: entry[:3], default=None)
    return best[2:] if best is not None else None


def side_by_side(claim: Claim) -> str:
    """Return two models that are only named together ("GPT-6 vs Opus 5.5").

    Empty for any other claim.
    """
    said = claim.statement
    told = said.benchmark or said.object or said.values or said.beyond or said.type != "better_than"
    both = said.comparator if not told and _VERSUS.search(claim.text) else ""
    return f"{model_name(said.subject)} and {model_name(both)}" if both else ""


def data(checked: CheckedClaim, ctx: RequestContext) -> dict[str, object]:
    """The typed facts, the keys of SPEC §2 first."""
    graded, claim, material = checked.graded, checked.claim, checked.material
    said = claim.statement
    priced = market_row(material, ctx) if forecast(material, ctx) else None
    return {
        "checkable": True,
        **_statement(said, material.parsed),
        "claim_id": claim.id or matched_id(material),
        "match": material.match,
        "grade": graded.known,
        "support": graded.support,
        "refute": graded.refute,
        "rule": graded.rule.name,
        "origins": len(graded.origins),
        "repeats": graded.repeats,
        "load_bearing": list(graded.load_bearing),
        "missing": [need.words for need in checked.missing],
        "flags": list(checked.flags),
        "values": [{"value": value.number, "upto": value.upto, "role": value.role or None} for value in said.values],
        "rule_text": graded.rule.sentence,
        "origin_names": list(graded.origins),
        "against": list(graded.against),
        "first_party": graded.first_party,
        "would_settle": checked.settles,
        "outcome": claim.outcome_at(ctx.as_of),
        "forecast": forecast(material, ctx),
        "reads": [{"name": r.name, "subject": r.slug, "standing": r.standing} for r in material.readings],
        "known_subject": material.known_subject,
        "nearest": [near.id for near in material.near],
        "understood": not said.beyond,
        "left": list(said.beyond),
        "lines": [_line(line, said.polarity) for line in graded.lines],
        "market": _market(priced),
        "items": [_fact(item) for item in graded.items],
        "as_of": ctx.as_of,
    }


def _statement(said: Statement, parsed: ParsedClaim | None) -> dict[str, object]:
    """The slots of what was said, as the sentence has them.

    "B is worse than A" is about B, though the ledger keeps it as "A beats B".
    """
    made: dict[str, object] = {
        "claim_type": said.type or "other",
        "subject": said.subject or None,
        "object": said.object or None,
        "comparator": said.comparator or None,
        "benchmark": said.benchmark or None,
        "value": said.values[0].number if said.values else None,
        "unit": None,
        "deadline": said.day,
        "polarity": "-" if said.polarity < 0 else "+",
        "operator": said.operator or None,
        "direction": None,
    }
    if parsed is None:
        return made
    return made | {
        "subject": parsed.subject or made["subject"],
        "comparator": parsed.comparator or None,
        "value": made["value"] if parsed.value is None else parsed.value,
        "unit": parsed.unit,
        "deadline": parsed.deadline,
        "polarity": parsed.polarity,
        "direction": parsed.direction,
    }


def matched_id(material: ClaimMaterial) -> str | None:
    """The claim of the ledger that a sentence is the opposite of.

    One that is only near is none.
    """
    return material.near[0].id if material.match == "negated" and material.near else None


def _line(line: BenchmarkComparison, polarity: int) -> dict[str, object]:
    return {
        "benchmark": line.benchmark,
        "ours": line.ours,
        "theirs": line.theirs,
        "speaks": SPEAKS[line.sign * polarity],
        "level": line.level,
        "counts": line.on_axis,
    }


def _market(priced: tuple[str, RungRow, str] | None) -> dict[str, object] | None:
    if priced is None:
        return None
    venue, row, url = priced
    chance = row.signal.probability
    return {
        "venue": venue,
        "question": row.label,
        "probability": float(chance) if chance is not None else None,
        "reported": [float(known.low), float(known.high)] if (known := row.known) and known.reports else None,
        "read_at": row.read_at,
        "url": url,
        "counts_as_support": False,
    }


def _fact(item: WeighedItem) -> dict[str, object]:
    return {
        "evidence": list(item.ids),
        "origins": sorted(item.parties),
        "side": "for" if item.sign > 0 else "against",
        "level": item.level,
        "why": item.why,
        "copy": item.copy,
    }
