"""What three tenants wrote is nowhere in public: every page, feed, card, API route and MCP tool is read for it."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable, Iterator

import pytest

from adapters.mcp.protocol import McpServer
from adapters.mcp.tools import TOOLS, Tools
from adapters.runtime.pages import claim_checker
from adapters.web import api, bulk
from adapters.web.site import SEARCH_INDEX, Site
from bot import pages
from bot.api.claim_check import ClaimQuestion
from bot.api.resources import BASE, RESOURCES
from bot.messages.request import Request, Role
from bot.pages.page import PageRequest
from storage.export import export_lines
from tests.conftest import Conversation
from tests.safety.tenants import TENANTS, WORD, World, operations

LATER = "2026-04-22T12:00Z"
KINDS = ("", ".json", ".oembed.json", ".svg", ".atom", ".feed.json", ".ics")
SOME = 6  # pages of a kind beside those that tenants wrote about
TOUCHED = {"CL-0044", "MK-0001", "spud", "crest-ultra", "crest-pro-alpha", "x-users", "openai"}
WORDS = ("canary", "Spud costs 5 dollars", "Crest Ultra", "I chose it in the picker and the header said so")
PARAMETERS = {"words": "canary", "name": "spud", "claim": WORDS[1], "id": "CL-0044", "about": "spud"}


def own_claims(talked: Conversation) -> set[str]:
    """The ids of the claims that tenants filed."""
    lines = [line for tenant in TENANTS for line in export_lines(talked.running.store.database, tenant)]
    return set(re.findall(r"\bCL-\d+", "\n".join(lines)))


@pytest.fixture
async def talked(talk: Callable[..., Conversation]) -> Conversation:
    """Three tenants have done everything once, and have chosen to share what can be shared."""
    world = World(talk(), random.Random(7))  # noqa: S311 - a seed
    for tenant in TENANTS:
        for line in operations(world, tenant).values():
            await world.say(tenant, line)
    assert not world.broken
    assert sum(any(word in line for word in WORD.values()) for _, line in world.said) > 3 * len(TENANTS)
    made: Conversation = world.talk.at(LATER)
    return made


def leaks(text: str) -> list[str]:
    """Each canary in a text, with what surrounds it."""
    folded = text.casefold()
    return [folded[max(at - 100, 0) : at + 40] for word in WORD.values() if (at := folded.find(word)) >= 0]


def chosen(site: Site, request: PageRequest) -> Iterator[tuple[str, dict[str, str]]]:
    """Pages of every kind with their parameters: those that tenants wrote about, and some of all others."""
    dice = random.Random(3)  # noqa: S311 - a seed
    for kind, module in pages.every().items():
        every = [dict(one) for one in pages.addresses(module, site.ports, request)]
        touched = [one for one in every if set(one.values()) & TOUCHED]
        rest = [one for one in every if one not in touched]
        yield from ((kind, one) for one in (*touched, *dice.sample(rest, min(len(rest), SOME))))


def documents(site: Site, request: PageRequest) -> Iterator[tuple[str, str]]:
    """Every kind of document of the pages chosen, with all that is beside them and what is drawn on their cards."""
    for kind, parameters in chosen(site, request):
        page = pages.every()[kind].build(site.ports, request, **parameters)
        assert page is not None, (kind, parameters)
        yield f"{page.path} as data", repr(page)
        for suffix in KINDS:
            made = site.drawn(kind, page, suffix, request)
            if made is not None:
                yield page.path + suffix, made.body.decode()
    yield "/sitemap.xml", site.sitemap(request).decode()
    index = site.document(SEARCH_INDEX, request.as_of)
    assert index is not None
    yield SEARCH_INDEX, index.body.decode()
    for words in WORDS:
        found = site.page("/search", PageRequest(request.as_of, query={"q": words}))
        assert found is not None
        yield f"search {words}", repr(found[1])


def answers(site: Site, request: PageRequest) -> Iterator[tuple[str, str]]:
    """Every list of the API whole, and some single things of each kind."""
    for resource in RESOURCES:
        if resource.key is not None:
            found = resource.read(site.ports, request, {})
            assert found is not None
            yield resource.path, repr(found)
            continue
        module = pages.every()[_kind(resource.path)]
        for parameters in list(pages.addresses(module, site.ports, request))[:SOME]:
            place = BASE + resource.path.format(**parameters)
            made = api.document(site, place, request, {})
            assert made is not None, place
            yield place, made.body.decode()


def _kind(path: str) -> str:
    singular = {"subjects": "subject", "claims": "claim", "names": "name", "markets": "market", "sources": "source"}
    return singular.get(path.split("/")[1], "names")


async def test_no_page_feed_card_or_answer_of_the_api_holds_what_a_tenant_wrote(talked: Conversation) -> None:
    site, request = Site(talked.ports, "https://spud.example"), PageRequest(talked.clock.now())
    read = [*documents(site, request), *answers(site, request)]
    assert len(read) > 400
    assert [(place, found) for place, text in read if (found := leaks(text))] == []


async def test_published_counts_stand_on_the_page_of_a_public_name_and_nowhere_else(
    talked: Conversation,
) -> None:
    site, now = Site(talked.ports, "https://spud.example"), talked.clock.now()
    page = site.document("/n/crest-pro-alpha", now)
    assert page is not None
    assert re.search(r"3 first-hand reports by \d people in 3 communities that publish", page.body.decode())
    assert leaks(page.body.decode()) == []
    assert site.document("/n/crest-ultra", now) is None, "a name that only they know"
    before = site.document("/n/crest-pro-alpha/2026-04-20", now)
    assert before is not None
    assert b"publish" not in before.body
    for tenant in TENANTS:
        await talked.app.run(
            Request(line="spudwatch-admin share publish:no", place=f"{tenant}/C9", roles=frozenset({Role.ADMIN}))
        )
    stopped = site.document("/n/crest-pro-alpha", now)
    assert stopped is not None
    assert b"publish their counts" not in stopped.body


async def test_the_files_of_the_whole_ledger_hold_nothing_of_a_tenant(talked: Conversation) -> None:
    site, now = Site(talked.ports), talked.clock.now()
    own = own_claims(talked) - _public_claims(talked)
    assert own
    for path in bulk.MEDIA:
        made = site.document(path, now)
        assert made is not None, path
        whole = gzip.decompress(made.body) if path.endswith(".gz") else made.body
        text = whole.decode("utf-8", "replace")
        assert leaks(text) == [], path
        assert [ident for ident in own if re.search(rf"\b{ident}\b", text)] == [], path


def _public_claims(talked: Conversation) -> set[str]:
    request = PageRequest(talked.clock.now())
    return {one["id"] for one in pages.addresses(pages.every()["claim"], talked.ports, request)}


async def test_nothing_of_a_tenant_has_an_address(talked: Conversation) -> None:
    site, request = Site(talked.ports), PageRequest(talked.clock.now())
    public = {one["id"] for one in pages.addresses(pages.every()["claim"], talked.ports, request)}
    own = own_claims(talked)
    assert own - public
    for ident in own:
        there = site.document(f"/c/{ident}", request.as_of)
        assert (there is not None) == (ident in public), ident
        assert (api.document(site, f"{BASE}/claims/{ident}", request, {}) is not None) == (ident in public), ident
    for word in WORD.values():
        for number in range(3):
            for path in (f"/n/{word}{number}x-pro", f"/s/label/{word}{number}x-pro", f"/src/{word}{number}x"):
                assert site.document(path, request.as_of) is None, path


def test_no_tool_and_no_check_tells_an_agent_what_a_tenant_wrote(talked: Conversation) -> None:
    check, own = claim_checker(talked.ports), sorted(own_claims(talked))
    server = McpServer(Tools(talked.ports, talked.clock, check))
    calls = [(name, {key: PARAMETERS[key] for key in tool.required}) for name, tool in TOOLS.items()]
    calls += [("search", {"words": words}) for words in WORDS]
    calls += [("claim", {"id": ident}) for ident in own]
    calls += [("checkpoint", {"name": name}) for name in ("Crest Ultra", "Crest Pro Alpha")]
    calls += [("check_claim", {"claim": text}) for text in (*WORDS, *own)]
    for name, arguments in calls:
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}
        raw = server.answer(json.dumps(message).encode())
        assert raw is not None
        assert leaks(raw.decode()) == [], (name, arguments)
        assert "error" not in json.loads(raw), raw
    assert leaks(repr(check(ClaimQuestion(WORDS[1], "spud")))) == []
