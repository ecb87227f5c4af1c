"""One table of names, and every command that takes one understands it the same way."""

import tomllib
from pathlib import Path

import pytest

from bot.dispatch.completions.subject import suggest
from bot.messages.order import quote
from bot.messages.request import RequestContext
from bot.queries.names import resolve

TABLE = tomllib.loads((Path(__file__).parents[1] / "domain/names/options.toml").read_text("utf-8"))
ROWS = [(text, slug) for rows in TABLE.values() for text, slug in rows.items()]
NOW = "2026-11-28T12:00Z"
GUESS = "label/xqwv-5"  # a text that is no name at all: what follows a subject refuses it


@pytest.fixture
def you(talk):
    return talk(NOW)


@pytest.fixture
def ctx(you):
    return RequestContext("console:you", "console:local/here", you.clock.now(), you.clock.now())


def test_the_table_is_long_enough():
    assert len(ROWS) >= 200


def test_an_option_is_read(you, ctx):
    wrong = [(text, slug, got) for text, slug in ROWS if (got := resolve(you.ports, ctx, text).slug) != slug]
    assert wrong == []


async def test_the_release_checklist_is_of_that_model(you):
    replies = [(text, slug, await you.say(f"claimcheck ready {quote(text)}")) for text, slug in ROWS]
    assert [(text, slug, reply.title) for text, slug, reply in replies if reply.data.get("subject") != slug] == []


async def test_the_dossier_is_of_that_model(you):
    replies = [(text, slug, await you.say(f"model show {quote(text)}")) for text, slug in ROWS if slug != GUESS]
    assert [(text, slug, reply.title) for text, slug, reply in replies if reply.data.get("subject") != slug] == []


async def test_the_odds_are_of_that_model(you):
    replies = [(text, slug, await you.say(f"odds show about:{quote(text)}")) for text, slug in ROWS if slug != GUESS]
    wrong = [
        (text, slug, reply.title)
        for text, slug, reply in replies
        if reply.data.get("subject") != slug and slug not in reply.plain
    ]
    assert wrong == []


async def test_alerts_and_digests_are_about_that_model(you):
    wrong = []
    for text, slug in ROWS[::5]:  # both read the name as the other commands do; each row takes four of them, two writes
        alert = await you.say(f"alerts add what:release about:{quote(text)} where:me")
        digest = await you.say(f"digest create channel:here name:News days:daily time:09:00 about:{quote(text)}")
        about = [[], []] if slug == GUESS else [[slug], [slug]]
        if [alert.data.get("about", []), digest.data.get("about", [])] != about:
            wrong.append((text, slug, alert.plain, digest.plain))
        for reply, command in ((alert, "alerts remove"), (digest, "digest delete")):
            if "id" in reply.data:
                await you.say(f"{command} id:{reply.data['id']}")
    assert wrong == []


async def test_the_completion_offers_that_model_first(you, ctx):
    offered = [(text, slug, await suggest(you.ports, ctx, text)) for text, slug in ROWS if slug != GUESS]
    wrong = [(text, slug, found[:2]) for text, slug, found in offered if not found or found[0].value != slug]
    assert wrong == []


async def test_a_claim_is_about_that_model(you):
    line = 'claimcheck ask "It costs $5 per million input tokens" about:'
    replies = [(text, slug, await you.say(line + quote(text))) for text, slug in ROWS[::3]]
    assert [(text, slug, reply.title) for text, slug, reply in replies if reply.data.get("subject") != slug] == []
