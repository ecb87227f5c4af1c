"""The world that the month is lived in: lists, vendors' pages, a market venue and feeds, all moving with one clock.

Every part is what its real counterpart sends, made from the same few events; a part answers by the path it is asked.
"""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import unquote_plus

from bot.sources.catalogs import litellm, models_dev, openrouter
from tests.adapters.net.local_upstream import said

START = datetime(2028, 12, 1, tzinfo=UTC)  # after every shutdown that the bundled ledger reminds of
LABS = ("qwen", "mistralai", "deepseek", "meta-llama", "microsoft", "nvidia")
FEED = "https://lab.example/news.xml"


def day(number: float) -> datetime:
    return START + timedelta(days=number)


class ListedOffer:
    """A model in one list from one moment to another, at a price that may change."""

    def __init__(self, name, since=0.0, until=99.0, price=(1, 3), context=128_000, then=(99.0, (1, 3)), text=""):
        self.name, self.since, self.until, self.price, self.context = name, since, until, price, context
        self.then, self.text = then, text

    def at(self, now: datetime):
        if not day(self.since) <= now < day(self.until):
            return None
        return self.name, self.then[1] if now >= day(self.then[0]) else self.price, self.context, self.text


def _everywhere(author, name, since, price, context, text="", then=(99.0, (1, 3))):
    """One model in three lists, a few hours apart."""
    offers = ((f"{author}/{name}", 0.0), (f"{author}/{name}", 0.3), (name, 0.6))
    return [
        ListedOffer(shown, since + later, price=price, context=context, text=text, then=(then[0] + later / 4, then[1]))
        for shown, later in offers
    ]


OPUS = _everywhere("anthropic", "claude-opus-9", 4, (5, 25), 2_000_000, then=(20, (4, 20)))
NOVA = _everywhere("openai", "gpt-9.1-nova", 7, (2, 10), 1_000_000)
GEMINI = _everywhere("google", "gemini-9-pro", 12, (2, 12), 1_048_576, "It was first tested as Lantern Alpha.")
GROK = _everywhere("xai", "grok-9", 17, (3, 15), 512_000)
BASE = [ListedOffer(f"{lab}/{lab}-model-{number}") for lab in LABS for number in range(12)]
LISTS = {
    openrouter.NAME: [
        *BASE, OPUS[0], NOVA[0], GEMINI[0], GROK[0],
        ListedOffer("openrouter/lantern-alpha", 2, 11, (0, 0)),
        ListedOffer("openrouter/ember-beta", 14, 40, (0, 0)),
        ListedOffer("anthropic/claude-opus-9:free", 5, price=(0, 0)),
        ListedOffer("anthropic/claude-opus-9-20281205", 5.5),
        ListedOffer("mirror/claude-opus-9", 6),
        ListedOffer("qwen/qwen-flap-7", 6.0, 6.25),
    ],
    models_dev.NAME: [
        *BASE, OPUS[1], NOVA[1], GEMINI[1], GROK[1],
        *(ListedOffer(f"cloud{number}/gpt-9.1-nova", 8) for number in range(10)),
        ListedOffer("deepseek/deepseek-v3", 0, price=(1, 2), then=(9.0, (1.5, 2.5))),
    ],
    litellm.NAME: [*BASE, OPUS[2], NOVA[2], GEMINI[2], GROK[2]],
}  # fmt: skip


class Catalogues:
    """The three lists as they stand at the clock's moment, with their bad days."""

    def __init__(self, clock) -> None:
        self.clock = clock

    def page(self, path: str) -> str | None:
        shapes = {"/models": self.openrouter, "/api.json": self.models_dev}
        shapes["/model_prices_and_context_window.json"] = self.litellm
        shape = next((made for end, made in shapes.items() if path.endswith(end)), None)
        if shape == self.models_dev and day(22) <= self.clock.now() < day(22.5):
            raise ConnectionError
        return json.dumps(shape()) if shape is not None else None

    def rows(self, name):
        now = self.clock.now()
        rows = [row for offer in LISTS[name] if (row := offer.at(now)) is not None]
        half = name == openrouter.NAME and day(15) <= now < day(15.5)
        return rows[::9] if half else rows

    def openrouter(self):
        rows = [
            {
                "id": f"x-ai/{name.removeprefix('xai/')}" if name.startswith("xai/") else name,
                "name": name, "description": text, "context_length": context,
                "pricing": {"prompt": str(price[0] / 1e6), "completion": str(price[1] / 1e6)},
            }
            for name, price, context, text in self.rows(openrouter.NAME)
        ]  # fmt: skip
        return {"data": rows}

    def models_dev(self):
        providers: dict[str, dict] = {}
        for name, price, context, _ in self.rows(models_dev.NAME):
            provider, _, model = name.partition("/")
            row = {"name": model, "cost": {"input": price[0], "output": price[1]}, "limit": {"context": context}}
            providers.setdefault(provider, {"models": {}})["models"][model] = row
        return providers

    def litellm(self):
        makers = {"claude": "anthropic", "gpt": "openai", "gemini": "gemini", "grok": "xai"}
        return {
            name: {
                "litellm_provider": makers.get(name.partition("-")[0], "other"), "max_input_tokens": context,
                "input_cost_per_token": price[0] / 1e6, "output_cost_per_token": price[1] / 1e6,
            }
            for name, price, context, _ in self.rows(litellm.NAME)
        }  # fmt: skip


class VendorSites:
    """Four vendors' pages and a feed of shutdowns: one tells of a release before the lists do, one a day after them."""

    def __init__(self, clock) -> None:
        self.clock = clock

    def page(self, path: str) -> str | None:
        pages: dict[str, Callable[[], str | None]] = {
            "/docs/en/about-claude/models/overview.md": self.overview,
            "/docs/en/models/opus-8/overview.md": self.older,
            "/docs/en/models/opus-9/overview.md": self.opus,
            "/api/docs/changelog.md": self.changelog,
            "/gemini-api/docs/changelog.md.txt": self.gemini,
            "/developers/release-notes.md": self.notes,
            "/feed.json": self.shutdowns,
        }  # fmt: skip
        return pages[path]() if path in pages else None

    def since(self, number: float, text: str) -> str:
        return text if self.clock.now() >= day(number) else ""

    def overview(self) -> str:
        link = "- [Claude {}](https://platform.claude.com/docs/en/models/{}/overview)\n"
        return link.format("Opus 8", "opus-8") + self.since(4, link.format("Opus 9", "opus-9"))

    def model(self, name: str, slug: str, out: str, low: str, high: str) -> str:
        floor = out.replace("2028", "2029")
        return (
            f"# Claude {name}\n\nReleased {out}. Retirement: Not sooner than {floor}.\n\nModel ID: `{slug}`\n\n"
            f"Context window: 2M tokens · Max output: 128K tokens · Input pricing: ${low} / MTok · "
            f"Output pricing: ${high} / MTok\n"
        )

    def older(self) -> str:
        return self.model("Opus 8", "claude-opus-8", "June 3, 2028", "3", "15")

    def opus(self) -> str | None:
        low, high = ("4", "20") if self.clock.now() >= day(20.25) else ("5", "25")
        return self.since(4, self.model("Opus 9", "claude-opus-9", "December 5, 2028", low, high)) or None

    def changelog(self) -> str:
        told = (
            "### {}\n\nFeature · Model: {} · API: v1/responses\n\nReleased [{}](https://developers.openai.com/x).\n\n"
        )
        months = "# Changelog\n\n## December, 2028\n\n### Dec 1\n\nUpdate · API: v1/responses\n\nFixed a header.\n\n"
        newest = self.since(8, told.format("Dec 8", "gpt-9.1-nova", "GPT-9.1 Nova"))
        return months + newest + "## October, 2028\n\n" + told.format("Oct 2", "gpt-8.9", "GPT-8.9")

    def gemini(self) -> str:
        told = "## {}\n\n- Gemini {} Pro (`gemini-{}-pro`) generally available (GA).\n\n"
        newest = self.since(12, told.format("December 13, 2028", 9, 9))
        return "# Release notes\n\n" + newest + told.format("July 2, 2028", "8.5", "8.5")

    def notes(self) -> str:
        told = "### Grok {0}\n\nGrok {0} is now available on the xAI API. It has a 512k context window.\n"
        newest = self.since(18, "## December\n\n" + told.format(9))
        return "# Release Notes\n\n" + newest + "## May\n\n" + told.format("8.2")

    def shutdowns(self) -> str:
        ends = [("claude-opus-4.1", "2029-06-10", 0), ("gpt-5.2", "2029-02-17", 24)]
        rows = [
            {"provider": "OpenAI" if name.startswith("gpt") else "Anthropic", "model_id": name, "shutdown_date": end}
            for name, end, since in ends
            if self.clock.now() >= day(since)
        ]
        return json.dumps({"items": [{"url": "https://example.org/deprecations", "_deprecation": row} for row in rows]})


class Board:
    """A ladder of deadlines whose prices follow a path; ``settled`` is the day on which it settles as YES."""

    def __init__(
        self, number: int, slug: str, name: str, rungs: dict[str, str], path, settled=99.0, opened=0.0
    ) -> None:
        self.number, self.slug, self.name, self.rungs, self.path = number, slug, name, rungs, path
        self.settled, self.opened = settled, opened

    def price(self, now: datetime, place: int) -> float:
        last = next((price for since, price in reversed(self.path) if now >= day(since)), self.path[0][1])
        flicker = 0.005 if (now - START) // timedelta(hours=6) % 2 else 0.0
        return round(min(last + 0.06 * place + flicker, 0.985), 3)

    def event(self, now: datetime) -> dict:
        over = now >= day(self.settled)
        legs = []
        for place, (label, end) in enumerate(self.rungs.items()):
            mid = self.price(now, place)
            legs.append({
                "question": f"Will {self.name} be released by {label}?", "conditionId": f"0x{self.number}{place}aa",
                "groupItemTitle": label, "outcomes": '["Yes", "No"]',
                "outcomePrices": '["1", "0"]' if over else json.dumps([str(mid), str(round(1 - mid, 3))]),
                "clobTokenIds": json.dumps([f"{self.number}{place}1", f"{self.number}{place}2"]),
                "active": True, "closed": over, "endDate": end, "bestBid": round(mid - 0.01, 3),
                "bestAsk": round(mid + 0.01, 3), "lastTradePrice": mid, "volumeNum": 250_000.0, "liquidity": "60000",
                "description": f"Resolves YES if {self.name} is publicly accessible.", "negRisk": False,
                **({"umaResolutionStatus": "resolved", "closedTime": day(self.settled).isoformat()} if over else {}),
            })  # fmt: skip
        return {
            "id": str(7000 + self.number), "slug": self.slug, "title": f"{self.name} released by…?", "closed": over,
            "negRisk": False, "endDate": max(self.rungs.values()), "markets": legs,
            "description": f"This market resolves YES if the AI model {self.name} is released by the listed date.",
        }  # fmt: skip


BOARDS = (
    Board(
        1, "claude-opus-9-released-by", "Claude Opus 9",
        {"December 15, 2028": "2028-12-16T04:59:00Z", "December 31, 2028": "2029-01-01T04:59:00Z"},
        ((0, 0.55), (2, 0.78)), settled=5,
    ),
    Board(
        2, "gpt-10-released-by", "GPT-10",
        {"January 31, 2029": "2029-02-01T04:59:00Z", "March 31, 2029": "2029-04-01T03:59:00Z"},
        ((0, 0.30), (10, 0.46)), opened=3,
    ),
)  # fmt: skip


class Exchange:
    """Polymarket's three hosts: search, an event by its slug, order books; histories and trades are empty."""

    def __init__(self, clock) -> None:
        self.clock = clock

    def page(self, path: str, body: str = "") -> str | None:
        now = self.clock.now()
        boards = [board for board in BOARDS if now >= day(board.opened)]
        place, _, query = path.partition("?")
        if place == "/public-search":
            asked = unquote_plus(query).casefold()
            found = [
                one.event(now) for one in boards if f"q={one.name.casefold()}&" in asked and now < day(one.settled)
            ]
            return json.dumps({"events": found, "pagination": {"hasMore": False}})
        if place == "/events/keyset":
            open_now = [board.event(now) for board in boards if now < day(board.settled)]
            return json.dumps({"events": open_now, "next_cursor": None})
        if place.startswith("/events/slug/"):
            return next((json.dumps(board.event(now)) for board in boards if place.endswith(board.slug)), None)
        if place == "/books":
            asked = {row["token_id"] for row in json.loads(body)}
            return json.dumps(
                [book for board in boards for book in self.books(board, now) if book["asset_id"] in asked]
            )
        return {"/prices-history": '{"history": []}', "/trades": "[]"}.get(place)

    def books(self, board: Board, now: datetime):
        for place in range(len(board.rungs)):
            mid = board.price(now, place)
            yield {
                "asset_id": f"{board.number}{place}1", "min_order_size": "5",
                "bids": [{"price": str(round(mid - 0.01, 3)), "size": "900"}],
                "asks": [{"price": str(round(mid + 0.01, 3)), "size": "900"}],
            }  # fmt: skip


class NewsFeed:
    """A feed that a place follows: a line that stood there before, one a release, and one that concerns nobody."""

    LINES = (
        (-9, "Our summer school"), (4, "Introducing Claude Opus 9"), (7, "GPT-9.1 Nova is here"),
        (13, "How we cook"), (17, "Grok 9 is available"),
    )  # fmt: skip

    def __init__(self, clock) -> None:
        self.clock = clock

    def page(self, path: str) -> str | None:
        if path != "/news.xml":
            return None
        items = "".join(
            f"<item><title>{title}</title><link>https://lab.example/{number}</link><guid>n{number}</guid>"
            f"<pubDate>{format_datetime(day(since))}</pubDate></item>"
            for number, (since, title) in enumerate(self.LINES)
            if self.clock.now() >= day(since)
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Lab news</title>{items}</channel></rss>'


class World:
    """One server for all of them."""

    def __init__(self, clock) -> None:
        self.exchange = Exchange(clock)
        self.parts = (Catalogues(clock), VendorSites(clock), NewsFeed(clock))
        self.asked = 0

    async def answer(self, path: str, headers: dict[str, str], writer: asyncio.StreamWriter) -> None:
        """What a path stands for at this moment; a failure on the day of an outage."""
        self.asked += 1
        try:
            found = self.exchange.page(path, headers.get("body", ""))
            found = next((text for one in self.parts if (text := one.page(path)) is not None), found)
        except ConnectionError:
            writer.write(said(502, b"gone"))
        else:
            writer.write(said(404, b"no such page") if found is None else said(200, found.encode()))
        await writer.drain()
