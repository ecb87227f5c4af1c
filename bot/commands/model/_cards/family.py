"""The card of a family, a lab or a version with variants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.domain.names.subjects import Subject
from bot.domain.time import day_of, format_day
from bot.messages import words
from bot.messages.levels import brief, caution, labelled
from bot.messages.lifetimes import span_said
from bot.messages.order import order
from bot.messages.reply import Action, Button, Menu, Reply, Table, Words, bold
from bot.messages.request import RequestContext
from bot.queries.families.model_families import ModelFamily, ReleasesOfDays, release_day

LISTED = 4  # models of a line
TITLED = 3  # releases in the title
SHOWN = 4  # releases below it
OFFERED = 12  # models of the menu
ROWS = 30  # of the table
UNRANKED = {
    "best": ("I rank no models", "This is by release day alone. Scores stand on each model's card."),
    "cheapest": ("I keep no ranking by price", "This is by release day alone. Prices stand on each model's card."),
}


def family_card(found: ModelFamily, ctx: RequestContext, *, asked: str = "") -> Reply:
    """Build the card; ``asked`` is what it cannot tell: the best or the cheapest."""
    head, lines = _title(found, ctx), tuple(_lines(found, ctx))
    if asked in UNRANKED:
        first, line = UNRANKED[asked]
        head, lines = f"{first}; {head if found.name else head[0].lower() + head[1:]}", (caution(line), *lines)
    known = f" · {words.counted(found.size, 'model')} known here" if found.name else ", of each lab"
    note = f"by release day{known} · as of {format_day(day_of(ctx.as_of))}"
    every = (*found.expected, *found.out, *found.limited, *found.gone)
    table = Table(("model", "state", "day"), tuple(_row(one, ctx) for one in every[:ROWS]))
    short = brief(head, lines, note)
    return Reply(
        title=head,
        parts=(*short.parts, table) if every else short.parts,
        brief=short,
        actions=_actions(found),
        note=note,
        data={
            "subject": found.slug or None,
            "newest": found.out[0].slug if found.out else None,
            "next": found.expected[0].slug if found.expected else None,
            "out": [{"subject": one.slug, "released": release_day(one)} for one in found.out[:ROWS]],
            "expected": [one.slug for one in found.expected[:ROWS]],
            "limited": [one.slug for one in found.limited[:ROWS]],
            "gone": [one.slug for one in found.gone[:ROWS]],
            "as_of": ctx.as_of,
        },
    )


def members_line(found: ModelFamily, ctx: RequestContext) -> Iterator[Words]:
    """Format the models of a version that is a model itself, with their days."""
    if named := (*plainest(found.out), *found.expected, *found.limited):
        yield labelled("Its models", _listed(named, ctx))


def plainest(models: Sequence[Subject]) -> tuple[Subject, ...]:
    """Order models by how few words their names add.

    "GPT-5.6 Sol" stands before "GPT-5.6 Sol Pro".
    """
    return tuple(sorted(models, key=lambda one: one.slug.count("-")))


def releases_card(found: ReleasesOfDays, ctx: RequestContext) -> Reply:
    """Build the card of the releases of some days: each with its day, else those nearest to them."""
    when = span_said(found.first, found.last)
    named = ", ".join(f"{one.name} ({_day(one, ctx)})" for one in found.models[:TITLED])
    more = f" and {len(found.models) - TITLED} more" if len(found.models) > TITLED else ""
    head = f"{found.name} releases" if found.name else "Released"
    nothing = f"No {found.name} release" if found.name else "No release"
    head = f"{head} {when}: {named}{more}" if named else f"{nothing} {when} is recorded here"
    beside = [one for one in (found.before, found.after) if one is not None]
    lines: list[Words] = [f"{words.counted(len(found.models), 'release')} recorded"] if more else []
    lines += [("• ", bold(_day(one, ctx)), f": {one.name}") for one in found.models[TITLED : TITLED + SHOWN]]
    if not found.models and beside:
        lines.append(labelled("Nearest to those days", ", ".join(f"{one.name} ({_day(one, ctx)})" for one in beside)))
    note = f"by the day of the first release · as of {format_day(day_of(ctx.as_of))}"
    short = brief(head, lines, note)
    table = Table(("model", "state", "day"), tuple(_row(one, ctx) for one in found.models[:ROWS]))
    offered = tuple(Button(one.name[:80], order("model show", name=one.slug)) for one in found.models or beside)
    menu = (Menu("Others", offered[2 : 2 + OFFERED]),) if offered[2:] else ()
    return Reply(
        title=head,
        parts=(*short.parts, table) if found.models else short.parts,
        brief=short,
        actions=(
            *offered[:2],
            *menu,
            Button("What changed then", order("catchup", since=found.first, until=found.last)),
        ),
        note=note,
        data={
            "since": found.first,
            "until": found.last,
            "released": [{"subject": one.slug, "released": release_day(one)} for one in found.models],
            "as_of": ctx.as_of,
        },
    )


def _title(found: ModelFamily, ctx: RequestContext) -> str:
    of = f"{found.name}: " if found.name else ""
    if found.app:
        return f"{found.app} is where models are used, not a model"
    if found.out:
        newest = found.out[0]
        return f"{of}{'the' if of else 'The'} newest is {newest.name}, released {_day(newest, ctx)}"
    if found.expected:
        return f"{of}none is out; {found.expected[0].name} is expected"
    if found.limited:
        return f"{of}none is out for everybody; {found.limited[0].name} is in limited access"
    if found.gone:
        return f"{of}{found.gone[0].name} {_ended(found.gone[0])}"
    return f"{of}no model is known here"


def _ended(subject: Subject) -> str:
    return "was cancelled" if subject.state.value == "cancelled" else "was shut down"


def _lines(found: ModelFamily, ctx: RequestContext) -> Iterator[Words]:
    if found.lab and found.lab != found.name:
        yield bold(found.lab)
    if found.app and found.out:
        yield labelled(f"Newest of {found.lab}", _listed(found.out, ctx))
    elif found.out[1:]:
        yield labelled("Before it", _listed(found.out[1:], ctx))
    if found.expected:
        yield labelled("Next, expected", _listed(found.expected, ctx))
    if found.limited and (found.out or found.expected or found.limited[1:]):
        yield labelled("In limited access", _listed(found.limited, ctx))
    if found.gone and (found.out or found.expected or found.gone[1:]):
        yield labelled("No more", ", ".join(f"{one.name} ({one.state.value})" for one in found.gone[:LISTED]))


def _listed(models: Sequence[Subject], ctx: RequestContext) -> str:
    more = f" and {len(models) - LISTED} more" if len(models) > LISTED else ""
    days = ((one, _day(one, ctx)) for one in models[:LISTED])
    return ", ".join(f"{one.name} ({day})" if day else one.name for one, day in days) + more


def _day(subject: Subject, ctx: RequestContext) -> str:
    day = release_day(subject)
    return format_day(day, day_of(ctx.as_of)) if day is not None else ""


def _row(subject: Subject, ctx: RequestContext) -> tuple[str, str, str]:
    return (subject.name, subject.state.value, _day(subject, ctx) or "–")


def _actions(found: ModelFamily) -> tuple[Action, ...]:
    """The newest and the next, the others in a menu, and the watch of the whole family."""
    first = (*found.out[:1], *found.expected[:1]) or (*found.limited, *found.gone)[:1]
    rest = [one for one in (*found.out, *found.expected, *found.limited, *found.gone) if one not in first][:OFFERED]
    choices = tuple(Button(one.name[:80], order("model show", name=one.slug)) for one in rest)
    shown = (Button(one.name[:80], order("model show", name=one.slug)) for one in first)
    coming = order("model coming", lab=found.slug.partition("/")[0] or None)
    watch = Button(words.TELL_ME_CHANGES, order("model watch", name=found.slug))
    return (
        *shown,
        *((Menu("Others", choices),) if choices else ()),
        *((watch,) if "/" in found.slug else ()),
        *((Button("What is coming, with odds", coming),) if found.expected else ()),
    )
