"""The lines of a short answer: what it rests on, is near, and would settle it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.commands.claimcheck._cards import sums
from bot.commands.claimcheck._cards.facts import DISPUTED, STRENGTHS, forecast, market_row, side_by_side
from bot.commands.claimcheck._cards.origins import linked, named
from bot.commands.claimcheck._cards.otherwise import contrary_numbers, release_days, strongest
from bot.commands.claimcheck._cards.titles import (
    QUOTED,
    answer,
    decider,
    is_decided,
    is_out_on_another_day,
    parts,
    quote_of,
)
from bot.commands.claimcheck._checking import CheckedClaim
from bot.commands.claimcheck._matching import NEAREST
from bot.domain.evidence.evidence import ClaimOutcome, Evidence
from bot.domain.evidence.grade_rules import Grade
from bot.domain.grading.checklists import maker_by_name
from bot.domain.text import shorten
from bot.domain.time import format_day, format_time
from bot.messages import words
from bot.messages.levels import brief, caution, labelled
from bot.messages.price_words import price_said
from bot.messages.reply import Brief, TextSpan, Words, bold, link, spans
from bot.messages.request import RequestContext
from bot.queries.known_up_to import known_words
from bot.queries.tellers import teller_of

_DETAIL = re.compile(r" \([^()]*\)$")  # who would have to publish it: in the full card
OTHERS = 2  # numbers of those against a claim
NEAR_QUOTED = 60  # characters of a near claim


def card(checked: CheckedClaim, head: str, ctx: RequestContext, *, text: str, read: Words) -> Brief:
    """The lines under the title; ``text`` is the claim as it was typed, ``read`` how it was understood."""
    graded = checked.graded
    table = sums.table(checked)
    quote = f"“{shorten(text, QUOTED)}”"
    alone, rests = _alone(checked, head, ctx), [*decided_by_page(checked, ctx), *_rests_on(checked, ctx)]
    lines: list[Words] = [*alone, quote, read, *compared(checked), *rests, *_differing(checked)]
    both = "" if graded.known or checked.material.not_known else side_by_side(checked.claim)
    if both:
        lines = [
            *nearest(checked),
            *compared(checked, short=True),
            f"{words.READ_AS}: {both}, neither said to be better",
        ]
    lines += released(checked, ctx)
    if checked.parts:
        lines = [*alone, quote, *(line for part in parts(checked, ctx) for line in part.items)]
    computed = sums.computed(checked.graded.lines, checked.claim.statement)
    if table or computed:
        lines = [*alone, " · ".join(filter(None, (quote, _sides(checked)))), read, *computed]
    if not (table or computed):
        lines += _kin(checked)
        lines += nearest(checked) if not both else ()
        lines += [labelled(words.CAUTION, line) for line in _caution(checked, ctx)]
        lines += _beside(checked, ctx)
        if checked.settles and graded.grade not in (Grade.CONFIRMED, Grade.CONTRADICTED):
            lines.append(labelled(words.WOULD_SETTLE, f"{_DETAIL.sub('', checked.settles)}."))
        lines += _near(checked)
    return brief(head, lines, _foot(checked, ctx), table)


def why(checked: CheckedClaim, head: str, ctx: RequestContext, *, read: Words) -> Brief:
    """The rule and the items that decided, in place of what a claim rests on."""
    graded = checked.graded
    sides = f"For it {STRENGTHS[graded.support]}, against it {STRENGTHS[graded.refute]}."
    lines: list[Words] = [
        *_alone(checked, head, ctx),
        (f"“{shorten(checked.claim.text, sums.PART)}” · ", *spans(read)),
        f"{graded.rule.plain} {sides}",
    ]
    lines += [labelled(words.CAUTION, line) for line in _disputed(checked)]
    lines += _watched(checked)
    for item in sorted(graded.items, key=lambda one: -one.level)[: sums.LINES]:
        first = checked.items[item.ids[0]]
        side = "for" if item.sign > 0 else "against"
        lines.append((f"• {item.level} {side}: ", linked(first, named(checked.items, item)), f", {item.why}"))
    for name, lower in zip(graded.load_bearing, graded.without, strict=True):
        lines.append(f"Without {name} it would be {lower}.")
    return brief(head, lines, _foot(checked, ctx))


def _alone(checked: CheckedClaim, head: str, ctx: RequestContext) -> list[Words]:
    """The grade of a claim whose outcome the title says, with its reason."""
    if not is_decided(checked, ctx):
        return []
    graded = checked.graded
    told = answer(checked, ctx)
    said = f", {told}" if graded.known and not head.endswith(told) else ""
    if is_out_on_another_day(checked, ctx):
        said = " for the day that it names"
    return [labelled(words.ITS_EVIDENCE, (bold(graded.word), f"{said}."))]


def decided_by_page(checked: CheckedClaim, ctx: RequestContext) -> list[Words]:
    """The page that an outcome is from, where no line below links it."""
    claim, best = checked.claim, strongest(checked, 1) or strongest(checked, -1)
    below = checked.items[best.ids[0]].url if best is not None else ""
    if not is_decided(checked, ctx) or not claim.outcome_source.startswith("http") or claim.outcome_source == below:
        return []
    item = decider(checked, ctx)
    page = linked(item) if item else link(teller_of(claim.outcome_source), claim.outcome_source)
    day = f" ({format_time(claim.resolved_at)})" if claim.resolved_at else ""
    return [("Decided by ", page, f"{day}.")]


def _rests_on(checked: CheckedClaim, ctx: RequestContext) -> list[Words]:
    """What a claim rests on; that nothing bears on it, unless its outcome is known."""
    if checked.graded.known or not is_decided(checked, ctx):
        return [_basis(checked)]
    return []


def _differing(checked: CheckedClaim) -> list[Words]:
    """What the weaker side says instead of a claim's number, and who; the full card links them."""
    if checked.graded.refute >= checked.graded.support or checked.claim.statement.comparator:
        return []
    told = contrary_numbers(checked)
    more = f", {len(told) - OTHERS} more" if len(told) > OTHERS else ""
    return [f"Weaker against it: {', '.join(told[:OTHERS])}{more}."] if told else []


def _basis(checked: CheckedClaim) -> Words:
    """The best origin with its day, and counts of others, copies, and those against.

    An example: ``Rests on X users (19 Apr), ...``.
    """
    graded = checked.graded
    if watched := _watched(checked):
        return watched[0]
    against = strongest(checked, -1)
    best = against if graded.grade is Grade.CONTRADICTED else strongest(checked, 1) or against
    if best is None:
        return words.NO_EVIDENCE
    first: Evidence = checked.items[best.ids[0]]
    one = linked(first, named(checked.items, best))
    count = len(graded.origins)
    head: tuple[str | TextSpan, ...] = ("Rests on ", one, f" ({format_time(first.so_at)})")
    if best.sign < 0:
        more = len(graded.against) - 1
        rest = [f"{more} more against it"] if more > 0 else []
        rest += [f"{count} weaker for it"] if count else []
        return ("Against it: ", one, f" ({format_time(first.so_at)})", *(f", {told}" for told in rest), ".")
    if count > 1:
        head = (f"Rests on {count} independent origins, strongest ", one, f" ({format_time(first.so_at)})")
    copies = f", {_times(graded.repeats)}" if graded.repeats else ""
    side = "weaker against it" if graded.refute < graded.support else "against"
    other = f", {len(graded.against)} {side}" if graded.against and not _differing(checked) else ""
    own = "" if graded.first_party else "; nothing first-party"
    return (*head, f"{copies}{other}{own}.")


def _watched(checked: CheckedClaim) -> list[Words]:
    """Return the source that was read after a missed day, where that decides."""
    if not checked.graded.watches:
        return []
    seen = max((checked.items[name] for name in checked.graded.watches), key=lambda item: (item.so_at, item.id))
    return [
        (
            "Not out, as read after that day: ",
            linked(seen),
            f" ({format_time(seen.so_at)}).",
        )
    ]


def _kin(checked: CheckedClaim) -> list[Words]:
    """The newest known models of an unknown one's family, where the title says that it is unknown."""
    if checked.graded.known or not checked.material.kin:
        return []
    return [labelled(words.NEAREST_KNOWN, words.with_states(checked.material.kin))]


def compared(checked: CheckedClaim, *, short: bool = False) -> list[Words]:
    """The prices and limits of two models that are compared, where nothing bears on which is better.

    ``short``: beside a known comparison the prices alone.
    """
    if checked.graded.known:
        return []
    priced = short and checked.material.nearest is not None
    return [
        ("• ", bold(name), f": {told.partition(' · ')[0] if priced else told}") for name, told in checked.material.sides
    ]


def nearest(checked: CheckedClaim) -> list[Words]:
    """The near claim that is known, where nothing bears on a claim."""
    if checked.graded.known or checked.material.nearest is None:
        return []
    near = checked.material.nearest
    said = (bold(near.verdict), ", ") if near.verdict else ()
    by = f": {quote_of(near.by)}" if near.by is not None and near.by.quote else ""
    return [labelled("Nearest", (*said, f"{near.claim.id} “{shorten(near.claim.text, QUOTED)}”{by}"))]


def _near(checked: CheckedClaim) -> list[Words]:
    """The nearest claims of the ledger, where nothing bears on a claim."""
    if checked.graded.known:
        return []
    told = checked.material.nearest.claim.id if checked.material.nearest is not None else ""
    near = [one for one in checked.material.near if one.id not in (checked.claim.id, told)][:NEAREST]
    said = " · ".join(f"{one.id} “{shorten(one.text, NEAR_QUOTED)}”" for one in near)
    return [labelled("Known claims near it", said)] if said else []


def _sides(checked: CheckedClaim) -> str:
    """Return ``3 origins for it, 2 against it``."""
    one, other = len(checked.graded.origins), len(checked.graded.against)
    told = [f"{one} origin{'s' if one != 1 else ''} for it"] if one else []
    told += [f"{other} {'' if one else 'origins ' if other != 1 else 'origin '}against it"] if other else []
    return ", ".join(told)


def released(checked: CheckedClaim, ctx: RequestContext) -> list[Words]:
    """The day it really came out, under old news told as new."""
    said, parsed = checked.claim.statement, checked.material.parsed
    if said.type != "available" or said.polarity <= 0 or parsed is None or not parsed.fresh:
        return []
    told = min(((rank, day) for rank, day, _ in release_days(checked, ctx)), default=None)
    if told is None:
        return []
    days = (ctx.as_of.date() - told[1]).days
    ago = f", {words.counted(days, 'day')} ago" if days else ""
    return [f"Released on {format_time(told[1])}{ago}."]


def _times(count: int) -> str:
    return "repeated once" if count == 1 else f"repeated {count} times"


def _caution(checked: CheckedClaim, ctx: RequestContext) -> Iterator[Words]:
    """One caution: words not understood, else an unproven reading, else the first flag."""
    material = checked.material
    unproven = next((one for one in material.readings if one.standing.value == "speculation"), None)
    if unproven is not None and unproven.name.casefold() in checked.claim.text.casefold():
        yield f"{unproven.name} as {unproven.shown}: itself unproven."
        return
    told = not checked.graded.known and maker_by_name(checked.claim.statement)  # by the title
    yield from _disputed(checked)
    above = {"time-bound"} if forecast(material, ctx) else set()
    above |= {"superlative without benchmark"} if material.nearest is not None else set()
    flags = [one for one in checked.flags if one not in above]
    if flags and not told and not checked.claim.disputed:
        yield f"{words.flag_words(flags[0])}."


def _disputed(checked: CheckedClaim) -> Iterator[Words]:
    """Return that somebody objects to the grade."""
    yield from (DISPUTED,) if checked.claim.disputed else ()


def _beside(checked: CheckedClaim, ctx: RequestContext) -> list[Words]:
    """For a forecast, the price that stands beside it and supports nothing."""
    if not forecast(checked.material, ctx):
        return []
    priced = market_row(checked.material, ctx)
    if priced is None:
        return [caution("A forecast: nothing can confirm it before its day.")]
    venue, row, url = priced
    read = f", read {format_time(row.read_at)}" if row.read_at else ""
    return [("Market beside it: ", link(venue, url), f" {price_said(row)} “{row.label}”{read}; it raises no grade.")]


def _foot(checked: CheckedClaim, ctx: RequestContext) -> str:
    claim, graded = checked.claim, checked.graded
    outcome = claim.outcome_at(ctx.as_of)
    by_title = is_decided(checked, ctx) or outcome is ClaimOutcome.OPEN
    shown = [_filed(checked), "" if by_title else outcome.said]
    known = known_words(checked.material.known_up_to, ctx)
    dated = [checked.items[name].so_at for item in graded.items if item.level for name in item.ids]
    if dated and not known:
        shown.append(f"newest origin {format_day(max(dated), ctx.as_of.date())}")
    shown.append(known)
    if ctx.as_of != ctx.now or not graded.known:
        shown.append(f"as of {format_time(ctx.as_of)}")
    lines = sum(line.on_axis and bool(line.sign) for line in graded.lines)
    if lines > sums.LINES:
        shown.insert(0, f"{sums.LINES} of {lines} benchmarks")
    return " · ".join(one for one in shown if one)


def _filed(checked: CheckedClaim) -> str:
    """The claim's number, or which of its parts is in no ledger; '' where the title says it."""
    if checked.claim.id:
        return checked.claim.id
    if (unknown := checked.material.not_known) and checked.graded.known:
        return unknown
    return "not in the ledger" if checked.graded.known else ""
