"""``/checkpoint show``: a label's reports, prevalence, possible identity and base rate."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.commands.checkpoint._reports import brief as short
from bot.commands.checkpoint._reports.accounts import accounts
from bot.commands.checkpoint._reports.brief import dated
from bot.commands.checkpoint._reports.known_labels import LABEL_ID, LabelRecord, LabelText, find
from bot.commands.checkpoint._reports.meanings import meanings, meant_parts, stands_for
from bot.commands.checkpoint._reports.whereabouts import about
from bot.dispatch.command import Command, as_of_option, option
from bot.domain.sightings.base_rates import BaseRate
from bot.domain.sightings.confirmations import Prevalence, how_common
from bot.domain.sightings.methods import Attribution, AttributionGrade
from bot.domain.sightings.sightings import SightingGrade
from bot.domain.sightings.surfaces import would_settle
from bot.domain.text import host_of
from bot.domain.time import format_moment, format_time
from bot.messages import words as labels
from bot.messages.order import order
from bot.messages.reply import (
    Bullets,
    Button,
    Fields,
    Part,
    Reply,
    Severity,
    Source,
    Text,
    Words,
    bold,
    code,
    when,
)
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.known_up_to import known_sentence
from bot.queries.records.label_record import AttributionRecord

ATTRIBUTIONS = 6  # of them a card lists; the rest are counted


class ShowLabel(Command[LabelRecord], name="checkpoint show", shareable=True, personal=True):
    """Show what is known of a name seen in a picker, an arena or a list."""

    label: LabelText = option(f"{LABEL_ID} (CP-0142)", complete="label")
    rules: bool = option("Explain how the grade is computed", default=False)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> LabelRecord:
        """Read everything known of it from storage."""
        found = find(ports, ctx, self.label)
        return found if found.exists else replace(found, meanings=meanings(ports, found.typed, ctx.view))

    def answer(self, found: LabelRecord, ctx: RequestContext) -> Reply:
        """Compose the card, or say that nobody has seen it."""
        return card(found, ctx, rules=self.rules) if found.exists else nobody(found, ctx)


def card(found: LabelRecord, ctx: RequestContext, *, rules: bool = False) -> Reply:
    """Compose the card of a reported label; with ``rules`` each grading rule."""
    standing, common = found.state, how_common(found.checks, ctx.as_of)
    flags = " · disputed" if found.disputed else ""
    head = short.title(found)
    return Reply(
        title=head,
        parts=(
            *_warning(found),
            Text((bold(found.word), f" · {counts(found)}{flags}")),
            Fields(_pairs(found, common)),
            *accounts(found),
            *_attributions(found),
            *_lists(found),
            *((Bullets(found.rules.sentences, "How the grade is made"),) if rules else ()),
        ),
        brief=short.card(found, head, common, ctx, counts=counts(found), settles=_settles(found)),
        severity=Severity.WARN if found.twin else Severity.INFO,
        grade=standing.grade.value,
        sources=_sources(found),
        actions=_actions(found),
        note=" ".join(
            filter(
                None,
                (
                    f"As known on {format_moment(ctx.as_of)} UTC." if ctx.as_of < ctx.now else "",
                    known_sentence(found.known_up_to(ctx.as_of), ctx),
                ),
            )
        ),
        data=facts(found, ctx, common),
        shows=tuple(dict.fromkeys((found.key, *(one.id for one in found.reports)))),
    )


def nobody(found: LabelRecord, ctx: RequestContext) -> Reply:
    """Say that nobody has reported a name, without suggesting evidence."""
    looked = len({check.person for check in found.checks})
    people = f"{looked} {'person here has' if looked == 1 else 'people here have'}" if looked else "nobody here has"
    near = (Bullets(tuple(code(name) for name in found.similar), "Names like it"),) if found.similar else ()
    return Reply(
        title=_unreported(found),
        parts=(
            *_warning(found),
            *meant_parts(found.meanings),
            Text(f"That is not evidence that it does not exist: {people} looked for it."),
            *((Text(f"Elsewhere: {found.elsewhere.text}."),) if found.elsewhere else ()),
            *_attributions(found),
            *near,
        ),
        severity=Severity.WARN if found.twin else Severity.INFO,
        note=f"as of {format_time(ctx.as_of)}",
        actions=(
            *(_show(name) for name in found.contained_in),
            Button(
                "I have seen it",
                order("checkpoint report", label=found.shown),
                "plain" if found.contained_in else "main",
            ),
            Button("I looked, not there", order("checkpoint confirm", id=found.shown, have_it=False, sure=True)),
            Button("Watch it", order("checkpoint watch", label=found.shown)),
            *(
                Button(f"Everything about {name}"[:80], order("model show", name=one.slug))
                for one, name in found.meanings[:1]
            ),
            *((Button(labels.WHO_GUESSES, order("checkpoint who", label=found.shown)),) if found.attributions else ()),
            *(_show(name) for name in found.similar[:1] if not (found.twin or found.contained_in)),
            *((_show(found.twin.name),) if found.twin else ()),
        ),
        data={
            "label": found.shown,
            "grade": None,
            "known": False,
            "lookalike": _lookalike(found),
            "elsewhere": found.elsewhere,
            "meant": [{"subject": alias.slug, "standing": alias.standing} for alias, _ in found.meanings],
            "near": found.similar,
            "as_of": ctx.as_of,
        },
    )


def _unreported(found: LabelRecord) -> str:
    """Format that nobody reported a name: what it stands for, or the labels of which it is a part."""
    if known := stands_for(found.meanings):
        return f"“{found.shown}” is {known}; nobody here has reported the label"
    part = f"; known: {', '.join(found.contained_in)}" if found.contained_in else ""
    return f"Nobody here has reported “{found.shown}”{part}"


def counts(found: LabelRecord) -> str:
    """Format reports and reporters, or where else it is known from."""
    if found.own_label is not None and found.own_label.reports:
        here, people = found.own_label.reports, found.reporters
        of = f" by {people} {'person' if people == 1 else 'people'}" if people else ""
        return f"{here} report{'s' if here != 1 else ''} here{of}"
    if found.state.listed:
        return "not reported here; shown on a public list"
    elsewhere = found.checkpoint is not None or found.ledger_alias is not None
    return "not reported here; written about elsewhere" if elsewhere else "not reported here"


def _pairs(found: LabelRecord, common: tuple[Prevalence, ...]) -> tuple[tuple[str, Words], ...]:
    standing = found.state
    pairs: list[tuple[str, Words]] = list(_standing(found))
    shares = " · ".join(row.text for row in common)
    pairs.append(("How common", shares or "nobody here has looked yet: too few checks to say how common"))
    if found.elsewhere is not None:
        pairs.append(("Elsewhere", found.elsewhere.text))
    pairs.append(("What it is", _what(found)))
    for name, rate in (("Base rate", found.surface_rate), ("Vendor", found.vendor_rate)):
        if rate is not None:
            pairs.append((name, rate.text))
    if found.surface_rate is None:
        pairs.append(("Base rate", "too few to say: nobody has counted names of such places"))
    if found.checkpoint is not None and found.checkpoint.note:
        pairs.append(("Note", found.checkpoint.note))
    if not standing.resolved:
        pairs.append(("Would settle it", _settles(found)))
    return tuple(pairs)


def _standing(found: LabelRecord) -> Iterator[tuple[str, Words]]:
    """Explain the grade, what would raise it, and since when it was seen."""
    standing = found.state
    if not (standing.resolved and found.how_known):  # "what it is" says it
        yield "Why this grade", standing.reason
    if standing.grade is SightingGrade.CASUAL:
        yield "To lift it", "a first-hand account that others can check; then two more people, or a public list"
    elif standing.missing and not standing.resolved:
        people = f"{standing.missing} more {'person' if standing.missing == 1 else 'people'}"
        yield "To lift it", f"{people} on their own accounts in other hours, or a public list"
    if reasons := Counter(why for _, why in standing.left_out):
        whole = len(standing.counted) + reasons.total() >= standing.reports  # of a crowd only the first are looked at
        yield "Not counted", " · ".join(f"{why}: {count}" if whole else why for why, count in reasons.most_common())
    if found.checkpoint is not None and found.checkpoint.first_seen:
        yield "First seen", dated(found.checkpoint.first_seen)
    elif standing.first_seen is not None:
        yield "First seen", about(standing.first_seen)
    if standing.last_seen not in (None, standing.first_seen) and found.own_label is not None:
        yield "Last seen", about(standing.last_seen)


def _settles(found: LabelRecord) -> str:
    """Describe what would settle its identity.

    If shown already, that the desk is reviewing it.
    """
    return would_settle(found.family, likely=found.likeliest is not None)


def _what(found: LabelRecord) -> Words:
    if found.settled is not None and not found.settled.subject:
        return (bold(found.settled.outcome), f" — {found.settled.how_known}")
    if found.identified_as:
        day = found.checkpoint.released if found.checkpoint else ""
        released = f", released {dated(day)}" if day else ""
        sure = f"{found.sure}, " if found.sure else ""
        return (bold(found.identified_as), f"{released} — {sure}{found.how_known}")
    if (best := found.likeliest) is not None:
        method = f"{best.grade.value}, by {best.attribution.method.value}"
        return (bold(found.called(best.attribution.subject)), f" — {method}; not settled yet")
    said = f" Said to be {found.checkpoint.guess}." if found.checkpoint and found.checkpoint.guess else ""
    return f"not identified.{said}"


def _attributions(found: LabelRecord) -> tuple[Part, ...]:
    if not found.attributions:
        return ()
    lines = tuple(attribution_line(found, one) for one in found.attributions[:ATTRIBUTIONS])
    further = len(found.attributions) - ATTRIBUTIONS
    more = (Text(f"… {further} more: see Attributions", quiet=True),) if further > 0 else ()
    return (Bullets(lines, "Attributions"), *more)


def attribution_line(found: LabelRecord, said: AttributionRecord) -> Words:
    """Format an attribution: identity, grade, method with record, author and date."""
    one = said.attribution
    record = f"record {said.record.text}" if said.record.share.n else said.record.text
    text = f": {said.grade.value}, by {one.method.value} ({record}); {found.who(one)}, {format_time(one.at)}"
    return (found.called(one.subject), text)


def _lists(found: LabelRecord) -> tuple[Part, ...]:
    lines: list[Words] = []
    for one in found.listed[-4:]:
        candidates = f"; candidates, not facts: {', '.join(one.candidates[:5])}" if one.candidates else ""
        named = f"; named {one.named}" if one.named else ""
        lines.append((when(one.at), f" {one.kind.value}: {one.why}{named}{candidates}"))
    return (Bullets(tuple(lines), "On public lists"),) if lines else ()


def _warning(found: LabelRecord) -> tuple[Part, ...]:
    parts: list[Part] = []
    if found.twin is not None:
        why = ", ".join(one.value for one in found.disguise) or "letters that only look alike"
        parts.append(
            Text(
                (
                    bold("Look-alike: "),
                    f"this is not “{found.twin.name}”; it is written with {why}. They are not merged.",
                )
            )
        )
    elif found.disguise:
        parts.append(Text((bold("Look closely: "), f"the name has {', '.join(one.value for one in found.disguise)}.")))
    return tuple(parts)


def _sources(found: LabelRecord) -> tuple[Source, ...]:
    sources = [Source(host_of(one.source), one.source, one.at) for one in found.listed[-2:]]
    if found.checkpoint is not None:
        sources += [Source(host_of(url), url, at) for url, at in found.checkpoint.cited]
    elif (row := found.ledger_alias) is not None and row.source.startswith("http"):
        sources.append(Source(host_of(row.source), row.source, row.learned_at))
    sources += [page(said.attribution) for said in found.attributions if said.attribution.link]
    return tuple({source.url: source for source in sources}.values())


def page(one: Attribution) -> Source:
    """Return an attribution's page and its date; a member's link was never opened."""
    if not one.id.startswith(("AT-P", "AT-L")):
        return Source(f"{host_of(one.link)}, a member's link of {format_time(one.at)}, not opened", one.link)
    return Source(host_of(one.link), one.link, one.read_at or one.at)


def _actions(found: LabelRecord) -> tuple[Button, ...]:
    name = found.shown
    stop = True if found.watched else None
    label = labels.STOP_WATCHING if stop else labels.TELL_ME_CHANGES
    return (
        Button(labels.I_HAVE_IT, order("checkpoint confirm", id=name, have_it=True), "main"),
        Button(labels.NOT_THERE, order("checkpoint confirm", id=name, have_it=False)),
        Button(labels.WHO_GUESSES, order("checkpoint who", label=name)),
        Button(labels.TIMELINE, order("checkpoint timeline", label=name)),
        Button(labels.REPORT_IT, order("checkpoint report", label=name)),
        Button(label, order("checkpoint watch", label=name, off=stop)),
        Button(labels.OBJECT, order("checkpoint dispute", id=name)),
        Button(labels.HOW_GRADES_WORK, order("checkpoint show", label=name, rules=True)),
        *((_show(found.twin.name),) if found.twin else ()),
    )


def _show(name: str) -> Button:
    return Button(f"Show {name}"[:80], order("checkpoint show", label=name))


def _lookalike(found: LabelRecord) -> dict[str, object] | None:
    if found.twin is None and not found.disguise:
        return None
    return {"of": found.twin.name if found.twin else None, "why": [one.value for one in found.disguise]}


def rate_facts(rate: BaseRate | None, name: str) -> dict[str, object] | None:
    """Return a base rate as facts; None if it is not counted."""
    if rate is None:
        return None
    share = rate.share
    return {
        "surface": name,
        "shipped": share.hits,
        "n": share.n,
        "low": round(share.low, 4),
        "high": round(share.high, 4),
        "median_days": rate.median_days,
        "enough": rate.enough,
        "text": rate.text,
    }


def facts(found: LabelRecord, ctx: RequestContext, common: tuple[Prevalence, ...]) -> dict[str, object]:
    """The typed facts behind the card."""
    standing = found.state
    return {
        "label": found.shown,
        "known": True,
        "surface": found.surface,
        "grade": standing.grade.value,
        "reason": standing.reason,
        "reports": found.own_label.reports if found.own_label else 0,
        "reporters": found.reporters,
        "elsewhere": found.elsewhere,
        "checks": {
            row.plan.value: {
                "have": row.share.hits,
                "looked": row.share.n,
                "share": row.share.share if row.enough else None,
                "low": round(row.share.low, 4) if row.enough else None,
                "high": round(row.share.high, 4) if row.enough else None,
                "text": row.text,
            }
            for row in common
        },
        "attributions": [
            {
                "subject": said.attribution.subject,
                "method": said.attribution.method.value,
                "grade": said.grade.value,
                "by": found.who(said.attribution),
                "at": said.attribution.at,
                "why": said.attribution.why,
                "link": said.attribution.link,
                "record": said.record.text,
                "id": said.attribution.id,
            }
            for said in found.attributions
        ],
        "speculation": all(said.grade is AttributionGrade.SPECULATION for said in found.attributions),
        "base_rate": rate_facts(found.surface_rate, found.family),
        "vendor_rate": rate_facts(found.vendor_rate, found.checkpoint.vendor if found.checkpoint else ""),
        "would_settle": None if standing.resolved else _settles(found),
        "lookalike": _lookalike(found),
        "first_seen": found.checkpoint.first_seen if found.checkpoint else standing.first_seen,
        "last_seen": standing.last_seen,
        "identified_as": found.identified_as or None,
        "how_known": found.how_known or None,
        "identity": found.identity.graded.known if found.identity is not None else None,
        "released": (found.checkpoint.released or None) if found.checkpoint else None,
        "said_to_be": (found.checkpoint.said_to_be or None) if found.checkpoint else None,
        "disputed": found.disputed,
        "listed": standing.listed,
        "rules": list(found.rules.sentences),
        "ids": [one.id for one in found.reports],
        "as_of": ctx.as_of,
    }
