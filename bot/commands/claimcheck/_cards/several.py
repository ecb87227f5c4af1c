"""The answer about several claims of one text: how each was read and stands, and the nearest."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from bot.commands.claimcheck._cards import titles
from bot.commands.claimcheck._cards.actions import choose
from bot.commands.claimcheck._cards.card import sources, understood
from bot.commands.claimcheck._cards.facts import data
from bot.commands.claimcheck._checking import CheckedClaim
from bot.commands.claimcheck._matching import NEAREST
from bot.domain.time import format_moment
from bot.messages import words
from bot.messages.levels import labelled
from bot.messages.reply import Bullets, Part, Reply, Text
from bot.messages.request import RequestContext
from bot.messages.words import join_names


def card(checked: Sequence[CheckedClaim], extra: tuple[Part, ...], rest: Sequence[str], ctx: RequestContext) -> Reply:
    """Compose the answer; ``rest`` are the claims beyond those that are checked, which ``extra`` names."""
    pages = {one.url: one for one in chain.from_iterable(map(sources, checked))}
    return Reply(
        title=titles.title(checked[0], ctx) if _of_one_stranger(checked) else _counted(checked, ctx),
        parts=(
            Bullets(tuple(titles.row(one, ctx) for one in checked)),
            *(Text(understood(one.material, one.other_year)) for one in checked),
            *_nearest(checked),
            *extra,
        ),
        sources=tuple(pages.values()),
        actions=choose(checked),
        note=f"Evidence as known on {format_moment(ctx.as_of)} UTC.",
        data={**data(checked[0], ctx), "claims": [data(one, ctx) for one in checked], "rest": list(rest)},
        shows=tuple(one.claim.id for one in checked if one.claim.id),
    )


def _of_one_stranger(checked: Sequence[CheckedClaim]) -> bool:
    """Whether nothing bears on any of the claims, and all name the same models that are not known here."""
    strangers = {one.material.strangers for one in checked}
    return strangers != {()} and len(strangers) == 1 and not any(one.graded.known for one in checked)


def _counted(checked: Sequence[CheckedClaim], ctx: RequestContext) -> str:
    """How many claims there are and how they stand: "2 claims: SPECULATION and CONTRADICTED"."""
    told = [titles.verdict(one, ctx)[0] for one in checked]
    return f"{len(told)} claims{f': {join_names(told)}' if len(set(told)) > 1 else f', each {told[0]}'}"


def _nearest(checked: Sequence[CheckedClaim]) -> tuple[Text, ...]:
    """The known claims nearest to any of them, those nearest to each first."""
    mine = {one.claim.id for one in checked}
    ranked = sorted(
        ((place, claim) for one in checked for place, claim in enumerate(one.material.near)), key=lambda row: row[0]
    )
    near = list({claim.id: claim for _, claim in ranked if claim.id not in mine}.values())[:NEAREST]
    said = "; ".join(f"{claim.id} — {claim.text}" for claim in near)
    return (Text(labelled(words.NEAREST_KNOWN, said)),) if near else ()
