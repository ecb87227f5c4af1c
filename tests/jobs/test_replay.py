"""Sightings found again by replaying the history of a list."""

import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest

from adapters.__main__ import main
from bot.jobs.replay import lines_of, replay
from storage.catalogs.listings import ListingStore
from storage.sqlite.engine import Database
from tests.shared import shared_data

T = datetime(2026, 3, 1, 6, tzinfo=UTC)
REST = [f"lab{n % 9}/model-{n}" for n in range(300)]


@pytest.fixture
def store(tmp_path):
    database = Database(tmp_path / "lists.db")
    yield ListingStore(database)
    database.close()


def day(number, **more):
    return json.dumps({"t": (T + timedelta(days=number)).isoformat(), **more})


async def seen(store, *lines):
    return {one.id: one for one in (await replay(lines, store)).sightings}


async def test_of_each_sighting_the_times_and_the_candidates(store):
    name = "openrouter/pony-alpha"
    lines = (
        day(0, full=REST),
        day(1, add=[name]),
        day(2),
        day(3, rem=[name], add=["z-ai/glm-5"]),
        day(4),
        day(5, add=["late/one"]),
    )
    one = (await seen(store, *lines))[name]
    assert (one.rule, one.raised_at, one.listed_at) == ("stealth namespace", T + timedelta(1), T + timedelta(1))
    assert (one.last_listed_at, one.removed_at, one.confirmed_at) == tuple(T + timedelta(n) for n in (2, 3, 4))
    assert one.candidates == ("z-ai/glm-5", "late/one")


async def test_one_that_comes_back_is_listed_still_and_its_last_leaving_counts(store):
    name = "openrouter/owl-alpha"
    away = (day(0, full=[*REST, name]), day(1, rem=[name]), day(2), day(3, add=[name]))
    found = await replay(away, store)
    assert [(one.removed_at, one.candidates) for one in found.sightings] == [(None, ())]
    again = await replay((*away, day(9, rem=[name]), day(10)), store, "another list")
    assert again.sightings[0].removed_at == T + timedelta(days=9)


async def test_an_id_under_a_new_namespace_is_the_same_sighting(store):
    lines = (
        day(0, full=[*REST, "openrouter/owl-alpha", "openrouter/auto"]),
        day(1, rem=["openrouter/owl-alpha", "openrouter/auto"], add=["stealth/owl-alpha", "stealth/auto"]),
        day(5, rem=["stealth/owl-alpha"]),
        day(6),
    )
    found = await seen(store, *lines)
    assert list(found) == ["openrouter/owl-alpha"]
    one = found["openrouter/owl-alpha"]
    assert (one.moved_to, one.last_listed_at) == ("stealth/owl-alpha", T + timedelta(days=1))
    assert one.removed_at == T + timedelta(days=5)


async def test_times_with_fractions_are_told_exactly(store):
    lines = (
        json.dumps({"t": "2026-03-01T06:00:00.250Z", "full": REST}),
        json.dumps({"t": "2026-03-01T06:00:00.750Z", "add": ["stealth/ox-alpha"]}),
        json.dumps({"t": "2026-03-03T06:00:00.125Z", "rem": ["stealth/ox-alpha"]}),
        json.dumps({"t": "2026-03-03T09:00:00.5Z"}),
    )
    one = (await seen(store, *lines))["stealth/ox-alpha"]
    assert one.raised_at == one.listed_at == datetime(2026, 3, 1, 6, 0, 0, 750_000, UTC)
    assert one.removed_at == datetime(2026, 3, 3, 6, 0, 0, 125_000, UTC)


@pytest.mark.parametrize("told", [1772344800, 1772344800.0, "2026-03-01T06:00:00", "2026-03-01T06:00:00+00:00"])
async def test_a_time_may_be_a_number_or_have_no_zone(store, told):
    line = json.dumps({"t": told, "full": ["stealth/ox-alpha"]})
    assert (await seen(store, line))["stealth/ox-alpha"].raised_at == T


@pytest.mark.parametrize(
    "fields",
    [
        ["context_window", "usd_per_1m_in", "usd_per_1m_out", "default_max_tokens"],
        ["context_length", "pricing.prompt", "pricing.completion"],
        ["note", "price_input_per_million", "price_output_per_million"],
    ],
)
async def test_whatever_the_fields_are_called_a_free_codename_of_an_unknown_lab_is_seen(store, fields):
    rows = {name: [8000, 1.5, 2] for name in REST}
    lines = (
        json.dumps({"meta": {"fields": fields}}),
        day(0, full=rows),
        day(1, add={"veiled/pony-alpha": [8000, 0, 0]}),
    )
    assert list(await seen(store, *lines)) == ["veiled/pony-alpha"]


@pytest.mark.parametrize(
    "values", [[None, None, None], ["x", "y", "z"], [], None, 3, {"pricing": None}, [{}, [], True]]
)
async def test_values_that_say_nothing_cost_only_themselves(store, values):
    meta = json.dumps({"meta": {"fields": ["context_window", "usd_per_1m_in", "usd_per_1m_out"]}})
    odd = day(1, add={"odd/one": values, "stealth/ox-alpha": values}, rem=None, chg=None)
    assert list(await seen(store, meta, day(0, full=REST), odd)) == ["stealth/ox-alpha"]


async def test_a_bad_line_costs_that_line_and_is_counted(store):
    lines = (day(0, full=REST), "{", '{"t": "yesterday", "add": ["stealth/no"]}', day(1, add=["stealth/ox-alpha"]), "")
    found = await replay(lines, store)
    assert (found.readings, found.unread, list(found.raised)) == (2, 2, ["stealth/ox-alpha"])


async def test_bytes_that_are_no_text_cost_their_line(store, tmp_path):
    lines = [day(0, full=REST).encode(), b"\xff\xfe{}", day(1, add=["stealth/ox-alpha"]).encode()]
    for path, packed in ((tmp_path / "series.jsonl", bytes), (tmp_path / "series.jsonl.gz", gzip.compress)):
        path.write_bytes(packed(b"\n".join(lines)))
        found = await replay(lines_of(path), store)
        assert (found.readings, found.unread) == (2, 1)


async def test_a_packed_file_that_breaks_off_is_read_to_there(store, tmp_path):
    path = tmp_path / "series.jsonl.gz"
    whole = gzip.compress("\n".join(day(n, full=[*REST, f"stealth/x{n}-alpha"]) for n in range(40)).encode())
    path.write_bytes(whole[: len(whole) * 3 // 4])
    found = await replay(lines_of(path), store)
    assert found.readings > 10
    assert found.unread == 1


async def test_an_outage_of_the_whole_list_and_an_older_copy_are_no_news(store):
    name = "openrouter/pony-alpha"
    lines = (
        day(0, full=REST),
        day(1, add=[name, "lab1/newer", "lab2/newer"]),
        day(2, full=[]),
        day(3, full=REST[:40]),
        day(4, full=REST),
        day(5, full=[*REST, name, "lab1/newer", "lab2/newer"]),
    )
    found = await replay(lines, store)
    assert list(found.raised) == [name]
    assert not found.left
    assert {verdict.value: n for verdict, n in found.verdicts.items()}["empty"] == 1


def test_the_command_prints_one_object_that_can_be_scored(capsys):
    path = shared_data("models/catwalk_openrouter.jsonl.gz")
    assert main(["replay", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["sightings"]) == 16
    for one in told["sightings"]:
        assert one["raised_at"] == one["listed_at"] == told["raised"][one["id"]]
        assert one["rule"] == "stealth namespace"
    gone = [one for one in told["sightings"] if one["removed_at"]]
    assert all(one["last_listed_at"] < one["removed_at"] < one["confirmed_at"] for one in gone)
    assert told["unread"] == 0
