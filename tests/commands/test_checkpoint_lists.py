"""What members bring from lists: pasted rows, and the feeds an admin adds."""

import json

import pytest

from bot.domain.catalogs.listings import Listing, Snapshot
from bot.jobs.list_poll import take
from bot.messages.reply import Outcome
from bot.messages.request import Attachment, Request, Role
from tests.sightings import ANA, PLACE, tell

ROWS = [
    {"id": "019acbac-df7c-73dc-9716-ebe040daaa4e", "publicName": "jaguar", "organization": None},
    {"id": "01a025bf-265d-726a-8ed3-8ca3603aa95e", "publicName": "granite-4.2-8b", "organization": "ibm"},
]


async def pasted(here, rows, place=PLACE):
    file = Attachment("rows.json", "application/json", json.dumps(rows).encode())
    request = Request(line="checkpoint paste", values={"file": file}, actor=ANA, place=place)
    return await here.app.run(request)


async def test_pasted_rows_show_what_changed_since_the_last_paste(talk):
    here = talk()
    assert (await pasted(here, ROWS)).data["found"] == []
    here.at("2026-04-21T13:00Z")
    later = [
        ROWS[0] | {"displayName": "mistral-large-3", "organization": "mistral"},
        ROWS[1] | {"publicName": "solace", "organization": None},
        {"id": "019ddddd-df7c-73dc-9716-ebe040daaa4e", "publicName": "newcomer", "organization": None},
    ]
    found = (await pasted(here, later)).data["found"]
    assert {(one["kind"], one["label"], one["named"]) for one in found} == {
        ("same row id, new name", "jaguar", "mistral-large-3"),
        ("a name was hidden again", "solace", "granite-4.2-8b"),
        ("anonymous row", "newcomer", None),
    }
    data = (await tell(here, "checkpoint jaguar")).data
    assert data["attributions"][0]["method"] == "same row id"
    assert data["attributions"][0]["grade"] == "SUPPORTED"
    elsewhere = (await tell(here, "checkpoint newcomer", "discord:eve", "discord:8/1")).data
    assert elsewhere["known"] is False


@pytest.mark.parametrize("rows", ["", "hello", '{"a": 1}'])
async def test_a_paste_without_rows_is_refused(talk, rows):
    assert (await tell(talk(), f"checkpoint paste {rows}")).outcome is Outcome.REFUSED


async def test_feeds_are_the_admins_and_leads_are_no_sightings(talk):
    here, url, order = talk(), "https://notes.example/feed.xml", "spudwatch-admin feeds"
    assert (await tell(here, order)).outcome is Outcome.REFUSED
    added = await tell(here, f"{order} action:add url:{url}", role=Role.ADMIN)
    assert added.outcome is Outcome.ANSWERED
    assert [one["url"] for one in (await tell(here, order, role=Role.ADMIN)).data["feeds"]] == [url]
    assert (await tell(here, order, role=Role.ADMIN, place="discord:8/1")).data["feeds"] == []
    private = await tell(here, f"{order} action:add url:http://169.254.169.254/", role=Role.ADMIN)
    assert private.outcome is Outcome.REFUSED
    outcomes = [(await tell(here, f"{order} action:remove url:{url}", role=Role.ADMIN)).outcome for _ in range(2)]
    assert outcomes == [Outcome.ANSWERED, Outcome.REFUSED]


async def test_pasted_rows_go_with_their_tenant_and_say_where_they_are_from(talk):
    here = talk()
    row = {"id": "019acbac-df7c-73dc-9716-ebe040daaa4e", "publicName": "thunder", "organization": ""}
    for moment, shown in (("09:00", {}), ("10:00", {"displayName": "Gemini 9", "organization": "google"})):
        here.at(f"2026-04-21T{moment}Z")
        file = Attachment("rows.json", "application/json", json.dumps([row | shown]).encode())
        request = Request(line="checkpoint paste", values={"file": file}, actor=ANA, place=PLACE)
        assert (await here.app.run(request)).data["rows"] == 1
    shown = (await tell(here, "checkpoint thunder")).data
    assert [(one["subject"], one["grade"], one["by"]) for one in shown["attributions"]] == [
        ("Gemini 9", "SUPPORTED", "arena, pasted here")
    ]
    assert (await tell(here, "checkpoint thunder", place="discord:8/1")).data["known"] is False
    await here.ports.privacy.purge("discord:7")
    assert not here.ports.listings.memory("arena@discord:7").known


async def test_a_name_known_from_a_list_alone_stands_where_that_list_is(talk):
    here = talk()
    await pasted(here, ROWS)
    here.at("2026-04-21T13:00Z")
    newcomer = {"id": "019ddddd-df7c-73dc-9716-ebe040daaa4e", "publicName": "newcomer", "organization": None}
    await pasted(here, [*ROWS, newcomer])
    assert (await tell(here, "checkpoint newcomer")).data["surface"] == "Arena battle"
    entry = Listing("openrouter/ox-alpha", "Ox Alpha", price_in=0.0, price_out=0.0)
    await take(here.ports.listings, Snapshot("openrouter", here.clock.now(), (entry,)), "https://openrouter.ai/models")
    assert (await tell(here, "checkpoint ox-alpha")).data["surface"] == "OpenRouter"
    (row,) = (one for one in (await tell(here, "checkpoint list")).data["labels"] if one["label"] == "ox-alpha")
    assert row["surface"] == "OpenRouter"
