"""A look-up costs the same over a larger ledger: as many statements, and few more rows."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from adapters.web import api
from adapters.web.site import SEARCH_INDEX, Document, Site
from bot import pages
from bot.api.resources import BASE, RESOURCES
from bot.dispatch import completions
from bot.dispatch.command import Command, Option
from bot.dispatch.registry import CommandRegistry
from bot.jobs.alert_job import Alerts
from bot.messages.request import Request, RequestContext, Role
from bot.pages.page import PageRequest
from bot.plugins import module_names
from tests.conftest import Conversation
from tests.growth import counted, grow
from tests.lookups import LINES

TIMES = 12
NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)
STATEMENTS = 3  # more of them than over the small ledger are let pass: a page that is full where it was not
PRICES = 60  # and those for the prices of four models of a version that has none of its own
SETTINGS = 10  # statements that a server's own settings and names take when it is met
A_CLAIM, SHOWN = 30, 20  # statements that grading a claim takes at the most, and the claims of a page
GROWN = 4  # times as many statements as over the small ledger that a page may take: 60 rows where that has 18
ROWS = 800  # and of rows: lists end at a limit of 400 subjects, and their rows, that the small ledger does not reach
WHOLE = {"spudwatch-admin export"}  # what is exported is everything there is of a tenant

PAGES = (
    "/",
    "/claims",
    "/claims/2",
    "/coming",
    "/record",
    "/retiring",
    "/search",
    "/names",
    "/changes",
    "/changes/2026-04-20",
    "/data",
    "/lab/openai",
    "/m/MK-0001",
    "/n/crest-pro-alpha",
    "/s/openai/spud",
    "/c/CL-0001",
    "/rules",
    "/sources",
    "/src/andrew.ooo",
    "/status",
)
BESIDE = ("/changes.atom", "/s/openai/spud.atom", "/coming.ics", "/s/openai/spud.ics", "/s/openai/spud.json")
WHOLE_SITE = ("/sitemap.xml", SEARCH_INDEX)  # which name every page there is: rows grow with them, statements do not
PARTS = {"lab": "openai", "name": "spud", "label": "crest-pro-alpha", "party": "andrew.ooo"}
TYPED = ("", "s", "sp")


@pytest.fixture(scope="module")
def conversations(ledger_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Conversation]]:
    """The ledger as it is, and many times its size."""
    made = []
    for name, times in (("small", 0), ("large", TIMES)):
        path = tmp_path_factory.mktemp(name) / "ledger.db"
        shutil.copy(ledger_file, path)
        clock = StandingClock(NOON)
        running = build(path, clock)
        running.store.database.write_now(lambda db, times=times: grow(db, times))
        made.append(Conversation(running, clock))
    yield made
    for one in made:
        one.running.close()


async def cost(chat: Conversation, line: str) -> tuple[int, int]:
    """How many statements a line takes, and how many rows they return, once what is read once was read."""
    await chat.say(line)
    await chat.running.store.database.write(lambda _db: None)  # so that the answer is not the one that was kept
    with counted(chat) as counts:
        await chat.say(line)
    return len(counts), sum(counts)


@pytest.mark.parametrize("line", LINES)
async def test_a_lookup_costs_the_same_over_a_larger_ledger(conversations: list[Conversation], line: str) -> None:
    small, large = [await cost(chat, line) for chat in conversations]
    graded = A_CLAIM * SHOWN if line.startswith("claimcheck list") else 0  # each row is graded as its card is
    priced = PRICES if line.startswith("model prices") else 0
    assert large[0] <= max(small[0] + STATEMENTS + priced, graded), f"{small} -> {large}"
    assert large[1] <= small[1] + ROWS, f"{small} -> {large}"


def test_every_command_that_only_reads_is_among_them() -> None:
    """A new look-up is added here with a line that asks for it."""
    registry = CommandRegistry()
    asked = {registry.understand(line).command for line in LINES if registry.names(line)}
    reading = {kind for kind in registry.all() if kind.shareable or kind.keep is Command.keep}
    assert {kind.name for kind in reading - asked} == WHOLE


@pytest.mark.parametrize("line", LINES)
async def test_a_server_that_asks_for_the_first_time_costs_as_much(
    conversations: list[Conversation], line: str
) -> None:
    """What was worked out from public rows for one server is not worked out again for the next."""
    chat = conversations[0]
    again, _rows = await cost(chat, line)
    with counted(chat) as counts:
        await chat.say(line, place=f"console:{line.replace(' ', '-')}/here")
    assert len(counts) <= again + SETTINGS


@pytest.mark.parametrize("path", PAGES)
def test_a_page_costs_what_it_shows_and_not_what_the_ledger_holds(conversations: list[Conversation], path: str) -> None:
    """Lists end at a limit, which the small ledger does not always reach: over one of 13 times its size they double."""
    small, large = taken(conversations, lambda site: site.document(path, NOON))
    assert large <= GROWN * small + STATEMENTS


@pytest.mark.parametrize("path", [*BESIDE, *WHOLE_SITE])
def test_what_stands_beside_pages_costs_what_it_shows(conversations: list[Conversation], path: str) -> None:
    small, large = taken(conversations, lambda site: site.document(path, NOON))
    assert large <= GROWN * small + STATEMENTS


@pytest.mark.parametrize("path", [resource.path for resource in RESOURCES])
def test_a_resource_of_the_api_costs_what_it_shows(conversations: list[Conversation], path: str) -> None:
    asked = BASE + path.format(id="CL-0001" if path.startswith("/claims") else "MK-0001", **PARTS)
    small, large = taken(conversations, lambda site: api.document(site, asked, PageRequest(NOON), {}))
    assert large <= GROWN * small + STATEMENTS


def taken(conversations: list[Conversation], make: Callable[[Site], Document | None]) -> list[int]:
    """How many statements a document takes over each ledger, once what the server prepares after its start is there."""
    found = []
    for chat in conversations:
        site = Site(chat.ports, "https://spud.example")
        for _ in site.prepare(NOON):
            pass
        with counted(chat) as counts:
            assert make(site) is not None
        found.append(len(counts))
    return found


def test_every_page_is_among_them(conversations: list[Conversation]) -> None:
    """A new page is added here with an address of it."""
    site = Site(conversations[0].ports)
    shown = {found[0] for path in PAGES if (found := site.page(path, PageRequest(NOON))) is not None}
    assert shown == set(pages.every())


@pytest.mark.parametrize("kind", module_names(completions.__name__))
async def test_what_is_suggested_costs_the_same_over_a_larger_ledger(
    conversations: list[Conversation], kind: str
) -> None:
    """Once names and records are read, as they are by the first that is asked after a start."""
    wanted = Option("what", str, "What", required=False, complete=kind)
    ctx = RequestContext("console:m", "console:local/here", NOON, NOON, frozenset(Role))
    for chat in conversations:
        await completions.suggestions(wanted, chat.ports, ctx, "zz")
    for typed in TYPED:
        cost = []
        for chat in conversations:
            with counted(chat) as counts:
                await completions.suggestions(wanted, chat.ports, ctx, typed)
            cost.append((len(counts), sum(counts)))
        assert cost[1][0] <= cost[0][0] + STATEMENTS, (typed, cost)
        assert cost[1][1] <= cost[0][1] + ROWS, (typed, cost)


def test_a_look_of_the_alerts_takes_as_many_statements_over_a_larger_ledger(conversations: list[Conversation]) -> None:
    taken = []
    for chat in conversations:
        job = Alerts(chat.ports)
        job._look("", frozenset(), NOON)
        with counted(chat) as counts:
            job._look("", frozenset(), NOON)
        taken.append(len(counts))
    assert taken[1] <= taken[0] + STATEMENTS


async def test_a_source_that_is_typed_is_not_looked_for_anew_with_each_letter(
    conversations: list[Conversation],
) -> None:
    chat = conversations[1]
    asked = Request(line="claimcheck source", actor="console:m", place="console:local/here")
    assert "axios.com" in {one.value for one in await chat.app.suggest(asked, "source", "axi")}
    with counted(chat) as counts:
        assert "axios.com" in {one.value for one in await chat.app.suggest(asked, "source", "axios")}
    assert sum(counts) <= ROWS
    assert len(counts) <= SETTINGS
