"""How a checked claim is said: the card, why it has its grade, and the typed facts for programs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.commands.claimcheck._cards import brief as answers
from bot.commands.claimcheck._cards import titles
from bot.commands.claimcheck._cards.actions import actions, title
from bot.commands.claimcheck._cards.facts import SPEAKS, STRENGTHS, data, forecast, is_over, market_row, model_name
from bot.commands.claimcheck._cards.origins import named
from bot.commands.claimcheck._cards.titles import decided_by
from bot.commands.claimcheck._checking import CheckedClaim, ClaimMaterial
from bot.commands.claimcheck._matching import NEAREST
from bot.domain.claims.claim_types import claim_types
from bot.domain.claims.read_as import read_as
from bot.domain.evidence.comparison import BenchmarkComparison
from bot.domain.evidence.evidence import Evidence
from bot.domain.evidence.grade_result import WeighedItem
from bot.domain.evidence.likelihood_words import in_words
from bot.domain.markets.market_view import RungRow
from bot.domain.names.subjects import fold
from bot.domain.text import short_number
from bot.domain.time import format_moment, format_time
from bot.messages import words as labels
from bot.messages.price_words import price_said
from bot.messages.reply import (
    Bullets,
    Fields,
    Part,
    Reply,
    Source,
    Table,
    Text,
    Words,
    bold,
    joined,
    link,
)
from bot.messages.request import RequestContext
from bot.queries.aliases import Reading
from bot.queries.known_up_to import known_sentence
from bot.queries.tellers import named_source

LEVELS = (
    "Levels: 5 first-party document, or a benchmark's own board · 4 independent measurement with n, two named press "
    "origins, an announced shutdown, or the ledger's own record · 3 one named press origin, or the vendor on its own "
    "future or numbers · 2 checkable trace · 1 word, picture, demo, inference · – weighs nothing: copies, market "
    "prices, what waits for the desk."
)
SHOWN = 4  # items a side that a card lists; the rest are counted


def card(
    checked: CheckedClaim, ctx: RequestContext, *, why: bool = False, rule: bool = False, extra: tuple[Part, ...] = ()
) -> Reply:
    """The whole answer about one claim.

    With ``rule`` the full one says why it has its grade, with ``why`` both do.
    """
    graded, claim, material = checked.graded, checked.claim, checked.material
    head, text, read = titles.title(checked, ctx), title(checked), understood(material, checked.other_year)
    parts: list[Part] = [Text(f"“{text}”"), _head(checked, ctx), *_read_as(material, read), *_forecast(material, ctx)]
    parts += [Text(line) for line in answers.decided_by_page(checked, ctx)]
    parts += titles.parts(checked, ctx)
    if checked.weighed:
        parts += [_counts(checked), *(Text(line) for line in answers.released(checked, ctx)), *_lines(checked)]
        for heading, sign in (("For", 1), ("Against", -1)):
            parts += _side(checked, heading, sign)
    parts += [Text(joined(lines)) for lines in ([*answers.nearest(checked), *answers.compared(checked)],) if lines]
    parts.append(Fields(tuple(_verdict(checked))))
    if why or rule:
        parts += why_parts(checked)
    parts += extra
    parts += _nearest(checked)
    known = known_sentence(material.known_up_to, ctx)
    return Reply(
        title=head,
        parts=tuple(parts),
        brief=answers.why(checked, head, ctx, read=read)
        if why
        else answers.card(checked, head, ctx, text=text, read=read),
        grade=graded.grade.value if graded.known else "",
        sources=sources(checked),
        actions=actions(checked, why=why),
        note=" ".join(filter(None, (f"Evidence as known on {format_moment(ctx.as_of)} UTC.", known))),
        data=data(checked, ctx),
        shows=(claim.id,) if claim.id else (),
    )


def _head(checked: CheckedClaim, ctx: RequestContext) -> Part:
    """The grade, which claim it is, its kind and outcome."""
    claim = checked.claim
    said = [claim.id or "not in the ledger", label(claim.statement.type)]
    if claim.id:
        said.append(claim.outcome_at(ctx.as_of).said)
        said += [decided_by(claim)] if claim.outcome_by else []
    return Text((bold(checked.graded.word), "".join(f" · {words}" for words in said)))


def label(kind: str) -> str:
    """What a type of claim is called on a card."""
    found = claim_types().get(kind)
    return found.label if found else kind


def understood(material: ClaimMaterial, other_year: str = "") -> str:
    """A claim's slots in words, so that a wrong reading is seen, and the words that no slot holds."""
    parsed, said = material.parsed, material.claim.statement
    names = {said.subject: material.name} if material.name else {}
    words = read_as(
        replace(said, future=False) if said.future and is_over(material) else said,
        lambda slug: names.get(slug) or model_name(slug),
        unit=_unit(material),
        year_supplied=bool(parsed and parsed.year_supplied),
        other_year=other_year,
    )
    left = f". I understood only that; not: {', '.join(said.beyond[:5])}" if said.beyond else ""
    by = parsed.said_by if parsed is not None and parsed.said_by else ""
    whose = f". This is checked, not whether {by} said it" if by != by.casefold() else ""
    return f"{labels.READ_AS}: {words}{left}{whose}"


def _unit(material: ClaimMaterial) -> str:
    """The unit of a claim's score: that of its benchmark, else a per cent that was written."""
    known = material.world.benchmarks.get(material.claim.statement.benchmark)
    written = " %" if material.parsed is not None and material.parsed.unit == "%" else ""
    return known.unit if known and known.unit else written


def _read_as(material: ClaimMaterial, read: str) -> list[Part]:
    """How the sentence and its names were read, and which claim of the ledger it is."""
    said: list[str] = [read]
    said += [reading.said for reading in named_readings(material)[:3]]
    if material.guessed:
        said.append(f"takes {material.guessed} to mean {material.name}")
    if material.strangers:
        said.append(f"the ledger knows nothing of {' or '.join(material.strangers)}")
    if material.match == "words":
        said.append(f"read as {material.claim.id}, “{material.claim.text}”, by its words alone")
    if material.match == "negated" and material.near:
        said.append(f"the opposite of {material.near[0].id}, “{material.near[0].text}”, graded the other way round")
    return [Text("\n".join((said[0], " · ".join(said[1:]))) if said[1:] else said[0], quiet=True)]


def named_readings(material: ClaimMaterial) -> tuple[Reading, ...]:
    """What the typed names are also said to mean; other names of the subject are left out."""
    if not material.readings:
        return ()
    typed = fold(material.parsed.text if material.parsed else material.claim.text)
    return tuple(
        reading
        for reading in material.readings
        if fold(reading.shown) != fold(reading.name)
        and re.search(rf"(?<!\w){re.escape(fold(reading.name))}(?!\w)", typed)
    )


def _counts(checked: CheckedClaim) -> Part:
    """Who is for and against it; where nothing weighs, only how many repeat it."""
    graded = checked.graded
    if not (graded.support or graded.refute):
        return Fields((("Repeats", str(graded.repeats)),))
    named = f" ({', '.join(graded.origins[:5])}{', …' if len(graded.origins) > 5 else ''})" if graded.origins else ""  # noqa: PLR2004 - five are named
    against = f"{len(graded.against)} ({', '.join(graded.against[:5])})" if graded.against else "0"
    weighed = len(graded.origins) + len(graded.against)
    load = ", ".join(graded.load_bearing) or ("none, the grade stays without any one of them" if weighed else "none")
    return Fields(
        (
            ("Origins", f"{len(graded.origins)}{named}"),
            ("Repeats", str(graded.repeats)),
            ("First-party", str(graded.first_party)),
            ("Against", against),
            ("Load-bearing", load),
        )
    )


def _lines(checked: CheckedClaim) -> list[Part]:
    """One line a benchmark, and in words on which the claim holds and on which it does not."""
    lines = checked.graded.lines
    if not lines:
        return []
    said = checked.claim.statement
    one, other = checked.material.name or model_name(said.subject), model_name(said.comparator)
    rows = tuple(_line_row(line, said.polarity) for line in lines)
    table = Table(("benchmark", one or "this", other or "that", "speaks", "level", "counts"), rows)
    return [*_ahead_and_behind(one, lines), table]


def _ahead_and_behind(name: str, lines: Sequence[BenchmarkComparison]) -> list[Part]:
    """On which axes a model is ahead and on which behind; nothing where none decides."""
    ahead = ", ".join(line.name for line in lines if line.on_axis and line.sign > 0)
    behind = ", ".join(line.name for line in lines if line.on_axis and line.sign < 0)
    told = "; ".join(part for part in (ahead and f"ahead on {ahead}", behind and f"behind on {behind}") if part)
    depends = "It depends on the axis: " if ahead and behind else ""
    return [Text(f"{depends}{name} is {told}.")] if told else []


def _line_row(line: BenchmarkComparison, polarity: int) -> tuple[str, ...]:
    sign = line.sign * polarity
    level = f"{'S' if sign > 0 else 'R'} {line.level}" if sign else "–"
    return line.name, line.ours, line.theirs, SPEAKS[sign], level, "yes" if line.on_axis else "other axis"


def _side(checked: CheckedClaim, heading: str, sign: int) -> list[Part]:
    """The origins of one side, strongest first, each with its link and date; copies are only counted."""
    items = sorted(
        (item for item in checked.graded.items if item.sign == sign and item.level), key=lambda i: (-i.level, i.ids)
    )
    seen: dict[tuple[str, ...], WeighedItem] = {}
    for item in items:
        seen.setdefault(item.ids, item)
    shown = [_item(item, checked.items) for item in list(seen.values())[:SHOWN]]
    if len(seen) > SHOWN:
        shown.append(f"and {len(seen) - SHOWN} more")
    return [Bullets(tuple(shown), heading)] if shown else []


def _item(item: WeighedItem, items: Mapping[str, Evidence]) -> Words:
    first = items[item.ids[0]]
    said = item.why if item.ids[1:] or ":" in item.why else f"{item.why}: {first.quote}"
    via = f" — {first.via}" if first.via else ""
    return (
        f"{item.level} · {named(items, item)} · ",
        f"{said} · {format_time(first.so_at)} · {first.shown} · ",
        link("source", first.url) if first.url.startswith("http") else first.source,
        via,
    )


def _verdict(checked: CheckedClaim) -> Iterable[tuple[str, Words]]:
    yield "Rule", checked.graded.rule.sentence
    if checked.missing and [need.words for need in checked.missing] != [checked.settles]:
        yield "Missing", "; ".join(need.words for need in checked.missing)
    if checked.settles:
        yield "Would settle it", checked.settles
    if checked.flags:
        yield "Flags", " · ".join(map(labels.flag_words, checked.flags))


def why_parts(checked: CheckedClaim) -> list[Part]:
    """S and R, the name of the rule, each item by weight, what levels mean, and what would fall."""
    graded, items = checked.graded, checked.items
    rows = tuple(
        (
            " + ".join(items[name].shown for name in item.ids),
            ", ".join(sorted(item.parties)),
            f"{format_time(max(items[name].so_at for name in item.ids))}",
            "for" if item.sign > 0 else "against",
            str(int(item.level) or "–"),
            _reason(item, items),
        )
        for item in graded.items
    )
    head = Text(
        (
            bold("Why this grade"),
            f" · for it {STRENGTHS[graded.support]}, against it {STRENGTHS[graded.refute]}",
            f" · by the rule “{graded.rule.name}”",
        )
    )
    if not rows:
        return [head]
    columns = ("item", "origin", "date", "side", "level", "why")
    falls = " ".join(
        f"Without {name} it would be {word}." for name, word in zip(graded.load_bearing, graded.without, strict=True)
    )
    settled = (
        falls or "Taking away any one origin leaves the grade as it is." if graded.support or graded.refute else ""
    )
    rest = [Text(settled)] if settled else []
    return [head, Table(columns, rows, frozenset({"level"})), Text(LEVELS, quiet=True), *rest]


def _reason(item: WeighedItem, items: Mapping[str, Evidence]) -> str:
    """Why an item weighs what it weighs, with what lowers it and where it was read at second hand."""
    via = next((items[name].via for name in item.ids if items[name].via), "")
    lowered = (("rounded", item.rounded), (labels.flag_words("drift"), item.drift), (via, bool(via)))
    return ", ".join((item.why, *(word for word, so in lowered if so)))


def _nearest(checked: CheckedClaim) -> list[Part]:
    """The nearest claims of the ledger, whatever was found of this one."""
    material = checked.material
    near = [claim for claim in material.near if claim.id != checked.claim.id][:NEAREST]
    if not near:
        return []
    heading = {
        "exact": "Nearest to it in the ledger",
        "words": "Nearest to it in the ledger",
        "negated": "It denies the first of these; nearest",
        "two": "Two claims of the ledger are close; nothing is taken over from either",
        "near": "Near a claim of the ledger; nothing is taken over from it",
    }.get(material.match, "Not in the ledger. No evidence here is not evidence against it. Nearest")
    if material.match == "none" and (checked.graded.support or checked.graded.refute):
        heading = "Not a claim of the ledger in these words. Nearest"
    return [Bullets(tuple(f"{claim.id} — {claim.text}" for claim in near), heading)]


def sources(checked: CheckedClaim) -> tuple[Source, ...]:
    """The pages of what was weighed, each once."""
    items = checked.items
    used = [items[name] for item in checked.graded.items if item.level for name in item.ids]
    known = {
        item.url: Source(named_source(item.party, item.url), item.url, item.learned_at)
        for item in used
        if item.url.startswith("http")
    }
    return tuple(list(known.values())[:6])


def _forecast(material: ClaimMaterial, ctx: RequestContext) -> list[Part]:
    """That a claim is about what is still to come, with the market's price beside it and never as support."""
    if not forecast(material, ctx):
        return []
    words = "This is a forecast: nothing can confirm it before its day."
    said: list[Words] = [f"{words} A market price is shown beside it and never raises a grade."]
    priced = market_row(material, ctx)
    if priced is None:
        off = labels.markets_off(ctx)
        none = f"no market of the ledger asks about that{' date' if material.claim.statement.day else ''}"
        said.append(f"{(off or none)[0].upper()}{(off or none)[1:]}.")
    else:
        venue, row, url = priced
        chance = row.signal.probability
        word = f", {in_words(float(chance))}" if chance is not None else ""
        read = f", read {format_time(row.read_at)}" if row.read_at else ""
        volume = _volume(row)
        said.append(
            (
                "Market beside it: ",
                link(venue, url),
                f" “{row.label}” at ",
                bold(price_said(row)),
                f"{word}{read}{volume}.",
            )
        )
    return [Text(words) for words in said]


def _volume(row: RungRow) -> str:
    amount = row.rung.quote.volume if row.rung.quote is not None else None
    return f", volume {short_number(amount)}" if amount else ""


def with_data(reply: Reply, **more: object) -> Reply:
    """The same reply with more facts."""
    return replace(reply, data={**reply.data, **more})
