"""Every price, probability and measured number of an answer leads to an address: its line's, or a source's it names."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.messages.reply import Bullets, Reply, Source, Text, link

NUMBER = re.compile(r"(?<![\w.])(?:[<>]?\d[\d.,]* %|\$\d[\d.,]*|\d[\d.,]*(?= dollars))")
RULES = re.compile(
    r"would be|points (?:up|down|or)|±|95 %|from 10 on", re.IGNORECASE
)  # how it is reckoned, not a number read
CLAIM = re.compile(r"\bCL-\d+")
SPRING, AUTUMN = "2026-04-21T12:00Z", "2026-11-28T12:00Z"
ASKED = [
    (SPRING, "/odds show spud"),
    (SPRING, "/odds history spud"),
    (SPRING, "/odds compare spud"),
    (SPRING, "/model show spud"),
    (SPRING, "/claimcheck ask GPT-5.5 comes by 30 April"),
    (SPRING, "/claimcheck ready gpt-5.5"),
    (AUTUMN, "/model show claude opus 5"),
    (AUTUMN, "/model show gpt-6 astra"),
    (AUTUMN, "/claimcheck ready claude opus 5"),
    (AUTUMN, '/claimcheck ask "Claude Opus 5 costs 5 dollars in and 25 dollars out"'),
    (AUTUMN, "/model promises Musk"),
    (AUTUMN, "/model retiring"),
    (AUTUMN, "/claimcheck source The Information"),
]


def numbers(text: str) -> set[str]:
    return {match[0].strip("$.,") for match in NUMBER.finditer(text)}


def alone(reply: Reply, asked: str = "") -> Iterator[str]:
    """The lines with a number that lead nowhere.

    A line leads to the address in it, to the source or the claim that it names, or to the card's only source; a number
    may be said again elsewhere, and what was asked is only repeated.
    """
    sources = {source.url: source for source in reply.sources if source.url.startswith("http")}
    names = {re.split(r"[\s:]", source.label)[0].casefold() for source in sources.values()}
    lines = [line for line in reply.plain.splitlines() if NUMBER.search(line) and not RULES.search(line)]
    leading = [
        line
        for line in lines
        if len(sources) == 1 or "http" in line or CLAIM.search(line) or any(name in line.casefold() for name in names)
    ]
    told = numbers(" ".join([asked, *leading]))
    return (line for line in lines if not numbers(line) <= told)


@pytest.mark.parametrize(("moment", "line"), ASKED, ids=[line for _, line in ASKED])
async def test_every_number_of_a_card_leads_to_its_address(talk, moment, line):
    chat = talk(moment)
    reply = await chat.say(line)
    assert list(alone(reply, line)) == []
    for claim in CLAIM.findall(" ".join(one for one in reply.plain.splitlines() if NUMBER.search(one))):
        assert (await chat.say(f"/claimcheck show {claim}")).sources


NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)
TWO = (Source("Polymarket", "https://p.example/1", NOON), Source("Manifold", "https://m.example/1", NOON))


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        (Reply(title="74 % by May"), ["74 % by May"]),
        (Reply(title="74 % by May", sources=(Source("Polymarket", "the ledger", NOON),)), ["74 % by May"]),
        (Reply(title="74 % by May", sources=TWO), ["74 % by May"]),
        (
            Reply(title="74 % by May", parts=(Bullets(("Manifold: 74 %", "rumour: 31 %")),), sources=TWO),
            ["• rumour: 31 %"],
        ),
        (
            Reply(title="", parts=(Text(("$5 in, ", link("Lab", "https://l.example"))), Text("4 dollars then"))),
            ["4 dollars then"],
        ),
    ],
)
def test_a_number_that_leads_nowhere_is_found(reply, found):
    assert list(alone(reply)) == found


@pytest.mark.parametrize("line", ["/claimcheck ready claude opus 5", "/model show claude opus 5", "/odds show gpt-5.5"])
async def test_what_leads_somewhere_leads_to_where_the_number_was_read(talk, line):
    reply = await talk(AUTUMN).say(line)
    assert all(source.url.startswith("http") for source in reply.sources)
    assert reply.sources
