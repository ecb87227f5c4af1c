"""Layout of a dossier: title, brief answer, parts, and facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.domain.catalogs.vendor_facts import FactCertainty, KeptFact
from bot.domain.evidence.evidence import Claim, Evidence
from bot.domain.evidence.release_checklist import Certainty, ChecklistFinding, ChecklistItem, ReleaseChecklist
from bot.domain.markets.market_view import MarketBoard, RungRow, turned
from bot.domain.names.subjects import AliasStatus, Subject, SubjectEvent, SubjectStateRow, fold
from bot.domain.names.vendors import is_own, vendor_name
from bot.domain.text import host_of, shorten
from bot.domain.time import day_of, format_day, format_time
from bot.messages import words
from bot.messages.levels import labelled
from bot.messages.lifetimes import day_ahead, long_date, not_out_said, spelled_day
from bot.messages.price_words import old_price_day, price_origin, price_said, price_source
from bot.messages.reply import Bullets, Fields, Part, Source, Text, TextSpan, Words, bold, link, spans
from bot.messages.request import RequestContext
from bot.queries.aliases import confirmed_name
from bot.queries.dossier import Dossier
from bot.queries.known_up_to import known_words, may_deny
from bot.queries.tellers import named_source, teller_of

SHOWN = 6
CLAIM = 90  # characters of a claim in a line
LAST = 130  # characters of the last change
WAITED = ("pricing", "context and output limits")
VALUES = {"price": WAITED[0], "context": WAITED[1]}  # by the fact that is asked for
SOON = timedelta(days=30)  # a shutdown within these stands in the title, whoever says it; and a policy of these
POLICY = "policy"  # kind of events that change who can use a model, and how


def title(found: Dossier, ctx: RequestContext, *, ends: bool = True) -> str:
    """``GPT-5.5 has been out since 23 April 2026``, or that it is not, with the odds.

    ``ends`` adds an announced shutdown.
    """
    rows = found.released
    if rows:
        day = rows[0].so_at
        if day > ctx.as_of:
            return f"{found.name} is announced for {long_date(day)}"
        if found.state.variant is not None:
            return found.state.release_said(found.name)
        said = found.state.release_said(_as(found) if found.state.is_out else found.name)
        return f"{said}{_until(found, ctx) or policy_said(found, ctx)}" if ends else said
    if found.subject is None:
        return f"{found.name} is not known here"
    known = found.known_up_to
    called = f"{found.name} is {found.identity.name}, which" if found.identity is not None else found.name
    said = not_out_said(called, found.subject.state, known, denies=may_deny(known, ctx))
    odds = found.odds
    own = odds is not None and odds[0].market.subject in (None, *found.slugs)  # no number under a question of another
    if odds and own and (priced := odds[1].known) is not None and (last := _day_ahead(odds, ctx)) is not None:
        return f"{said}: {priced.words} by {format_time(last, '%d %B')}{old_price_day(odds[1], ctx)}"
    return said


def _day_ahead(odds: tuple[MarketBoard, RungRow], ctx: RequestContext) -> date | None:
    """The day that a market which is not settled asks about; None of one that is over."""
    last = odds[1].date.last
    return last if odds[0].state != "settled" and last is not None and last >= day_of(ctx.as_of) else None


def _as(found: Dossier) -> str:
    """Format the name with its confirmed identity."""
    other = confirmed_name(found.readings, found.name)
    return f"{found.name} is {other}, which" if other else found.name


def _until(found: Dossier, ctx: RequestContext) -> str:
    """The end of a model for the title: by its lab, or by anybody if it is near or over."""
    said = shutdown_said(found, ctx) if found.state.end_set is None else ""
    fact = found.shutdown.fact if found.shutdown is not None else None
    if fact is not None and fact.day is not None:
        far = fact.day - ctx.as_of.date() > SOON
        if fact.certainty is FactCertainty.EARLIEST or (far and fact.via):
            return ""
    return f"; {said}" if said else ""


def policy_said(found: Dossier, ctx: RequestContext) -> str:
    """What lately changed in how a model that is out can be used, for the title; '' without such a change."""
    last = found.changed
    if last is None or last.kind != POLICY or not found.state.is_out or last.so_at <= ctx.as_of - SOON:
        return ""
    return f"; {format_day(day_of(last.so_at), day_of(ctx.as_of))}: {shorten(last.label, CLAIM)}"


def shutdown_said(found: Dossier, ctx: RequestContext) -> str:
    """What is known of the end of a model that is not shut down, as the rest of a sentence."""
    fact = found.shutdown.fact if found.shutdown is not None else None
    if fact is None:
        past = found.shutdown_past.fact.day if found.shutdown_past is not None else None
        return f"its shutdown was set for {format_time(past, '%d %B %Y')}" if past is not None else ""
    if fact.day is None:
        return "its shutdown is announced, without a day"
    if fact.certainty is FactCertainty.EARLIEST:
        return f"it is not shut down before {format_day(fact.day)}"
    soon = fact.day - ctx.as_of.date() <= SOON
    teller = f" (according to {fact.via})" if fact.via else ""
    return f"{'it ends' if soon else 'its shutdown is announced for'} {day_ahead(fact.day, ctx, bare=not soon)}{teller}"


def ends_recorded(lab: str, since: datetime | None) -> str:
    """From when on the shutdowns of a lab are recorded; what came before is not."""
    who = vendor_name(lab) or lab
    return f"those of {who} are recorded from {long_date(since)} on" if since else f"none of {who} is recorded"


def shutdown_line(one: KeptFact, today: date, mark: str = "") -> tuple[str | TextSpan, ...]:
    """Format a shutdown: day, days left, id, successor, and page; ``mark`` precedes the id."""
    fact = one.fact
    who = fact.via or named_source(vendor_name(fact.vendor), fact.url)
    if fact.day is None:
        announced = f"announced {format_day(fact.announced)}, " if fact.announced else ""
        return (f"{announced}no day is given · ", link(who, fact.url))
    left = (fact.day - today).days
    many = "over" if left < 0 else {0: "today", 1: "tomorrow"}.get(left, f"{left} days left")
    least = " at the earliest" if fact.certainty is FactCertainty.EARLIEST else ""
    after = f" → {fact.successor}" if fact.successor else ""
    return (bold(format_day(fact.day)), f"{least}, {many}: {mark}{fact.model}{after} · ", link(who, fact.url))


def short_lines(found: Dossier, ctx: RequestContext) -> Iterator[Words]:
    """Yield the brief lines: release, odds, checklist, strongest claim, last change."""
    strongest = list(_strongest(found))
    if not found.released and not found.odds:  # the best that is known comes first
        yield from strongest
    yield out_line(found)
    yield from _skipped(found)
    if found.subject is None:
        yield from near_lines(found)
        return
    if (end := found.shutdown or found.shutdown_past) is not None:
        yield labelled("Shutdown", shutdown_line(end, ctx.as_of.date()))
    if not found.released and (odds := found.odds) is not None:
        yield odds_line(odds, found, ctx)
    if found.checklist.known or not found.released:
        yield labelled(words.CHECKLIST, _checklist(found.checklist))
    yield from wait_lines(found)
    if found.released or found.odds:
        yield from strongest
    out = found.released
    if (last := found.changed) is not None and (not out or last.so_at.date() > out[-1].so_at.date()):
        yield labelled("Last change", f"{format_time(last.so_at)}, {shorten(_happened(last), LAST)}")


def wait_lines(found: Dossier) -> Iterator[Words]:
    """Yield the price and the limits, with their sources."""
    for wait in found.checklist.waits if found.subject is not None else ():
        if wait.name in WAITED and wait.findings:
            yield wait_line(wait, found.subject.vendor if found.subject is not None else "")


def _checklist(found: ReleaseChecklist) -> str:
    """How many items are known and which are not: "4 of 5 known, not latency"."""
    open_ = [one.name for one in found.waits if one.state is not Certainty.KNOWN]
    return f"{found.known} of {len(found.waits)} known" + (
        f", not {words.join_names(open_)}" if found.known and open_ else ""
    )


def _happened(event: SubjectEvent) -> str:
    """An event by its label, which alone may be a riddle, and its text."""
    return f"{event.label}: {event.text}" if event.text and event.text != event.label else event.label


def _skipped(found: Dossier) -> Iterator[Words]:
    if found.skipped_on is not None:
        yield labelled(words.SKIPPED, f"a later version of its line came out on {spelled_day(found.skipped_on)}.")


def _strongest(found: Dossier) -> Iterator[Words]:
    if found.subject is not None and found.strongest is not None and not _is_overtaken(found.strongest[0], found):
        claim, graded = found.strongest
        yield labelled("Strongest claim", f"{graded.grade.value}, “{shorten(claim.text, CLAIM)}”")


def _is_overtaken(claim: Claim, found: Dossier) -> bool:
    """Whether a claim was made before the release of its model, which is known better now."""
    return bool(found.released) and claim.so_at is not None and claim.so_at < found.released[0].so_at


def out_line(found: Dossier) -> Words:
    """Format the vendor, where it is released, and the source."""
    if found.subject is None:
        maker = found.slug.partition("/")[0]
        named = found.boards or found.claims or found.events or found.aliases
        told = (
            "on no list; a market, claim or person names it"
            if named
            else "no list, market or claim here is about it yet"
        )
        return (bold(vendor_name(maker)), f" · {told}") if maker != "label" else (told[0].upper() + told[1:],)
    who, rows = vendor_name(found.subject.vendor), found.released
    if not rows:
        return _not_out_line(found, found.subject)
    first = rows[0]
    where = ", ".join(dict.fromkeys(surface(row) for row in rows))
    where = f"{found.state.variant.name}: {where}" if found.state.variant is not None else where
    page = first.source if is_own(found.subject.vendor, first.source) else found.own_page
    if page:
        return (bold(who), f" · {where} · announced by ", link(who, page))
    if found.relayed:
        return (bold(who), f" · {where} · announced by {who}, quoted by ", link(host_of(found.relayed), found.relayed))
    if found.listed:
        return (bold(who), f" · {where} · listed by ", link(who, found.listed))
    if not first.source.startswith("http"):
        return (bold(who), f" · {where}")
    return (bold(who), f" · {where} · according to ", link(teller_of(first.source), first.source))


def _not_out_line(found: Dossier, subject: Subject) -> Words:
    """Format the vendor, the state that was told last, and what the model is said to be."""
    if found.identities and found.identity is None:
        best = found.identities[0]
        return (
            bold(vendor_name(subject.vendor)),
            *_last_told(subject),
            f"; said to be {best.name}: {best.grade.value}",
        )
    doubtful = (one for one in found.readings if one.standing is AliasStatus.SPECULATION)
    unsure = next((one for one in doubtful if fold(one.name) == fold(found.name)), None)
    said = f"; said to be {unsure.shown}: SPECULATION" if unsure is not None and unsure.shown else ""
    return (bold(vendor_name(subject.vendor)), *_last_told(subject), said)


def _last_told(subject: Subject) -> tuple[str | TextSpan, ...]:
    """Format the last that is told of a model which is not out: its state, by whom and when."""
    if not subject.states:
        return (f" · {subject.state.value}", *_named_by(subject))
    last = max(subject.states, key=lambda row: row.learned_at)
    source = link(teller_of(last.source), last.source) if last.source.startswith("http") else "the ledger"
    return (f" · {last.state.value}, according to ", source, f" ({format_time(last.so_at)})")


def _named_by(subject: Subject) -> tuple[str | TextSpan, ...]:
    """Format who named a model of which no state was told, and when that was read."""
    if subject.learned_at is None or not subject.source.startswith("http"):
        return ()
    return (", named by ", link(teller_of(subject.source), subject.source), f" ({format_time(subject.learned_at)})")


def near_lines(found: Dossier) -> Iterator[Words]:
    """Format what is known about an unknown model's relatives, and offer to watch it."""
    if found.near:
        yield labelled(words.NEAREST_KNOWN, words.with_states(found.near))
    yield "I can tell you when something names it."


def surface(row: SubjectStateRow) -> str:
    """Format where a release was: app, API, or anywhere."""
    return {"api": "API", "app": "app", "": "released"}.get(row.surface, row.surface)


def odds_line(odds: tuple[MarketBoard, RungRow], found: Dossier, ctx: RequestContext) -> Words:
    """Format the price with question, venue, age, and any difference in the model."""
    board, row = odds
    if board.state == "settled":
        at = f" on {format_day(board.settled_at.date(), day_of(ctx.as_of))}" if board.settled_at is not None else ""
        venue = link(board.market.venue_name, board.market.url)
        return labelled(words.ODDS, ("its market settled ", bold((board.outcome or "").upper()), f"{at} · ", venue))
    day = format_day(row.date.last, day_of(ctx.as_of)) if row.date.last else row.label
    about = f"; it asks about {found.asks_about}" if found.asks_about else ""
    return labelled(words.ODDS, (bold(price_said(row)), f" by {day} · ", *price_origin(board, row, ctx), about))


def wait_line(wait: ChecklistItem, vendor: str) -> Words:
    """Format price or limits with their source."""
    first = wait.findings[0]
    claimed = "" if wait.state is Certainty.KNOWN else " (claimed)"
    name = "Price" if wait.name == WAITED[0] else "Limits"
    return labelled(name, (f"{shorten(first.value, 70)}{claimed} · ", *_party(first, vendor)))


def _party(first: ChecklistFinding, vendor: str) -> tuple[str | TextSpan, ...]:
    """Link the party, and the quoting page for a lab statement read elsewhere."""
    if first.party != vendor_name(vendor) or is_own(vendor, first.url):
        return (link(first.party, first.url),)
    return (f"{first.party}, quoted by ", link(host_of(first.url), first.url))


def note(found: Dossier, ctx: RequestContext) -> str:
    """Format up to when the model is known, if that is long ago, and its slug; of an unknown one the day."""
    known = known_words(found.known_up_to, ctx)
    asked = f"as of {format_time(ctx.as_of)}" if ctx.as_of != ctx.now or found.subject is None else ""
    return " · ".join(one for one in (known, asked, found.slug) if one)


def _names(found: Dossier) -> tuple[str, ...]:
    """The names of a model, those that hold first; a slug that is a name is of one that was merged."""
    said = [alias for alias in found.aliases if "/" not in alias.text]
    names = [alias.text for alias in said if alias.standing is AliasStatus.GOOD]
    unsure = [f"{alias.text} (SPECULATION)" for alias in said if alias.standing is AliasStatus.SPECULATION]
    return tuple(dict.fromkeys((*names, *unsure)))


def parts(found: Dossier, ctx: RequestContext) -> tuple[Part, ...]:
    """Every part of the dossier with its source."""
    pairs = [("Release", out_line(found))]
    if (odds := found.odds) is not None and (odds[0].state == "settled" or not found.state.is_out):
        pairs.append((words.ODDS, spans(odds_line(odds, found, ctx))[2:]))
    if (end := found.shutdown or found.shutdown_past) is not None:
        pairs.append(("Shutdown", shutdown_line(end, ctx.as_of.date())))
    pairs += [(wait.name.capitalize(), _wait(wait)) for wait in found.checklist.waits]
    if names := _names(found):
        pairs.append(("Names", ", ".join(names)))
    made: list[Part] = [Fields(tuple(pairs)), *map(Text, _skipped(found))]
    if len(found.released) > 1:
        made.append(Bullets(tuple(_release(row) for row in found.released[:SHOWN]), "Released"))
    if found.measured:
        newest = sorted(found.measured, key=lambda one: one.so_at, reverse=True)[:SHOWN]
        made.append(Bullets(tuple(_board(one) for one in newest), "Measured"))
    if found.claims:
        lines = tuple(f"{graded.grade.value} · {claim.id} · {claim.text}" for claim, graded in found.claims[:SHOWN])
        left = f" ({SHOWN} of {len(found.claims)})" if found.claims[SHOWN:] else ""
        made.append(Bullets(lines, f"Claims, best supported first{left}"))
    if found.events:
        made.append(Bullets(tuple(map(_change, found.events[-SHOWN:])), "Changes"))
    return tuple(made)


def _release(row: SubjectStateRow) -> Words:
    head = f"{surface(row)} · {format_time(row.so_at)} · "
    return (head, link(host_of(row.source), row.source)) if row.source.startswith("http") else head.rstrip(" ·")


def _change(one: SubjectEvent) -> Words:
    said = f"{format_time(one.so_at)}: {one.text}"
    return (f"{said} ", link(host_of(one.source), one.source)) if one.source.startswith("http") else said


def _board(one: Evidence) -> Words:
    """A leaderboard's number with its n, its terms, its day and its address."""
    return (f"{one.quote} · ", link(named_source(one.party, one.url), one.url), f" · {format_time(one.so_at)}")


def _wait(wait: ChecklistItem) -> Words:
    if not wait.findings:
        return f"unknown; needs {wait.needs}"
    first = wait.findings[0]
    who = link(named_source(first.party, first.url), first.url)
    return (f"{first.value} · {wait.state.value} · ", who, f" · {format_time(first.at)}")


def sources(found: Dossier) -> tuple[Source, ...]:
    """Return the source and time of each part."""
    made = [Source(host_of(row.source), row.source, row.learned_at) for row in found.released[:2]]
    if (odds := found.odds) is not None:
        made.append(price_source(*odds))
    for wait in found.checklist.waits:
        made += [Source(named_source(one.party, one.url), one.url, one.at) for one in wait.findings[:1]]
    if (end := found.shutdown) is not None:
        who = end.fact.via or named_source(vendor_name(end.fact.vendor), end.fact.url)
        made.append(Source(who, end.fact.url, end.read_at))
    return tuple({one.url: one for one in made if one.url.startswith("http")}.values())


def facts(found: Dossier, ctx: RequestContext) -> dict[str, object]:
    """The typed facts behind the dossier."""
    odds = found.odds
    price, known = (turned(odds[1]), odds[1].known) if odds is not None else (None, None)
    claim, end = found.strongest, found.shutdown
    return {
        "subject": found.slug,
        "name": found.name,
        "known": found.subject is not None,
        "state": found.state.state.value if found.state.state else None,
        "vendor": found.subject.vendor if found.subject else None,
        "released": [{"surface": row.surface or None, "at": row.so_at, "source": row.source} for row in found.released],
        "probability": None if price is None else round(float(price), 6),
        "reported": [float(known.low), float(known.high)] if known is not None and known.reports else None,
        "by": odds[1].date.last if odds is not None else None,
        "market": odds[0].market.id if odds is not None else None,
        "checklist": {"known": found.checklist.known, "of": len(found.checklist.waits)},
        "waits": {
            wait.name: {"state": wait.state.value, "value": wait.findings[0].value if wait.findings else None}
            for wait in found.checklist.waits
        },
        "strongest_claim": {"id": claim[0].id, "grade": claim[1].grade.value} if claim else None,
        "last_change": {"at": found.changed.so_at, "label": found.changed.label} if found.changed else None,
        "shutdown": {"day": end.fact.day, "id": end.fact.model, "source": end.fact.url} if end else None,
        "known_up_to": found.known_up_to,
        "names": [alias.text for alias in found.aliases if "/" not in alias.text],
        "as_of": ctx.as_of,
    }
