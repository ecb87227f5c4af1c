"""Every price, probability and measured number of an answer leads to an address: in its line, or below the card."""

import re

import pytest

from bot.messages.reply import Reply

NUMBER = re.compile(r"(?<![\w.])(?:[<>]?\d[\d.,]* %|\$\d|\d[\d.,]* dollars)")
RULES = re.compile(
    r"would be|points (?:up|down|or)|±|95 %|from 10 on", re.IGNORECASE
)  # how it is reckoned, not a number read
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


def alone(reply: Reply) -> list[str]:
    """The lines with a number that lead nowhere."""
    if any(source.url.startswith("http") for source in reply.sources):
        return []
    lines = [line for line in reply.plain.splitlines() if NUMBER.search(line) and not RULES.search(line)]
    return [line for line in lines if "http" not in line]


@pytest.mark.parametrize(("moment", "line"), ASKED, ids=[line for _, line in ASKED])
async def test_every_number_of_a_card_leads_to_its_address(talk, moment, line):
    reply = await talk(moment).say(line)
    assert alone(reply) == []


@pytest.mark.parametrize("line", ["/claimcheck ready claude opus 5", "/model show claude opus 5", "/odds show gpt-5.5"])
async def test_what_leads_somewhere_leads_to_where_the_number_was_read(talk, line):
    reply = await talk(AUTUMN).say(line)
    assert all(source.url.startswith("http") for source in reply.sources)
    assert reply.sources
