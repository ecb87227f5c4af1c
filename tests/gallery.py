"""One of everything a reply can say: drawn by every platform, judged by every judge, looked at by eye."""

from datetime import UTC, datetime, timedelta

from bot.commands.odds._finding import Topic
from bot.commands.odds.show import ShowOdds, ShowOddsInputs
from bot.domain.markets.market_view import board
from bot.domain.markets.markets import MarketReading, RungReading
from bot.domain.markets.quotes import Quote
from bot.messages.order import order
from bot.messages.reply import (
    Branch,
    Bullets,
    Button,
    Chart,
    DotPlot,
    Fields,
    Form,
    Mark,
    Menu,
    Outcome,
    Picture,
    Reply,
    Series,
    Severity,
    Source,
    Table,
    Text,
    Tree,
    ago,
    bold,
    code,
    link,
    when,
)
from bot.messages.request import RequestContext

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)
HOSTILE = (
    "**bold** _it_ ~~no~~ `code` ```block``` ||spoiler|| @everyone @here <@42> <@&7> <#9> </odds:1> <t:1:R> <!channel> "
    "<!here> <@U1> <https://evil.example|good.example> [good.example](https://evil.example) https://evil.example "
    "\u202eevil\u202c \u200bzero\u2060 Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306 \x1b[31m & < > :tada: discord.gg/x\n"
    "# head\n- list\n1. one\n> quote\n-# small\nСrest"
)


async def png(_picture: Picture) -> bytes:
    """What draws for a platform where the picture does not matter."""
    return b"PNG" * 100


def _series(name: str, start: float, step: float, days: int = 30) -> Series:
    points = tuple((NOW - timedelta(days=days - day), min(1.0, start + step * day)) for day in range(days + 1))
    return Series(name, points)


CHART = Chart(
    "Spud out by 30 Apr",
    (_series("Polymarket", 0.4, 0.0127), _series("Manifold", 0.3, 0.012)),
    alt="Polymarket rose from 40 % to 78 % in thirty days; Manifold from 30 % to 66 %.",
    marks=(Mark(NOW - timedelta(days=10), "memo"),),
)
SPREAD = DotPlot("Own runs", tuple(0.5 + 0.01 * n for n in range(40)), (("p10", 0.54), ("median", 0.69)), alt="40 runs")
TREE = Tree(
    "What it rests on",
    (
        Branch(
            "memo", "The Information, 3 Apr", (Branch("repeat", "a blog"), Branch("drift", "says weeks, not months"))
        ),
    ),
    alt="One memo, repeated by two pages.",
)
SOURCES = (
    Source("Polymarket", "https://polymarket.com/event/spud", NOW - timedelta(minutes=3)),
    Source("OpenAI, model card", "https://openai.com/index/spud?a=1&b=(2)"),
)

CARD = Reply(
    title="Spud (OpenAI, unreleased): out by 30 April 2026?",
    parts=(
        Text((bold("78 %"), " at Polymarket, ", ago(NOW - timedelta(minutes=3), NOW), ". Median 24 Apr (20–29 Apr).")),
        Table(
            ("venue", "chance", "24 h", "7 d", "age"),
            (("Polymarket", "78 %", "+4", "+11", "3 min"), ("Manifold", "66 %", "+1", "+5", "9 min")),
            frozenset({"chance", "24 h", "7 d"}),
        ),
        Bullets(("publicly available and announced", "open beta or waitlist"), "counts"),
        Bullets((("A closed beta or any form of ", bold("private access"), " will not suffice."),), "does not count"),
        Text("Gap: asks about a model named GPT-5.5; reads Spud as GPT-5.5: speculation.", quiet=True),
        CHART,
    ),
    sources=SOURCES,
    actions=(
        Button("History", order("odds history", about="spud"), "main"),
        Button("Rules", order("odds rules", about="spud")),
        Button("Stop watching", order("odds unwatch", about="spud"), "danger"),
        Menu(
            "Another date",
            tuple(
                Button(f"by {day} Apr", order("odds show", about="spud", by=f"2026-04-{day}")) for day in (23, 26, 30)
            ),
        ),
        Form("Add evidence", "claimcheck add", {"claim": "CL-0044"}, ("link", "quote")),
        Button("Share in channel", order("share odds show", about="spud")),
    ),
    note=("Closes ", when(NOW + timedelta(days=9)), "; information, not advice."),
    data={"subject": "openai/spud"},
    shows=("MK-0007", "CL-0044"),
)


def _rung(number: int, label: str, question: str, mid: float | None = None, **more: object) -> RungReading:
    quote = None if mid is None else Quote(NOW, mid - 0.01, mid + 0.01, mid, liquidity=5_000.0)
    begun = NOW - timedelta(days=20)
    return RungReading(number, str(number), label, question, None, "", False, begun, quote=quote, **more)  # type: ignore[arg-type]


def _odds(title: str, *rungs: RungReading, neg_risk: bool = False) -> Reply:
    """The card of a market that is asked for by its number: the real one, from values alone."""
    market = MarketReading(
        7, "polymarket", "e", "e", title, "https://polymarket.com/event/e", None, "USD", neg_risk,
        NOW + timedelta(days=9), NOW - timedelta(days=20), "polymarket", rungs, (), (), len(rungs), NOW,
    )  # fmt: skip
    command = ShowOdds(about="MK-0007")
    topic = Topic("MK-0007", None, (), (board(market, NOW),))
    return command.answer(
        ShowOddsInputs(command, topic, ()), RequestContext("console:you", "console:local/here", NOW, NOW)
    )


BEST = "Which company has the best AI model end of April?"
DAY = timedelta(days=1)
GALLERY: dict[str, Reply] = {
    "a choice board": _odds(
        BEST,
        _rung(1, "Anthropic", BEST, 0.61),
        _rung(2, "OpenAI", BEST, 0.27),
        _rung(3, "Google", BEST, 0.12),
        neg_risk=True,
    ),
    "a disputed market": _odds(
        "GPT-9 released by April 20?", _rung(1, "April 20", "GPT-9 released by April 20, 2026?", 0.93, stage="disputed")
    ),
    "a settled ladder": _odds(
        "GPT-9 released by...?",
        *(
            _rung(
                n,
                f"April {day}",
                f"GPT-9 released by April {day}, 2026?",
                status="resolved",
                resolution=over,
                resolved_at=NOW - DAY * back,
            )
            for n, day, over, back in ((1, 10, "no", 10), (2, 19, "yes", 2), (3, 30, "yes", 2))
        ),
    ),
    "card": CARD,
    "bare": Reply(title="Saved."),
    "empty title": Reply(title=""),
    "every severity good": Reply(title="CONFIRMED", severity=Severity.GOOD, parts=(Text("An announcement says so."),)),
    "warn": Reply(
        title="I do not know that.",
        severity=Severity.WARN,
        outcome=Outcome.REFUSED,
        parts=(Text(("You typed: ", code("/odds `x`")), quiet=True),),
    ),
    "bad": Reply(title="This failed on my side.", severity=Severity.BAD, outcome=Outcome.BROKEN, note="ref 7F3A"),
    "fields": Reply(
        title="CP-0142",
        parts=(
            Fields(
                (
                    ("Grade", bold("CORROBORATED")),
                    ("Seen", when(NOW)),
                    ("Where", ("ChatGPT picker, ", code("Crest Pro Alpha"))),
                )
            ),
        ),
    ),
    "links": Reply(
        title="Links",
        parts=(
            Text(
                (
                    link("openai.com", "https://evil.example/a b)"),
                    " and ",
                    link("x", "javascript:alert(1)"),
                    " and ",
                    link("https://ok.example", "https://user:pw@ok.example/"),
                )
            ),
        ),
    ),
    "pictures": Reply(title="Pictures", parts=(CHART, SPREAD, Text("between"), TREE)),
    "wide table": Reply(
        title="Wide",
        parts=(
            Table(("who", "what they said about it", "and why that is"), (("a", "b" * 70, "c" * 80), ("", "", ""))),
        ),
    ),
    "wide letters": Reply(
        title="千问", parts=(Table(("モデル", "n"), (("千问", "1"), ("é́́́", "22")), frozenset({"n"})),)
    ),
    "form at once": Reply(title="Report", form=Form("Report", "checkpoint report", {"label": "Crest"})),
    "hostile": Reply(
        title=HOSTILE,
        parts=(
            Text(HOSTILE),
            Text((bold(HOSTILE), code(HOSTILE), link(HOSTILE, "https://ok.example/" + HOSTILE)), quiet=True),
            Fields(((HOSTILE, HOSTILE),)),
            Bullets((HOSTILE,), HOSTILE),
            Table((HOSTILE, "b"), ((HOSTILE, HOSTILE),)),
            Table(("a", "b"), (("```", "`x`"),)),
        ),
        sources=(Source(HOSTILE, "https://ok.example/?q=" + HOSTILE, NOW),),
        actions=(
            Button(HOSTILE, order("odds show", about=HOSTILE)),
            Menu(HOSTILE, (Button(HOSTILE, order("odds show", about=HOSTILE)),)),
        ),
        note=HOSTILE,
    ),
    "very long": Reply(
        title="word " * 400,
        parts=(
            Text("sentence with words " * 300),
            Fields(tuple((f"name {n}", "value " * 30) for n in range(60))),
            Bullets(tuple(f"item {n} " + "word " * 40 for n in range(60)), "heading"),
            Table(("a", "b"), tuple((f"row {n}", "x" * 30) for n in range(400))),
            *(CHART for _ in range(14)),
            TREE,
        ),
        sources=tuple(Source(f"source {n}", f"https://source.example/{n}?{'q' * 80}", NOW) for n in range(60)),
        actions=(
            *(Button(f"button {n}", order("odds show", about=f"subject {n}")) for n in range(60)),
            Menu("many", tuple(Button(f"choice {n}", order("odds show", about=f"choice {n}")) for n in range(60))),
            Menu("none", ()),
            *(Form(f"form {n}", "checkpoint report", {"label": "x" * 200}) for n in range(30)),
        ),
        note="note " * 500,
    ),
    "same twice": Reply(
        title="Same", actions=tuple(Button("Again", order("odds show", about="spud")) for _ in range(9))
    ),
}
