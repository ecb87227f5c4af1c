"""What public pages say: the same as the commands, nothing learned later, and nothing of a tenant's."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import pages
from bot.messages.reply import Source
from bot.messages.reply_json import jsonable
from bot.pages.lists import claims_part
from bot.pages.page import Page, PageRequest, claim_path, label_path, path_of, slugged, subject_path
from bot.queries.records.grade_record import AT_ONCE, graded_resolutions, prepare_resolutions
from bot.reads.shared_reads import snapshot
from tests.conftest import Conversation
from tests.pages.agreement import compared, subjects

NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)
Talk = Callable[..., Conversation]


def page(talk: Conversation, kind: str, as_of: datetime = NOON, /, **parameters: str) -> Any:
    return pages.every()[kind].build(talk.ports, PageRequest(as_of), **parameters)


def everything(value: object) -> Iterator[object]:
    yield value
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from everything(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for entry in value:
            yield from everything(entry)


def test_every_page_that_is_listed_can_be_built_and_said_as_json(talk: Talk) -> None:
    ports, request = snapshot(talk().ports), PageRequest(NOON)  # `reads/test_shared_reads.py`: it says the same
    seen: set[str] = set()
    for module in pages.every().values():
        for parameters in pages.addresses(module, ports, request):
            made = module.build(ports, request, **parameters)
            assert isinstance(made, Page)
            assert made.path == module.ADDRESS.format(**parameters)
            assert made.path not in seen, "two pages at one address"
            assert made.title
            assert made.lead
            assert "has not answered" not in json.dumps(jsonable(made)), "a venue that nobody here asks is blamed"
            seen.add(made.path)
    assert len(seen) > 250


def test_nothing_that_was_learned_later_is_on_a_page(talk: Talk) -> None:
    ports = snapshot(talk("2026-11-01T12:00Z").ports)
    for day in ("2026-03-26", "2026-04-12", "2026-04-22"):
        request = PageRequest(datetime.fromisoformat(f"{day}T12:00Z"), latest=False)
        for module in pages.every().values():
            for parameters in pages.addresses(module, ports, request):
                made = module.build(ports, request, **parameters)
                for value in everything(made):
                    if isinstance(value, Source) and value.read_at is not None:
                        assert value.read_at <= request.as_of, (made and made.path, value)


def test_the_page_of_spud_two_days_before(talk: Talk) -> None:
    spud = page(talk(), "subject", lab="openai", name="spud")
    assert spud.lead == "Polymarket gives 74 % that GPT-5.5 is out by 23 Apr 2026. That Spud is GPT-5.5: SPECULATION."
    assert (spud.state, spud.released_at, spud.checklist.known) == ("rumoured", None, 0)
    assert spud.odds.headline.figure.value == 0.74
    assert spud.odds.headline.age == "", "less than a day"
    assert spud.odds.excludes
    assert {name.path for name in spud.names} == {"", "/s/openai/gpt-5.5", "/s/openai/gpt-6"}


@pytest.mark.parametrize("path", ["xai/grok-5", "deepseek/deepseek-v4"])
def test_the_days_of_an_earlier_version_are_days_of_the_latest(talk: Talk, path: str) -> None:
    now, (lab, name) = datetime(2026, 11, 28, 12, tzinfo=UTC), path.split("/")
    here = talk("2026-11-28T12:00Z")
    days = page(here, "subject", now, lab=lab, name=name).days
    for day in days:
        earlier = page(here, "subject", datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC), lab=lab, name=name)
        assert set(earlier.days) <= set(days), day


def test_a_market_that_is_over_keeps_the_prices_of_its_last_days(talk: Talk) -> None:
    now = datetime(2026, 11, 28, 12, tzinfo=UTC)
    chart = page(talk("2026-11-28T12:00Z"), "market", now, id="MK-0001").odds.chart
    days = {at.date().isoformat() for one in chart.series for at, _ in one.points}
    assert (min(days), max(days)) == ("2026-04-09", "2026-04-23")


def test_the_same_page_after_the_release(talk: Talk) -> None:
    spud = page(talk("2026-05-10T12:00Z"), "subject", datetime(2026, 5, 10, tzinfo=UTC), lab="openai", name="spud")
    assert spud.lead == "Spud is GPT-5.5, which was released on 23 April 2026."
    assert spud.same_as is not None
    assert spud.same_as.path == "/s/openai/gpt-5.5"


def test_a_claim_page_says_the_rule_what_is_missing_and_what_the_grade_was(talk: Talk) -> None:
    made = page(talk(), "claim", id="CL-0006")
    assert (made.grade, made.outcome) == ("CONTRADICTED", "false")
    assert made.rating == 1
    assert made.rule.endswith("CONTRADICTED.")
    assert [step.at for step in made.history] == sorted(step.at for step in made.history)
    assert made.history[-1].grade == made.grade
    assert page(talk(), "claim", id="CL-9999") is None


async def test_every_number_of_a_claim_page_is_the_commands_and_the_lists(talk: Talk) -> None:
    conversation = talk()
    parts = [
        page(conversation, "claims_part", **each)
        for each in claims_part.addresses(conversation.ports, PageRequest(NOON))
    ]
    rows = {row.id: row for made in (page(conversation, "claims"), *parts) for row in made.claims}
    for claim in conversation.ports.claims.every(PageRequest(NOON).view):
        made, row = page(conversation, "claim", id=claim.id), rows.pop(claim.id)
        assert (row.grade, row.outcome, row.origins, row.repeats, row.first_party) == (
            made.grade,
            made.outcome,
            len(made.origins),
            made.repeats,
            made.first_party,
        ), claim.id
        assert made.history[-1].grade == made.grade, claim.id
        data = (await conversation.say(f"claimcheck show {claim.id}")).data
        assert made.grade == (data["grade"] or "NO EVIDENCE HERE"), claim.id
        assert (made.support, made.refute) == (data["support"], data["refute"]), claim.id
        assert (len(made.origins), made.repeats, made.first_party) == (
            data["origins"],
            data["repeats"],
            data["first_party"],
        ), claim.id
        assert [one.origin for one in made.load_bearing] == list(data["load_bearing"]), claim.id
    assert rows == {}


def test_the_last_grade_of_a_history_is_the_grade(talk: Talk) -> None:
    at = datetime(2026, 11, 28, 12, tzinfo=UTC)
    conversation = talk(at.isoformat())
    for number in ("CL-0115", "CL-0152", "CL-0354", "CL-0387", "CL-0394", "CL-0447"):
        made = page(conversation, "claim", at, id=number)
        assert made.history[-1].grade == made.grade, number


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(0, 400), hours=st.integers(0, 30 * 24))
async def test_every_number_of_a_subject_page_is_the_commands(number: int, hours: int, talk: Talk) -> None:
    moment = datetime(2026, 4, 1, tzinfo=UTC) + timedelta(hours=hours)
    running = talk(moment.isoformat()).running
    known = subjects(running, moment)
    found = await compared(running, moment, **known[number % len(known)])
    assert len(found) > 10
    assert [one for one in found if one[1] != one[2]] == []


async def test_the_grade_of_a_name_is_the_commands(talk: Talk) -> None:
    conversation = talk()
    for parameters in pages.addresses(pages.every()["name"], conversation.ports, PageRequest(NOON)):
        made = page(conversation, "name", **parameters)
        data = (await conversation.say(f"checkpoint show label:{made.label}")).data
        if data["known"]:  # a name that stands in the ledger alone has a page, and nobody has reported it
            assert made.grade == data["grade"], made.label


async def test_the_record_of_a_source_is_the_commands(talk: Talk) -> None:
    conversation = talk("2026-05-10T12:00Z")
    at = datetime(2026, 5, 10, 12, tzinfo=UTC)
    known = list(pages.addresses(pages.every()["source"], conversation.ports, PageRequest(at)))
    for parameters in known[:: len(known) // 60]:
        made = page(conversation, "source", at, **parameters)
        asked = {"name": "claimcheck source", "values": {"source": made.party}}
        data = (await conversation.say("", **asked)).data
        if data["party"] != made.party:  # an address is answered with its outlet's record
            made = page(conversation, "source", at, party=data["party"])
        assert (made.right, made.wrong, made.mixed, made.open) == tuple(
            data[key] for key in ("right", "wrong", "mixed", "open")
        ), made.party


def test_a_source_of_rows_alone_has_a_page_that_shows_them(talk: Talk) -> None:
    made = page(talk(), "source", party="axios.com")
    assert made.lead.startswith(f"Cited for {len(made.cited)} rows of the ledger")
    assert "/s/meta/avocado" in {row.path for row in made.cited}
    assert all(row.at <= NOON for row in made.cited)


def test_search_leads_a_bare_id_name_or_label_to_its_page_and_a_sentence_to_its_claim(talk: Talk) -> None:
    def search(words: str) -> Any:
        request = PageRequest(NOON, query={"q": words})
        return pages.every()["search"].build(talk().ports, request)

    assert search("cl-0042").exact == "/c/CL-0042"
    assert search("mk-0001").exact == "/m/MK-0001"
    assert search("GPT 5.5").exact == "/s/openai/gpt-5.5"
    assert search("spud").exact == "/s/openai/spud"
    assert search("crest pro alpha").exact == "/n/crest-pro-alpha"
    found = search("is it true that Spud beats Opus 4.7?")
    assert found.exact == ""
    assert "/c/CL-0044" in [hit.path for hit in found.hits]
    assert search("zzzz nothing").hits == ()
    assert len(search("").index) > 200


@pytest.mark.parametrize(
    ("ref", "path"),
    [
        ("CL-0042", "/c/CL-0042"),
        ("MK-0001", "/m/MK-0001"),
        ("openai/gpt-5.5", "/s/openai/gpt-5.5"),
        ("label/crest-pro-alpha", "/n/crest-pro-alpha"),
        ("spud-04", ""),
        ("CP-0142", ""),
        ("../etc/passwd", ""),
    ],
)
def test_what_is_named_has_one_address(ref: str, path: str) -> None:
    assert path_of(ref) == path


@given(st.text(max_size=60))
def test_a_name_becomes_a_part_of_an_address_whatever_it_is(text: str) -> None:
    part = slugged(text)
    assert part
    assert "/" not in part
    assert not part.startswith(".")
    assert slugged(part) == part


def test_addresses_are_made_of_ids_and_names() -> None:
    assert claim_path("CL-0042") == "/c/CL-0042"
    assert label_path("Crest Pro Alpha") == "/n/crest-pro-alpha"
    assert subject_path("openai/gpt-5.5") == "/s/openai/gpt-5.5"
    assert subject_path("label/crest-pro-alpha") == "/n/crest-pro-alpha"


async def test_the_shutdowns_are_the_commands_and_those_that_are_over_come_last(talk: Talk) -> None:
    for day in ("2026-06-15", "2026-09-01", "2026-11-28"):
        at = datetime.fromisoformat(f"{day}T12:00Z")
        conversation = talk(at.isoformat())
        made = page(conversation, "retiring", at)
        said = (await conversation.say("model retiring")).data["retiring"]
        ahead = [row for row in made.rows if not row.past]
        assert [(row.model, row.day, row.successor) for row in ahead] == [
            (one["id"], one["day"], one["successor"] or "") for one in said
        ]
        assert list(made.rows)[: len(ahead)] == ahead
        assert all(row.day <= at.date() for row in made.rows[len(ahead) :])
        assert all(row.source.read_at <= at for row in made.rows if row.source is not None)
        assert len({(row.vendor, row.model, row.surface, row.day) for row in made.rows}) == len(made.rows)


def test_what_came_back_is_not_shut_down(talk: Talk) -> None:
    at = datetime(2026, 11, 28, 12, tzinfo=UTC)
    gone = {
        day: page(talk(day), "retiring", datetime.fromisoformat(day)) for day in ("2026-06-15T12:00Z", at.isoformat())
    }
    assert ["Claude Fable 5" in {row.name for row in made.rows} for made in gone.values()] == [True, False]


def test_the_record_lists_every_claim_that_was_decided_however_it_was_graded(talk: Talk) -> None:
    for moment in ("2026-04-21T12:00Z", "2026-11-01T12:00Z"):
        here, apart = talk(moment), talk(moment)
        view = PageRequest(datetime.fromisoformat(moment)).view
        parts = len(list(prepare_resolutions(here.ports, view)))
        ahead = graded_resolutions(here.ports, view)
        assert parts == -(-len(ahead) // AT_ONCE)
        assert ahead == graded_resolutions(apart.ports, view)
        claims = {one.id: one for one in here.ports.claims.every(view, 10**6)}
        decided = {name: one for name, one in claims.items() if one.outcome_at(view.as_of).value in ("true", "false")}
        assert {one.claim for one in ahead} == set(decided)
        assert list(ahead) == sorted(ahead, key=lambda one: (-one.at.timestamp(), one.claim))
        assert all(one.at == decided[one.claim].resolved_at for one in ahead)
        made = page(here, "record", view.as_of)
        assert made.claims == len(ahead) > 0
        assert sum(row.n for row in made.grades) == made.claims
