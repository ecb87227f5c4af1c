"""Vendors' own pages as evidence about a subject: first-party, since we read them.

An item is valid from when the page first had it until the page changed. Facts that a third-party feed repeats from a
vendor's page name that feed, and count as read at second hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from bot.domain.catalogs.vendor_facts import FactCertainty, FactKind, KeptFact, VendorFact, shutdown_said
from bot.domain.evidence.bearing import SHUTDOWN, WEIGHTS, WEIGHTS_HOST
from bot.domain.evidence.evidence import Basis, Evidence, EvidenceForm, Statement
from bot.domain.names.subjects import SubjectState
from bot.domain.names.vendors import vendor_name
from bot.domain.time import format_time
from bot.messages.request import View
from bot.ports import Ports
from bot.reads.shared_reads import shared

_FORMS: Mapping[FactKind, EvidenceForm] = {
    FactKind.RELEASED: EvidenceForm.CHANGELOG,
    FactKind.PRICE: EvidenceForm.PRICE_PAGE,
    FactKind.LIMITS: EvidenceForm.API_LIST,
    FactKind.RETIREMENT: EvidenceForm.CHANGELOG,
    FactKind.MODEL_CARD: EvidenceForm.MODEL_CARD,
    FactKind.SCORE: EvidenceForm.BOARD,
    FactKind.NAMED: EvidenceForm.HELP_PAGE,
}


def vendor_items(ports: Ports, slugs: Iterable[str], view: View) -> tuple[Evidence, ...]:
    """The items of every vendor's page about these subjects by then.

    That a status page or release notes name a model says nothing of one that was out by then: those are left out.
    """
    return _vendor_items(ports, tuple(dict.fromkeys(slugs)), view)


@shared
def _vendor_items(ports: Ports, slugs: tuple[str, ...], view: View) -> tuple[Evidence, ...]:
    kept = ports.vendor_facts.about(slugs, view)
    named = tuple(dict.fromkeys(one.fact.slug for one in kept if one.fact.kind is FactKind.NAMED))
    out = _out_since(ports, named, view) if named else {}
    days = _shutdown_days(kept)
    return tuple(
        _item(one, number, view, days.get(one.fact.slug, ()))
        for number, one in enumerate(kept)
        if not _late_naming(one, out)
    )


def _shutdown_days(kept: Iterable[KeptFact]) -> Mapping[str, Sequence[date]]:
    """All days on which each model ends, in order."""
    found: defaultdict[str, set[date]] = defaultdict(set)
    for one in kept:
        if one.fact.kind is FactKind.RETIREMENT and one.fact.day is not None:
            found[one.fact.slug].add(one.fact.day)
    return {slug: sorted(days) for slug, days in found.items()}


def _out_since(ports: Ports, slugs: Sequence[str], view: View) -> Mapping[str, datetime]:
    """When each of these subjects that are out came out."""
    subjects = ports.ledger.subjects(slugs, view)
    days = {
        slug: [row.so_at for row in one.states if row.state is SubjectState.RELEASED] for slug, one in subjects.items()
    }
    return {slug: min(told) for slug, told in days.items() if told}


def _late_naming(one: KeptFact, out: Mapping[str, datetime]) -> bool:
    since = out.get(one.fact.slug)
    if one.fact.kind is not FactKind.NAMED or since is None:
        return False
    return since.date() <= (one.fact.day or one.learned_at.date())


def _item(one: KeptFact, number: int, view: View, days: Sequence[date]) -> Evidence:
    fact = one.fact
    if fact.kind is FactKind.SCORE:
        return _measured(one)
    dated = fact.kind in (FactKind.RELEASED, FactKind.NAMED)
    day = datetime.combine(fact.day, time(12), UTC) if fact.day and dated else one.learned_at
    return Evidence(
        id=f"{one.reader}:{fact.model}:{fact.kind.value}#{number}",
        party=vendor_name(fact.vendor),
        basis=Basis.FIRST_PARTY,
        form=_FORMS[fact.kind],
        so_at=min(day, one.learned_at),
        learned_at=one.learned_at,
        source=fact.url,
        url=fact.url,
        quote=_words(one),
        says=_says(one, view, days),
        withdrawn_at=one.until,
        via=f"read where {fact.via} passes it on" if fact.via else "",
    )


def _measured(one: KeptFact) -> Evidence:
    """A measured number with its n, of the day that whoever measured gives.

    A number with votes is of the board's own benchmark; another is a run of somebody else's.
    """
    fact = one.fact
    told = {value.role: value.number for value in fact.values}
    day = datetime.combine(fact.day, time(12), UTC) if fact.day else one.learned_at
    counted = told.get("votes") or told.get("questions")
    return Evidence(
        id=f"{one.reader}:{fact.model}:{fact.surface}:{fact.kind.value}",
        party=fact.via.partition(",")[0],
        basis=Basis.MEASURED,
        form=EvidenceForm.BOARD if "votes" in told else EvidenceForm.MEASUREMENT,
        so_at=min(day, one.learned_at),
        learned_at=one.learned_at,
        source=fact.url,
        url=fact.url,
        quote=_measured_words(fact, told),
        says=(Statement("benchmark_score", fact.slug, benchmark=fact.surface, values=fact.values[:1]),),
        withdrawn_at=one.until,
        runs=int(counted) if counted else None,
    )


def _measured_words(fact: VendorFact, told: Mapping[str, float]) -> str:
    if "votes" in told:
        place = f", rank {told['rank']:.0f}" if "rank" in told else ""
        votes = f"{told['votes']:,.0f} votes{place} ({fact.via})"
        return f"{fact.surface} gives {fact.model} {told['score']:,.0f} from {votes}."
    error = f", standard error {told['error']:g} points" if "error" in told else ""
    return f"{fact.model} scored {told['score']:g} % on {fact.surface}{error} ({fact.via})."


def _words(one: KeptFact) -> str:
    fact, who = one.fact, vendor_name(one.fact.vendor)
    match fact.kind:
        case FactKind.RELEASED:
            words = f"{who}'s page says that {fact.model} is out" + (
                f" since {format_time(fact.day)}." if fact.day else "."
            )
        case FactKind.NAMED:
            dated = f", {format_time(fact.day)}" if fact.day else ""
            words = f"{who}'s {fact.surface} names {fact.model}{dated}. That is no release."
        case FactKind.RETIREMENT:
            day = format_time(fact.day) if fact.day else "a day it does not name"
            after = f"; successor: {fact.successor}" if fact.successor else ""
            words = f"{who}'s page says that {fact.model} {shutdown_said(fact)} {day}{after}."
        case FactKind.PRICE:
            told = " and ".join(f"{value.number:g} dollars {value.role}" for value in fact.values)
            words = f"{who}'s page gives {told} per million tokens for {fact.model}."
        case FactKind.LIMITS:
            told = ", ".join(f"{value.role.replace('_', ' ')} {value.number:,.0f}" for value in fact.values)
            words = f"{who}'s page gives {fact.model} these limits in tokens: {told}."
        case _:
            words = f"{who} has a model card of {fact.model}."
    return words


def _shutdown(fact: VendorFact, view: View, days: Sequence[date]) -> Iterator[Statement]:
    """Yield what a shutdown states.

    Available until its day, that day, and no other day while it is to come; of an earliest day that is to come, that
    it has not ended: a sure one is an end that is announced. The day of a snapshot is a day of the model, and no word
    of whether all of it ends, or has ended. ``days`` are all days on which the model is to end.
    """
    over = fact.day is not None and fact.day < view.as_of.date()
    sure = fact.certainty is FactCertainty.DAY
    if over and sure and not fact.snapshot:
        yield Statement("available", fact.slug, surface=fact.surface, polarity=-1)
    else:
        yield Statement("exists", fact.slug)
    if fact.day is None or fact.certainty is FactCertainty.ROUTED:
        return
    ends = Statement("other", fact.slug, object=SHUTDOWN, day=fact.day, surface=fact.surface, future=not over)
    if not sure:
        yield replace(ends, operator="not_before")
        if not over:
            yield Statement("other", fact.slug, object=SHUTDOWN, surface=fact.surface, polarity=-1)
        return
    yield replace(ends, operator="" if fact.snapshot else "on")
    if not over:
        yield replace(ends, since=days[0], day=days[-1], operator="within")


def _says(one: KeptFact, view: View, days: Sequence[date]) -> tuple[Statement, ...]:
    fact, slug = one.fact, one.fact.slug
    if fact.kind is FactKind.RELEASED:
        places = (WEIGHTS, WEIGHTS_HOST) if fact.surface == WEIGHTS else (fact.surface,)
        out = (*(Statement("available", slug, surface=one) for one in places), Statement("exists", slug))
        if fact.day is None:
            return out
        return (
            Statement("release_date", slug, day=fact.day, operator="first", surface=""),
            Statement("release_date", slug, day=fact.day, operator="on", surface=fact.surface),
            *out,
        )
    if fact.kind is FactKind.NAMED:
        return (Statement("exists", slug),)
    if fact.kind is FactKind.RETIREMENT:
        return tuple(_shutdown(fact, view, days))
    kinds = {FactKind.PRICE: "price", FactKind.LIMITS: "context_limits", FactKind.MODEL_CARD: "model_card"}
    return (Statement(kinds[fact.kind], slug, values=fact.values),)
