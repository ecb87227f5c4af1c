"""What is typed is never a query, a template, a pattern or a number that is none; and size costs in proportion."""

import ast
import json
import re
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.console.render import draw as draw_console
from adapters.console.terminal_text import Screen
from adapters.discord.render import draw as draw_discord
from adapters.slack.render import draw as draw_slack
from bot.dispatch.registry import CommandRegistry
from bot.domain.claims.parse import read_message
from bot.domain.names.subjects import fold
from bot.domain.sightings.labels import LabelRefused, check, disguises, key, likeness, skeleton
from bot.messages.reply import Outcome, Reply, Text
from bot.messages.request import Request, Role
from tests.safety.fields import dated, fields, filled, named, numeric
from tests.steps import cheapest

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)
FIELDS = tuple(fields())

QUERIES = (
    'tenant:private OR "', 'NEAR("a b", 5)', "a* AND b*", "^x", "{text aliases}: canary", "-- ",
    "'; DROP TABLE claims; --", "' OR 1=1 --", '" OR ""="', "x' UNION SELECT value FROM tenant_settings --", "%",
    "_%_", "\\", "*", "()", "AND", "NOT", "a:b:c", '"unclosed', "NULL", "0x41", "?1", ":tenant", "@p", "$p",
    "claims_search MATCH '*'",
)  # fmt: skip
WHERE = ("odds search", "odds show", "claimcheck ask", "checkpoint show", "claimcheck source", "claimcheck floor")


@pytest.mark.parametrize("field", FIELDS, ids=named)
async def test_no_field_s_words_are_a_query(talk, field):
    here, (kind, opt) = talk(), field
    for text in QUERIES:
        reply = await here.app.run(filled(kind, opt, text[: opt.limit]))
        assert reply.outcome is not Outcome.BROKEN, (text, reply.plain)
        if opt.complete:
            await here.app.suggest(filled(kind, opt, ""), opt.name, text)
    assert here.running.store.database.read("SELECT count(*) AS n FROM claims")[0]["n"] > 20


def test_no_query_is_put_together_from_values():
    """SQL is constant text, or names of tables and columns that come from our own declarations."""
    allowed = {"privacy.py", "erasure.py", "export.py", "personal_data.py", "rows.py"}
    for path in sorted((ROOT / "storage").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.JoinedStr):
                continue
            text = "".join(part.value for part in node.values if isinstance(part, ast.Constant))
            if re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE)\b", text) and path.name not in allowed:
                holes = {ast.unparse(part.value) for part in node.values if isinstance(part, ast.FormattedValue)}
                assert not holes & {"text", "value", "name", "person", "tenant", "words", "query"}, (path.name, holes)


# ------------------------------------------------------------------------------------------------------------ numbers
NOT_NUMBERS = (
    "nan", "NaN", "-nan", "inf", "-inf", "Infinity", "1e999", "-1e999", "1_000", "٣", "²", "0x10", "--5", "",
    "1" * 200, "1e-999", "+", "1,2,3,4", "5 points",
)  # fmt: skip


@pytest.mark.parametrize("field", [pair for pair in FIELDS if numeric(pair[1])], ids=named)
async def test_no_infinity_and_no_nonsense_is_taken_for_a_number(talk, field):
    here, (kind, opt) = talk(), field
    for text in NOT_NUMBERS:
        reply = await here.app.run(filled(kind, opt, text))
        assert reply.outcome is not Outcome.BROKEN, (text, reply.plain)
        assert not re.search(r"\b(nan|inf|infinity)\b", reply.title.casefold().replace(f"“{text.casefold()}”", ""))
    for number in (float("nan"), float("inf"), -float("inf"), 1e308, -1e308, 2**63, -(2**63), 2**200):
        reply = await here.app.run(filled(kind, opt, number))
        assert reply.outcome is not Outcome.BROKEN, (number, reply.plain)


DATES = (
    "9999-12-31", "0001-01-01", "99999-01-01", "-1-01-01", "2026-02-30", "2026-13-01", "29 Feb 2025", "1e9", "never",
    "2026-04-21T25:00Z", "2026-04-21T12:00+99:00", "31 Dec 9999 23:59", "١٢ أبريل", "yesterday" * 9,
)  # fmt: skip


@pytest.mark.parametrize(
    "field", [pair for pair in FIELDS if dated(pair[1]) or pair[1].name in ("by", "until")], ids=named
)
async def test_dates_that_are_none_or_far_away_are_answered(talk, field):
    here, (kind, opt) = talk(), field
    for text in DATES:
        reply = await here.app.run(filled(kind, opt, text))
        assert reply.outcome is not Outcome.BROKEN, (text, reply.plain)


# --------------------------------------------------------------------------------------------------------------- size
BOMBS = {
    "one letter": "a", "spaces": " ", "spaces and a letter": " " * 99 + "x", "quotes": '"', "backslashes": "\\",
    "colons": ":", "keys": "about:x ", "brackets": "[(<{", "digits": "1", "dots": "1.", "dashes": "-", "by": "by ",
    "negations": "not ", "combining": "e\u0301\u0302\u0303", "wide": "千",
    "emoji": "👩\u200d👩\u200d👧", "bidi": "\u202e",
    "zero width": "\u200b", "astral": "\U0001d400", "ligature": "\ufdfa", "lines": "x\n",
    "tabs": "\t", "and": "a and b ",
    "models": "gpt-5.5 ", "versions": "5.5.", "percent": "5% ", "dates": "30 Apr ", "marks": "*_`~", "at": "@everyone ",
    "dollars": "$", "thousands": "1,000,", "parentheses": "(", "according": "according to ", "and more": "GPT-5 and ",
    "may": "may ", "links": "https://a.example/ ", "half": "\ud800", "null": "\0", "sentences": "Spud beats Opus. ",
    "hyphens": "a-",
}  # fmt: skip


@pytest.mark.parametrize("size", [100_000, 1_000_000])
@pytest.mark.parametrize("name", BOMBS)
async def test_a_very_long_order_is_answered_with_what_is_wrong(talk, name, size):
    unit = BOMBS[name]
    long = unit * (size // len(unit))
    here = talk()
    for request in (
        Request(line=long), Request(line="odds " + long), Request(line="claimcheck " + long),
        Request(name="claimcheck ask", values={"claim": long}), Request(name=long[:size]),
        Request(name="checkpoint report", values={"label": long, "text": long}), Request(line="share " + long),
    ):  # fmt: skip
        reply = await here.app.run(request)
        blank = not long.strip() and request.name  # an empty form is a form
        assert blank or reply.outcome is Outcome.REFUSED, reply.title
        assert reply.outcome is not Outcome.BROKEN, reply.plain
        assert len(reply.plain) < 2_000
        await here.app.private(request)
    assert await here.app.suggest(Request(name="odds show"), "about", long) is not None


def refused_or_read(text: str) -> object:
    try:
        return check(text)
    except LabelRefused as refused:
        return refused.why


def drawn(text: str) -> object:
    reply = Reply(title=text, parts=(Text(text),), note=text)
    return draw_discord(reply), draw_slack(reply), draw_console(reply, Screen())


READERS = {
    "a line taken apart": (CommandRegistry().understand, 800),
    "a label checked": (refused_or_read, 8),
    "a label folded": (key, 8),
    "a label's skeleton": (skeleton, 8),
    "a label's disguises": (disguises, 8),
    "labels compared": (lambda text: likeness(text, text[1:] + "x"), 8),
    "a name folded": (fold, 800),
    "a claim read": (lambda text: read_message(text, NOW), 400),
    "a reply drawn": (drawn, 2_000),
}
LITTLE = {"a reply drawn": 0.5}  # seconds that are no matter: only the longer one has to be cut; elsewhere 20 ms
TEN_TIMES = 40  # a reader ten times as long may take: quadratic would be 100, and small sizes measure badly


@pytest.mark.parametrize("reader", READERS)
def test_no_reader_s_cost_grows_with_the_square_of_what_is_typed(reader):
    run, size = READERS[reader]
    little = LITTLE.get(reader, 0.02)
    slow = []
    for name, unit in BOMBS.items():
        if name == "half":
            continue  # refused before anything reads it
        short, long = ((unit * (length // len(unit) + 1))[:length] for length in (size, size * 10))
        if reader == "a line taken apart":
            short, long = "claimcheck " + short, "claimcheck " + long
        both = partial(run, short), partial(run, long)
        once, ten = (cheapest(one, 1) for one in both)
        if ten > max(once * TEN_TIMES, little):
            once, ten = (cheapest(one) for one in both)
            if ten > max(once * TEN_TIMES, little):
                slow.append(f"{name}: {once * 1000:.2f} ms, ten times as long {ten * 1000:.2f} ms")
    assert not slow, slow


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(codec=None), max_size=120))
def test_a_claim_of_any_text_is_read_or_not_and_never_breaks(text):
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    read_message(text, NOW)


WORDS = st.sampled_from(
    ["odds", "checkpoint", "claimcheck", "spud", "by:", "as_of:", "2026-04-30", '"', "\\", ":", "/", "-"]
)


async def test_any_line_is_answered(talk):
    here = talk()
    lines: list[str] = []

    @settings(max_examples=60, database=None, deadline=None)
    @given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=9).map(" ".join)))
    def gather(line: str) -> None:
        lines.append(line)

    gather()
    for line in lines:
        reply = await here.app.run(Request(line=line, roles=frozenset(Role)))
        assert reply.outcome is not Outcome.BROKEN, (line, reply.plain)
        assert reply.title
        json.dumps(reply.plain)
