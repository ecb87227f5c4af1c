"""What the public ledger takes an unreported name for."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.names.subjects import Alias, AliasStatus, fold
from bot.domain.time import format_time
from bot.messages.reply import Text, bold, link
from bot.messages.request import View
from bot.ports import Ports
from bot.queries.names import name_of
from bot.queries.tellers import teller_of

Meaning = tuple[Alias, str]  # a row of the ledger, with its model's name


def meanings(ports: Ports, label: str, view: View) -> tuple[Meaning, ...]:
    """Read what a name stands for, the good meanings first."""
    return tuple((one, name_of(ports, view, one.slug)) for one in ports.ledger.named(label, view))


def stands_for(meant: Sequence[Meaning]) -> str:
    """Return the model that a codename is known to be; '' for none, or for a model's own name."""
    return next((name for alias, name in _others(meant) if alias.standing is AliasStatus.GOOD), "")


def meant_parts(meant: Sequence[Meaning]) -> tuple[Text, ...]:
    """Say each meaning with its standing, who says so, and since when."""
    told = _others(meant)
    says = {
        AliasStatus.GOOD: "It is" if told else "It is the name of a model,",
        AliasStatus.SPECULATION: "It is said to be",
        AliasStatus.REFUTED: "It is not",
    }
    return tuple(
        Text(
            (
                f"{says[alias.standing]} ",
                bold(name),
                f"{': SPECULATION' if alias.standing is AliasStatus.SPECULATION else ''}, according to ",
                link(teller_of(alias.source), alias.source) if alias.source.startswith("http") else "the ledger",
                f" ({format_time(alias.so_at)}).",
            )
        )
        for alias, name in told or meant
    )


def _others(meant: Sequence[Meaning]) -> list[Meaning]:
    """The meanings of a name besides itself."""
    return [(alias, name) for alias, name in meant if fold(name) != alias.folded]
