"""What a visitor sees first: open claims that differ, outcomes before grades, one date a model, one title a page."""

import re
from datetime import UTC, datetime

import pytest

from adapters.web.site import Site
from bot import pages
from bot.domain.evidence.evidence import ClaimOutcome
from bot.notifications.change_recorder import record_changes
from bot.pages.page import PageRequest
from bot.queries.records.model_state import last_known

NOVEMBER = datetime(2026, 11, 28, 12, tzinfo=UTC)
REQUEST = PageRequest(NOVEMBER)


@pytest.fixture
def here(talk):
    return talk(NOVEMBER.isoformat())


def page(here, kind, **parameters):
    return pages.every()[kind].build(here.ports, REQUEST, **parameters)


def test_the_claims_of_the_front_page_are_open_graded_and_of_different_things(here):
    rows = page(here, "home").claims
    assert len(rows) > 3
    assert all(row.outcome == "open" and row.origins for row in rows)
    assert [row.origins for row in rows] == sorted((row.origins for row in rows), reverse=True)
    assert len({(row.subject, row.kind) for row in rows}) == len(rows)


async def test_a_front_page_without_changes_says_whether_they_are_yet_to_be_recorded(here):
    first = page(here, "home")
    assert (first.changes, first.no_changes) == ((), page(here, "changes").lead)
    assert "being recorded" in first.no_changes
    await record_changes(here.ports, NOVEMBER)
    later = page(here, "home")
    assert later.changes
    assert not later.no_changes


def test_what_is_coming_begins_with_what_has_odds_then_with_the_latest_news(here):
    rows = page(here, "coming").rows
    priced = [row.odds is not None for row in rows]
    assert priced == sorted(priced, reverse=True)
    heard = [row.known_up_to for row in rows if row.odds is None and row.known_up_to is not None]
    assert heard == sorted(heard, reverse=True)
    assert page(here, "home").coming == rows[: len(page(here, "home").coming)]


@pytest.mark.parametrize("slug", ["xai/grok-5", "openai/gpt-6", "openai/gpt-5.5", "anthropic/claude-6"])
async def test_a_model_is_known_up_to_one_day_on_every_card_and_page(here, slug):
    known = last_known(here.ports, slug, REQUEST.view)
    assert known is not None
    lab, _, name = slug.partition("/")
    assert page(here, "subject", lab=lab, name=name).known_up_to == known
    assert all(row.known_up_to == known for row in page(here, "coming").rows if row.slug == slug)
    assert (await here.say(f"model show {slug}")).data["known_up_to"] == known
    said = f"nown up to {known.day} {known:%B %Y}"
    old = (NOVEMBER - known).days > 30
    for line in (
        f"model show {slug}",
        f"claimcheck ready {slug}",
        f"claimcheck ask {slug} costs $5 per million input tokens",
    ):
        assert not old or said in (await here.say(line)).plain, line


def test_an_outcome_comes_before_the_grade_on_pages_and_in_lists(here):
    site = Site(here.ports)
    decided = here.ports.claims.resolutions(REQUEST.view, "", 3)
    for one in decided:
        made = page(here, "claim", id=one.claim)
        word = one.outcome.value.upper()
        assert made.lead.startswith(f"It turned out {word}")
        assert made.card.figure == f"It turned out {word}"
        html = site.document(made.path, NOVEMBER).body.decode()
        verdict = re.search(r'<p class="verdict">(.*?)</p>', html)[1]
        assert verdict.index(f"turned out {word}") < verdict.index("grade g-")
        assert "its evidence alone is" in verdict
    table = site.document("/claims", NOVEMBER).body.decode()
    assert table.index('<th scope="col">Outcome') < table.index('<th scope="col">Grade')
    an_open = next(
        one for one in here.ports.claims.every(REQUEST.view) if one.outcome_at(NOVEMBER) is ClaimOutcome.OPEN
    )
    assert "turned out" not in site.document(f"/c/{an_open.id}", NOVEMBER).body.decode().split("The grade over time")[0]


def test_pages_of_one_name_have_titles_that_differ(here):
    site = Site(here.ports)
    titles = [
        re.search("<title>(.*?)</title>", site.document(path, NOVEMBER).body.decode())[1]
        for path in ("/lab/anthropic", "/src/anthropic", "/lab/openai", "/src/openai")
    ]
    assert len(set(titles)) == len(titles), titles


def test_the_page_of_what_is_missing_has_no_json_beside_it(here):
    assert "404.json" not in Site(here.ports).missing("/404").body.decode()
