"""What a card says first: how a claim turned out, or its grade, and by whose word."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.commands.claimcheck._cards import sums
from bot.commands.claimcheck._cards.actions import title as claim_words
from bot.commands.claimcheck._cards.facts import LACKS, OF_RELEASE, is_over, model_name, side_by_side
from bot.commands.claimcheck._cards.origins import named, parties, quoting, says, verb
from bot.commands.claimcheck._cards.otherwise import elsewhere, ended_and_back, ended_by, instead, strongest
from bot.commands.claimcheck._checking import CheckedClaim
from bot.commands.claimcheck._matching import KnownNear, deciding
from bot.domain.claims.claim_types.release_date import DELAYED
from bot.domain.evidence.bearing import CANCELLED, CLOSED_WEIGHTS, OPEN_WEIGHTS
from bot.domain.evidence.comparison import NEAR
from bot.domain.evidence.evidence import Basis, Claim, ClaimOutcome, Evidence, EvidenceForm, Statement
from bot.domain.evidence.grade_result import WeighedItem
from bot.domain.evidence.grade_rules import EvidenceLevel, Grade
from bot.domain.grading.checklists import maker_by_name
from bot.domain.grading.weights import ABOUT_QUALITY
from bot.domain.names.subjects import SubjectState, lab_of
from bot.domain.names.vendors import vendor_name
from bot.domain.text import shorten
from bot.domain.time import format_time
from bot.messages import words
from bot.messages.lifetimes import spelled_day
from bot.messages.reply import Bullets, Words, bold
from bot.messages.request import RequestContext
from bot.moderation import MACHINE
from bot.queries.records.model_state import ModelState
from bot.queries.tellers import named_source, quoted, teller_of

_TOLD_BY_STATE = ((True, -1), (False, 1))  # "it is not out" of what is; "it is out" of what was shut down
_LIMITED = "in limited access, not out for everybody"
_AHEAD = (CANCELLED, DELAYED)  # objects of claims about a release that was to come
_OUTCOMES = {
    ClaimOutcome.TRUE: "True",
    ClaimOutcome.FALSE: "False",
    ClaimOutcome.MIXED: "True in part",
    ClaimOutcome.VOID: "It cannot be decided any more",
}
_SAID = 110  # characters of what decided a claim
QUOTED = 150  # characters of a claim in a line of its own


def title(checked: CheckedClaim, ctx: RequestContext) -> str:
    """Return ``False: 1,048,576 tokens, says Google`` or ``SPECULATION: nobody measured it``.

    A claim whose outcome is known is said to be true or false first, unless its grade says the same.
    """
    graded, outcome = checked.graded, checked.claim.outcome_at(ctx.as_of)
    open_still = outcome is ClaimOutcome.OPEN and not (graded.known or checked.material.not_known)
    if open_still and (both := side_by_side(checked.claim)):
        known = _of_nearest(checked.material.nearest) if checked.material.nearest is not None else ""
        return f"{both}, side by side: {known or 'the ledger has no test of both'}"
    return ": ".join(verdict(checked, ctx))


def verdict(checked: CheckedClaim, ctx: RequestContext) -> tuple[str, str]:
    """The outcome or the grade, and what is so."""
    if is_decided(checked, ctx):
        return _OUTCOMES[checked.claim.outcome_at(ctx.as_of)], _decided(checked, ctx)
    return checked.graded.word, answer(checked, ctx)


def answer(checked: CheckedClaim, ctx: RequestContext) -> str:
    """What the evidence gives: what is so in place of the claim, else why it has its grade."""
    return instead(checked, ctx) or _because(checked)


def row(checked: CheckedClaim, ctx: RequestContext) -> Words:
    """A claim in a line of a list: the outcome or the grade, its words, and what is so."""
    word, said = verdict(checked, ctx)
    if is_decided(checked, ctx):
        word += f"; evidence alone {checked.graded.word}"
    return (bold(word), f" “{shorten(claim_words(checked), QUOTED)}”: {said}")


def parts(checked: CheckedClaim, ctx: RequestContext) -> tuple[Bullets, ...]:
    """Each thing that a claim says of several models, with its own grade."""
    lines = tuple(row(one, ctx) for one in checked.parts)
    return (Bullets(lines, "Its parts; the whole is as good as the weakest"),) if lines else ()


def is_decided(checked: CheckedClaim, ctx: RequestContext) -> bool:
    """Whether the outcome of a claim is known and its grade does not say the same."""
    outcome = checked.claim.outcome_at(ctx.as_of)
    told = (outcome, checked.graded.grade) in (
        (ClaimOutcome.TRUE, Grade.CONFIRMED),
        (ClaimOutcome.FALSE, Grade.CONTRADICTED),
    )
    return outcome is not ClaimOutcome.OPEN and not told


def is_out_on_another_day(checked: CheckedClaim, ctx: RequestContext) -> bool:
    """Whether a claim of a release is true in part because only its day is wrong."""
    mixed = checked.claim.outcome_at(ctx.as_of) is ClaimOutcome.MIXED and checked.graded.grade is Grade.CONTRADICTED
    return mixed and checked.claim.statement.type == "release_date" and checked.material.state.is_out


def decider(checked: CheckedClaim, ctx: RequestContext) -> Evidence | None:
    """The item on the page that a claim's outcome is from, and on its side."""
    return deciding(checked.claim, checked.material.evidence, ctx.as_of)


def decided_by(claim: Claim) -> str:
    """Who of this place decided a claim's outcome."""
    return "two sources agreed here" if claim.outcome_by == MACHINE else "decided by this place's desk"


def _decided(checked: CheckedClaim, ctx: RequestContext) -> str:
    """What is so by the page that decided a claim; else since when its outcome is known, and by whom."""
    claim = checked.claim
    if claim.outcome_by and claim.resolved_at is not None:
        page = f", from {teller_of(claim.outcome_source)}" if claim.outcome_source else ""
        return f"{decided_by(claim)} on {spelled_day(claim.resolved_at.date())}{page}"
    if really := instead(checked, ctx):
        return f"that it came out is true, the day is not: {really}" if is_out_on_another_day(checked, ctx) else really
    item = decider(checked, ctx)
    if item is not None and item.quote:
        return quote_of(item)
    if (claim.outcome_at(ctx.as_of), checked.graded.grade) == (ClaimOutcome.TRUE, Grade.SUPPORTED):
        return _because(checked)
    since = f"known since {spelled_day(claim.resolved_at.date())}" if claim.resolved_at else "decided"
    return f"{since}, from {teller_of(claim.outcome_source)}" if claim.outcome_source.startswith("http") else since


def quote_of(item: Evidence) -> str:
    """What an item says, by whom and when: "62.1 against 64.6, says OpenRouter (25 Nov 2026)"."""
    said = shorten(item.quote.rstrip("."), _SAID)
    return f"{said}, says {named_source(item.party, item.url)} ({format_time(item.so_at)})"


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
    if said.object == DELAYED and said.day is None and not state.is_out:
        return "no promised day of it is known to have passed"
    if said.type in OF_RELEASE and state.is_not_out and not said.altered:
        return _not_out(said, state)
    if said.object in (OPEN_WEIGHTS, CLOSED_WEIGHTS):
        return "no release of its weights is known here"
    ahead = is_over(checked.material) and said.future
    if state.is_out and state.since is not None and (ahead or said.object in _AHEAD):
        return f"it has been out since {spelled_day(state.since.date())}"
    if checked.material.nearest is not None:
        return f"nothing about exactly this; {_of_nearest(checked.material.nearest)}"
    return "nothing in the ledger speaks for or against it"


def _not_out(said: Statement, state: ModelState) -> str:
    if state.state is SubjectState.LIMITED:
        return _LIMITED
    if said.future:
        return "a forecast; nothing here speaks for or against it"
    return "not known to be out" if said.polarity > 0 else "no release of it is known here"


def _of_nearest(near: KnownNear) -> str:
    """How the nearest comparison stands: "the nearest is CL-0044, it turned out false"."""
    turned = " (the other way round)" if near.reversed else ""
    return f"the nearest is {near.claim.id}{turned}{f', {near.verdict}' if near.verdict else ''}"


def _confirmed(checked: CheckedClaim) -> str:
    best = strongest(checked, 1)
    board = "the benchmark's own board" if checked.claim.statement.type == "benchmark_score" and best else ""
    return f"{board} says so" if board else says(checked, best, "say", "so")


def _supported(checked: CheckedClaim) -> str:
    best = strongest(checked, 1)
    if best is not None and best.form is EvidenceForm.RECORD and checked.claim.statement.object == DELAYED:
        return f"promised {checked.items[best.ids[0]].quote}"
    if checked.graded.rule.name == "on-record":
        return f"on record here, from {named(checked.items, best)}"
    if len(checked.graded.origins) > 1:
        return f"{len(checked.graded.origins)} independent origins agree"
    return says(checked, best, "show", "it")


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
        whose = "its" if len(best.parties) == 1 else "their"
        return quoted(f"only the word of {parties(best)} on {whose} own models", quoting(checked.items, best))
    if len(rest) == 1:
        return f"one named origin, {named(checked.items, best)}"
    pressed = (item for item in checked.graded.items if item.sign > 0 and item.level >= EvidenceLevel.PRESS)
    strong = {party for item in pressed for party in item.parties}
    if len(strong) == 1:
        return f"one named origin, {named(checked.items, best)}, beside weaker ones"
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
