"""Report shutdowns when known, 90, 30, 7 and 1 days ahead, and on the day.

Those on vendors' pages are first reported when read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.catalogs.vendor_facts import LEDGER, REMINDERS, KeptFact, days_left, grade_of, retiring, shutdown_said
from bot.domain.names.vendors import vendor_name
from bot.domain.notify.change_log import ChangeRow
from bot.domain.notify.changes import Change, mark
from bot.domain.notify.digest_sections import ChangeKind
from bot.domain.time import format_day
from bot.messages.request import View
from bot.messages.words import counted
from bot.ports import Ports
from bot.queries.names import name_of

_KNOWN = timedelta(days=1)  # how long after its announcement a shutdown is news


def look_at_shutdowns(ports: Ports, slug: str, view: View) -> Iterator[ChangeRow]:
    """Yield the reports about a model's shutdown dates at a view's moment."""
    facts = [one for one in ports.vendor_facts.about([slug], view) if one.until is None]
    for one in retiring(facts, view.as_of):
        assert one.fact.day is not None  # noqa: S101 - what is retiring has a day
        left = days_left(one.fact.day, view.as_of)
        if left in REMINDERS:
            yield _row(ports, slug, one, left, view)
        elif one.reader == LEDGER and timedelta(0) <= view.as_of - one.learned_at < _KNOWN:
            yield _row(ports, slug, one, None, view)


def _row(ports: Ports, slug: str, one: KeptFact, left: int | None, view: View) -> ChangeRow:
    fact, at = one.fact, view.as_of
    assert fact.day is not None  # noqa: S101 - what is retiring has a day
    name = name_of(ports, view, slug)
    id_ = f" ({fact.model})" if fact.model.casefold() != slug.rpartition("/")[2] else ""
    title = f"{name}{id_} {shutdown_said(fact)}"
    after = format_day(fact.day)
    if left is not None:
        after += f", reminder {counted(left, 'day')} ahead" if left else ", today"
    if fact.successor:
        after += f"; successor: {fact.successor}"
    kind, who = ChangeKind.RETIREMENT, fact.via or vendor_name(fact.vendor)
    change = Change(
        mark(kind, f"{slug} {title}", after, at), kind, slug, (slug,), title, "", after, at, fact.url, who,
        grade=grade_of(fact),
    )  # fmt: skip
    return ChangeRow(change)
