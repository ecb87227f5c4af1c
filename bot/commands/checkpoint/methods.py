"""``/checkpoint methods``: how often each way of knowing was right."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.dispatch.command import Command, as_of_option
from bot.domain.sightings.methods import ENOUGH, Method, MethodRecord
from bot.messages.reply import Reply, Table, Text
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.labels.label_truths import method_records


class Methods(Command[Mapping[Method, MethodRecord]], name="checkpoint methods", shareable=True):
    """Show how often each way of naming a label was right."""

    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> Mapping[Method, MethodRecord]:
        """Every method's record: public attributions and those made here."""
        return method_records(ports, ctx.view)

    def answer(self, found: Mapping[Method, MethodRecord], ctx: RequestContext) -> Reply:
        """A row a method, those with a record first."""
        rows = sorted(found.values(), key=lambda record: (-record.share.n, record.method.value))
        ranked = any(record.ranked for record in rows)
        return Reply(
            title=_title(rows),
            parts=(
                Table(("method", "record"), tuple((record.method.value, record.text) for record in rows)),
                Text(
                    f"Scored: what was said before the truth was known, one vote a person, label and method. "
                    f"{'Below' if ranked else 'None has'} {ENOUGH} scored: too few to rank.",
                    quiet=True,
                ),
            ),
            data={
                "methods": [
                    {
                        "method": record.method.value,
                        "right": record.share.hits,
                        "n": record.share.n,
                        "low": round(record.share.low, 4) if record.ranked else None,
                        "high": round(record.share.high, 4) if record.ranked else None,
                        "text": record.text,
                    }
                    for record in rows
                ],
                "as_of": ctx.as_of,
            },
        )


def _title(rows: Sequence[MethodRecord]) -> str:
    """The method with the highest lower bound among those with enough cases; that none has them."""
    ranked = [record for record in rows if record.ranked]
    if not ranked:
        return "No method has enough cases to rank yet"
    best = max(ranked, key=lambda record: record.share.low)
    return f"Best record: {best.method.value}, {best.text}"
