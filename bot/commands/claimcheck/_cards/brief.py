"""The short answer of a checked claim: its grade and why, what it rests on, what would settle it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from bot.commands.claimcheck._cards import sums
from bot.commands.claimcheck._cards.facts import (
    DISPUTED,
    LACKS,
    OF_RELEASE,
    STRENGTHS,
    forecast,
    is_over,
    market_row,
    model_name,
    side_by_side,
)
from bot.commands.claimcheck._cards.origins import linked, named, parties, says, verb
from bot.commands.claimcheck._cards.otherwise import (
    elsewhere,
    ended_and_back,
    ended_by,
    instead,
    release_days,
    strongest,
)
from bot.commands.claimcheck._checking import CheckedClaim
from bot.domain.claims.claim_types.release_date import DELAYED
from bot.domain.evidence.bearing import CANCELLED, CLOSED_WEIGHTS, OPEN_WEIGHTS
from bot.domain.evidence.comparison import NEAR
from bot.domain.evidence.evidence import Basis, ClaimOutcome, Evidence
from bot.domain.evidence.grade_result import WeighedItem
from bot.domain.evidence.grade_rules import EvidenceLevel, Grade
from bot.domain.grading.checklists import maker_by_name
from bot.domain.grading.weights import ABOUT_QUALITY
from bot.domain.names.subjects import SubjectState, lab_of
from bot.domain.names.vendors import vendor_name
from bot.domain.text import shorten
from bot.domain.time import format_day, format_time
from bot.messages import words
from bot.messages.levels import brief, caution, labelled
from bot.messages.lifetimes import spelled_day
from bot.messages.price_words import price_said
from bot.messages.reply import Brief, TextSpan, Words, bold, link
from bot.messages.request import RequestContext
from bot.queries.known_up_to import known_words

_DETAIL = re.compile(r" \([^()]*\)$")  # who would have to publish it: in the full card
_TOLD_BY_STATE = ((True, -1), (False, 1))  # "it is not out" of what is; "it is out" of what was shut down
_LIMITED = "in limited access, not out for everybody"
_AHEAD = (CANCELLED, DELAYED)  # objects of claims about a release that was to come
QUOTED = 150  # characters of the claim


def title(checked: CheckedClaim, ctx: RequestContext) -> str:
    """Return ``SPECULATION: nobody has measured it``.

    A claim whose outcome is known is said to be true or false before its grade, unless the grade says the same.
    """
    graded, outcome = checked.graded, checked.claim.outcome_at(ctx.as_of)
    open_still = outcome is ClaimOutcome.OPEN and not (graded.known or checked.material.not_known)
    if open_still and (both := side_by_side(checked.claim)):
        near = checked.material.nearest
        return f"{both}, side by side: {_because(checked) if near else 'the ledger has no test of both'}"
    if really := instead(checked, ctx):
        return f"{graded.word}: {really}"
    told = (outcome, graded.grade) in ((ClaimOutcome.TRUE, Grade.CONFIRMED), (ClaimOutcome.FALSE, Grade.CONTRADICTED))
    if outcome is not ClaimOutcome.OPEN and not told:
        return f"{outcome.said.capitalize()}; its evidence alone is {graded.word}: {_because(checked)}"
    return f"{graded.word}: {_because(checked)}"


def _because(checked: CheckedClaim) -> str:
    graded, kind = checked.graded, checked.claim.statement.type
    if checked.parts:
        return sums.of_parts(checked)
    if graded.watches:
        return "the day passed without it"
    if graded.rule.name == "year-supplied":
        return "it depends on the year, which is not named"
    if graded.rule.name == "only-against":
        return _only_against(checked)
    if not graded.known:
        return _unknown(checked)
    if graded.grade is Grade.SPECULATION:
        return LACKS.get(kind, "only a word, a picture or an inference")
    return _REASONS[graded.grade](checked)


def _unknown(checked: CheckedClaim) -> str:
    """Why nothing bears on the claim: another lab's model, an unknown one, or one that is not out."""
    said = checked.claim.statement
    if maker := maker_by_name(said):
        return f"by its name {checked.material.name or model_name(said.subject)} is {maker}'s"
    if instead := checked.material.not_known or checked.material.several:
        return instead
    state = checked.material.state
    if said.type in OF_RELEASE and state.is_not_out and not said.altered:
        if state.state is SubjectState.LIMITED:
            return _LIMITED
        return "not known to be out" if said.polarity > 0 else "no release of it is known here"
    if said.object in (OPEN_WEIGHTS, CLOSED_WEIGHTS):
        return "no release of its weights is known here"
    ahead = is_over(checked.material) and said.future
    if state.is_out and state.since is not None and (ahead or said.object in _AHEAD):
        return f"it has been out since {spelled_day(state.since.date())}"
    if checked.material.nearest is not None:
        claim, told = checked.material.nearest
        return f"nothing about exactly this; the nearest is {claim.id}{f', {told}' if told else ''}"
    return "nothing in the ledger speaks for or against it"


def _confirmed(checked: CheckedClaim) -> str:
    best = strongest(checked, 1)
    board = "the benchmark's own board" if checked.claim.statement.type == "benchmark_score" and best else ""
    return f"{board} says so" if board else says(checked, best, "say", "so")


def _supported(checked: CheckedClaim) -> str:
    if checked.graded.rule.name == "on-record":
        return f"on record here, from {named(checked, strongest(checked, 1))}"
    if len(checked.graded.origins) > 1:
        return f"{len(checked.graded.origins)} independent origins agree"
    return says(checked, strongest(checked, 1), "show", "it")


def _unconfirmed(checked: CheckedClaim) -> str:
    if any(NEAR in line.flags for line in checked.graded.lines):
        return "near it, not exactly"
    whole = not checked.claim.statement.beyond
    return "a trace, but no named first-hand origin" if whole else "evidence for a part of it only"


def _contradicted(checked: CheckedClaim) -> str:
    best, said, state = strongest(checked, -1), checked.claim.statement, checked.material.state
    since = state.since
    if said.object == CANCELLED and said.polarity > 0 and since is not None:
        return f"it came out on {spelled_day(since.date())}"
    if said.type in OF_RELEASE and not said.surface and said.plans in ((), ("all",)):
        if said.polarity > 0 and state.state is SubjectState.LIMITED:
            return _LIMITED
        if since is not None and (state.is_out, said.polarity) in _TOLD_BY_STATE:
            return state.release_said(checked.material.name or model_name(said.subject))
    if said.type == "identity" and said.polarity > 0 and "/" not in said.object and (lab := lab_of(said.subject)):
        return f"it is {vendor_name(lab)}'s"
    return says(checked, best, "show", "otherwise")


def _reported(checked: CheckedClaim) -> str:
    """Return whose statement it is: one origin's, several, or labs' on their own models."""
    best, rest = strongest(checked, 1), checked.graded.origins
    if best is None:
        return "named origins"
    if checked.claim.statement.type in ABOUT_QUALITY and _is_own_word(checked, best):
        return f"only the word of {parties(best)} on {'its' if len(best.parties) == 1 else 'their'} own models"
    if len(rest) == 1:
        return f"one named origin, {named(checked, best)}"
    pressed = (item for item in checked.graded.items if item.sign > 0 and item.level >= EvidenceLevel.PRESS)
    strong = {party for item in pressed for party in item.parties}
    if len(strong) == 1:
        return f"one named origin, {parties(best)}, beside weaker ones"
    return f"{len(strong)} named origins, none of them proof"


def _is_own_word(checked: CheckedClaim, best: WeighedItem) -> bool:
    return all(checked.items[name].basis is Basis.FIRST_PARTY for name in best.ids)


def _only_against(checked: CheckedClaim) -> str:
    """Return who speaks against it, and whether the vendor gives another number."""
    best = strongest(checked, -1)
    if best is not None and checked.claim.statement.values and _is_own_word(checked, best):
        return f"{parties(best)} {'itself gives another number' if len(best.parties) == 1 else 'give other numbers'}"
    if best is not None and (end := ended_by(checked.items[best.ids[0]])):
        return says(checked, best, "say", f"that it was {end}")
    if checked.graded.origins:
        return f"{parties(best)} {verb(best, 'speak')} against it, for it only a word or an inference"
    more = len(checked.graded.against) - (best is not None)
    who = f"{parties(best)} and {words.counted(more, 'other')}" if more > 0 else parties(best)
    return f"nothing speaks for it; {who} {verb(best, 'speak') if more <= 0 else 'speak'} against it"


def _both_ways(checked: CheckedClaim) -> str:
    sign = checked.claim.statement.polarity
    if told := ended_and_back(checked):
        return told
    if differing := elsewhere(checked):
        return f"it depends on the place: {differing}"
    if checked.claim.statement.type in sums.COMPUTED:
        return sums.both_ways(checked.graded.lines, sign)
    ahead = sum(line.on_axis and line.sign * sign > 0 for line in checked.graded.lines)
    behind = sum(line.on_axis and line.sign * sign < 0 for line in checked.graded.lines)
    if not (ahead and behind):
        return "strong evidence both ways"
    return f"ahead on {ahead} benchmark{'s' if ahead != 1 else ''}, behind on {behind}"


_REASONS: Mapping[Grade, Callable[[CheckedClaim], str]] = {
    Grade.CONFIRMED: _confirmed,
    Grade.SUPPORTED: _supported,
    Grade.REPORTED: _reported,
    Grade.UNCONFIRMED: _unconfirmed,
    Grade.MIXED: _both_ways,
    Grade.CONTRADICTED: _contradicted,
}


def card(checked: CheckedClaim, head: str, ctx: RequestContext, *, text: str, read: Words) -> Brief:
    """The lines under the title; ``text`` is the claim as it was typed, ``read`` how it was understood."""
    graded = checked.graded
    table = sums.table(checked)
    quote = f"“{shorten(text, QUOTED)}”"
    lines: list[Words] = [quote, read, *_compared(checked), _rests_on(checked), *released(checked, ctx)]
    if checked.parts:
        lines = [quote, *(line for part in sums.parts(checked) for line in part.items)]
    computed = sums.computed(checked.graded.lines, checked.claim.statement)
    if table or computed:
        lines = [" · ".join(filter(None, (quote, _sides(checked)))), read, *computed]
    if not (table or computed):
        lines += _kin(checked)
        lines += _nearest(checked)
        lines += [labelled(words.CAUTION, line) for line in _caution(checked)]
        lines += _beside(checked, ctx)
        if checked.settles and graded.grade not in (Grade.CONFIRMED, Grade.CONTRADICTED):
            lines.append(labelled(words.WOULD_SETTLE, f"{_DETAIL.sub('', checked.settles)}."))
    return brief(head, lines, _foot(checked, ctx), table)


def why(checked: CheckedClaim, head: str, ctx: RequestContext) -> Brief:
    """The rule and the items that decided, in place of what a claim rests on."""
    graded = checked.graded
    sides = f"For it {STRENGTHS[graded.support]}, against it {STRENGTHS[graded.refute]}."
    lines: list[Words] = [f"“{shorten(checked.claim.text, QUOTED)}”", f"{graded.rule.plain} {sides}"]
    lines += [labelled(words.CAUTION, line) for line in _disputed(checked)]
    lines += _watched(checked)
    for item in sorted(graded.items, key=lambda one: -one.level)[: sums.LINES]:
        first = checked.items[item.ids[0]]
        side = "for" if item.sign > 0 else "against"
        lines.append((f"• {item.level} {side}: ", linked(parties(item), first), f", {item.why}"))
    for name, lower in zip(graded.load_bearing, graded.without, strict=True):
        lines.append(f"Without {name} it would be {lower}.")
    return brief(head, lines, _foot(checked, ctx))


def _rests_on(checked: CheckedClaim) -> Words:
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
    one = linked(parties(best), first)
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
    other = f", {len(graded.against)} {side}" if graded.against else ""
    own = "" if graded.first_party else "; nothing first-party"
    return (*head, f"{copies}{other}{own}.")


def _watched(checked: CheckedClaim) -> list[Words]:
    """Return the source that was read after a missed day, where that decides."""
    if not checked.graded.watches:
        return []
    seen = max((checked.items[name] for name in checked.graded.watches), key=lambda item: (item.so_at, item.id))
    return [("Not out, as read after that day: ", linked(seen.party, seen), f" ({format_time(seen.so_at)}).")]


def _kin(checked: CheckedClaim) -> list[Words]:
    """The newest known models of an unknown one's family, where the title says that it is unknown."""
    if checked.graded.known or not checked.material.kin:
        return []
    return [labelled(words.NEAREST_KNOWN, words.with_states(checked.material.kin))]


def _compared(checked: CheckedClaim) -> list[Words]:
    """The prices and limits of two models that are compared, where nothing bears on which is better."""
    if checked.graded.known:
        return []
    return [("• ", bold(name), f": {told}") for name, told in checked.material.sides]


def _nearest(checked: CheckedClaim) -> list[Words]:
    """The near claim that is known, where nothing bears on a claim."""
    if checked.graded.known or checked.material.nearest is None:
        return []
    claim, told = checked.material.nearest
    said = (bold(told), ", ") if told else ()
    return [labelled("Nearest", (*said, f"{claim.id} “{shorten(claim.text, QUOTED)}”"))]


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


def _caution(checked: CheckedClaim) -> Iterator[Words]:
    """One caution: words not understood, else an unproven reading, else the first flag."""
    material = checked.material
    unproven = next((one for one in material.readings if one.standing.value == "speculation"), None)
    if unproven is not None and unproven.name.casefold() in checked.claim.text.casefold():
        yield f"{unproven.name} as {unproven.shown}: itself unproven."
        return
    told = not checked.graded.known and maker_by_name(checked.claim.statement)  # by the title
    yield from _disputed(checked)
    if checked.flags and not told and not checked.claim.disputed:
        yield f"{words.flag_words(checked.flags[0])}."


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
    shown = [_filed(checked), outcome.said if claim.id and outcome is not ClaimOutcome.OPEN else ""]
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
