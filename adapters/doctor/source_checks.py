"""The doctor's source checks: the poller's own first requests, parsed as it does.

A host that answers is not necessarily readable: a page that blocks us, an error under a good status and an answer in
another format are detected only by parsing. Requests use the program's own name and keys.
"""

import asyncio
from collections.abc import Callable, Generator
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any

from adapters.doctor.results import CheckResult, CheckStatus
from adapters.net.client import HttpSourceClient, Limits
from adapters.runtime.serve import build_source_client
from bot.domain.catalogs.vendor_facts import Validators
from bot.messages.errors import SourceDown, SourceError
from bot.ports import Clock
from bot.settings import SourceSettings
from bot.sources import boards, catalogs, vendors, venues
from bot.sources.protocol import Answer, Get, Reading, Upstream

SKEW = 5.0  # seconds the clock may differ from what others say
LIMITS = Limits(total=8.0, connect=4.0, reading=10.0, attempts=1)
REQUESTS = 4  # of one reading; a venue notes a page it could not read, and goes on
WORDS = ("gpt",)  # what a venue is searched for


async def source_checks(settings: SourceSettings, clock: Clock, contact: str = "") -> list[CheckResult]:
    """Check every host in parallel, each with its first reader, within its rate limit."""
    client = build_source_client(settings, clock, contact, limits=LIMITS)
    try:
        wanted: dict[str, tuple[str, tuple[Upstream, ...], Callable[[], Reading[Any]]]] = {}
        for name, venue in venues.every().items():
            wanted.setdefault(venue.UPSTREAMS[0].name, (name, venue.UPSTREAMS, partial(venue.discover, WORDS)))
        for name, catalog in catalogs.every().items():
            wanted.setdefault(catalog.UPSTREAMS[0].name, (name, catalog.UPSTREAMS, catalog.read))
        for name, vendor in (vendors.every() | boards.every()).items():
            wanted.setdefault(vendor.UPSTREAMS[0].name, (name, vendor.UPSTREAMS, partial(vendor.read, Validators())))
        return list(await asyncio.gather(*(_check(client, settings, clock, *each) for each in wanted.values())))
    finally:
        await client.close()


async def _check(
    client: HttpSourceClient,
    settings: SourceSettings,
    clock: Clock,
    name: str,
    hosts: tuple[Upstream, ...],
    begin: Callable[[], Reading[Any]],
) -> CheckResult:
    for host in hosts:
        if host.name in settings.off:
            todo = "Take it out of SPUDWATCH_SOURCES__OFF to read it."
            return CheckResult(name, CheckStatus.OFF, "switched off", todo)
        if not client.ready(host):
            todo = f"Set SPUDWATCH_SOURCES__{host.token.upper()} to read it."
            return CheckResult(name, CheckStatus.OFF, "no key", todo)
    try:
        said = await client.run(_beginning(begin()))
    except SourceError as error:
        says = f"{error.what}. {error.why}".rstrip(". ")
        todo = (
            f"If this stays so: allow its host out, or set SPUDWATCH_SOURCES__{hosts[0].name.upper()}_URL to a proxy."
        )
        return CheckResult(name, CheckStatus.WARN, says[:160], todo, unreached=isinstance(error, SourceDown))
    return _by_the_clock(name, said, clock.now())


def _beginning(reading: Reading[Any]) -> Generator[Get, Answer, str]:
    """Run the first requests of a reading; return the time the host reported.

    Raises:
        SourceError: the host refuses, or an answer is not what a source of this kind sends.
    """
    date, said = "", ""
    try:
        wish = next(reading)
        for asked in range(REQUESTS):
            try:
                answer = yield wish
            except SourceError as error:
                if not asked:
                    raise
                wish = reading.throw(error)
            else:
                date, said = date or answer.headers.get("date", ""), answer.origin
                wish = reading.send(answer)
    except StopIteration as done:
        if failed := getattr(done.value, "failed", ()):
            raise SourceError(f"{said}: {failed[0]}") from None
    finally:
        reading.close()
    return date


def _by_the_clock(name: str, said: str, now: datetime) -> CheckResult:
    try:
        skew = abs((now - parsedate_to_datetime(said)).total_seconds())
    except (TypeError, ValueError):
        return CheckResult(name, CheckStatus.OK, "it is read")
    if skew > SKEW:
        says = f"it is read; our clock differs by {skew:.0f} s"
        return CheckResult(name, CheckStatus.WARN, says, "Set the clock (NTP).")
    return CheckResult(name, CheckStatus.OK, "it is read; the clocks agree")
