"""What one model costs, as the first value of its release checklist has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.commands.model._layout import WAITED
from bot.domain.evidence.release_checklist import Certainty, ChecklistFinding, ReleaseChecklist
from bot.domain.time import day_of, format_day
from bot.messages import words
from bot.messages.levels import brief
from bot.messages.order import order
from bot.messages.reply import Button, Reply, Words, bold, link
from bot.messages.request import RequestContext
from bot.queries.dossier import Dossier
from bot.queries.families.model_families import ModelFamily

PRICE = WAITED[0]  # the row of the release checklist
PRICED = 16  # models whose prices are set in order, the latest releases
PRICES_SHOWN = 4  # of them on the card
OF_TEXT = ("input", "output")  # what is paid for by the million tokens


@dataclass(frozen=True, slots=True)
class ModelPrice:
    """What one model costs, and whether its lab says so.

    ``finding`` is the first value of its checklist, None without any; then ``members`` are its models with a price.
    """

    name: str
    slug: str
    finding: ChecklistFinding | None
    known: bool
    members: tuple[ModelPrice, ...] = ()

    @property
    def amounts(self) -> Mapping[str, float]:
        """The dollars per million tokens by what they are for: input, output."""
        return {value.role: value.number for value in self.finding.numbers} if self.finding is not None else {}

    @property
    def whole(self) -> float | None:
        """The dollars for a million tokens in and a million out; None where one of them is not known."""
        paid = self.amounts
        return sum(paid[role] for role in OF_TEXT) if paid.keys() >= set(OF_TEXT) else None


def price_of(found: Dossier) -> ModelPrice:
    """The price of a model by its dossier."""
    return price_in(found.checklist, found.slug, found.name)


def price_in(checklist: ReleaseChecklist, slug: str, name: str) -> ModelPrice:
    """The price of a model by its checklist."""
    item = next((one for one in checklist.waits if one.name == PRICE and one.findings), None)
    known = item is not None and item.state is Certainty.KNOWN
    return ModelPrice(name, slug, item.findings[0] if item is not None else None, known)


def priced_members(models: Sequence[Dossier]) -> tuple[ModelPrice, ...]:
    """The models of a version that have a price."""
    return tuple(one for one in map(price_of, models) if one.finding is not None)


def price_line(one: ModelPrice) -> Words:
    """Format a model's price with who says so."""
    if one.members:
        prices = " · ".join(f"{each.name} {_short(each)}" for each in one.members[:PRICES_SHOWN])
        return ("• ", bold(one.name), f" per million tokens: {prices}")
    if one.finding is None:
        return ("• ", bold(one.name), ": no price known here")
    told = "" if one.known else " (claimed)"
    party = link(one.finding.party, one.finding.url)
    return ("• ", bold(one.name), f": {one.finding.value}{told} · ", party)


def _short(one: ModelPrice) -> str:
    """Format the dollars alone, each with what it is for: "$2 in, $10 out"."""
    return ", ".join(f"${amount:g} {role.removesuffix('put')}".rstrip() for role, amount in one.amounts.items())


def cheapest_card(family: ModelFamily, priced: Sequence[ModelPrice], ctx: RequestContext) -> Reply:
    """Build the card of a lab's or family's models that have a price in and out, the cheapest first."""
    looked = words.counted(min(len(family.out), PRICED), "model")
    lines: list[Words] = [price_line(one) for one in priced[:PRICES_SHOWN]]
    whose = f"its latest {looked}" if family.name else f"the newest {looked}, one of each lab,"
    lines.append(f"{len(priced)} of {whose} have a price in and out here; ordered by the sum of both, and nothing else")
    head = f"{family.name}: the cheapest with a price here is {priced[0].name}"
    if not family.name:
        head = f"Of the newest model of each lab, the cheapest with a price here is {priced[0].name}"
    short = brief(head, lines, f"by price alone, per million tokens · as of {format_day(day_of(ctx.as_of))}")
    return Reply(
        title=head,
        parts=short.parts,
        brief=short,
        actions=tuple(Button(one.name[:80], order("model show", name=one.slug, fact="price")) for one in priced[:2]),
        note=short.note,
        data={
            "subject": family.slug or None,
            "models": [{"subject": one.slug, "usd_per_million": dict(one.amounts)} for one in priced],
            "as_of": ctx.as_of,
        },
    )
