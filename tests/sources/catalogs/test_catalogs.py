"""Each public list of models, as it was recorded."""

import gzip
import json
import tomllib
from datetime import UTC, datetime

import pytest

from bot.messages.errors import BadArgument, SourceChanged, SourceDown, SourceError, TooMuch
from bot.sources.catalogs import arena_paste, every, litellm, models_dev, openai_models, openrouter
from bot.sources.protocol import Answer, drive
from tests.shared import shared_data

T = datetime(2026, 8, 22, tzinfo=UTC)
ROW = "019acbac-df7c-73dc-9716-ebe040daaa4e"


def read(catalog, body):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    asked = []

    def answer(get):
        asked.append(get)
        return Answer(200, {}, content, T, get.origin)

    snapshot = drive(catalog.read(), answer)
    assert len(asked) == 1
    assert not asked[0].query
    return snapshot


def test_openrouter_reads_prices_as_dollars_per_million():
    row = {"id": "a/b", "name": "A: B", "context_length": 1000, "pricing": {"prompt": "0.000002", "completion": "0"}}
    (one,) = read(openrouter, {"data": [row | {"created": 1764624472, "description": "It is new."}]}).listings
    assert (one.price_in, one.price_out, one.context, one.text) == (2.0, 0.0, 1000, "It is new.")
    assert one.created == datetime(2025, 12, 1, 21, 27, 52, tzinfo=UTC)


def test_openrouter_s_whole_list_of_december():
    path = shared_data("models/samples/openrouter_api_v1_models_2025-12-02_full.json.gz")
    snapshot = read(openrouter, gzip.decompress(path.read_bytes()))
    assert len(snapshot.listings) > 300
    assert snapshot.whole
    assert snapshot.skipped == 0


@pytest.mark.parametrize("more", [{"total_count": 900}, {"next": "x"}, {"links": {"next": "/models?offset=500"}}])
def test_a_page_of_openrouter_is_taken_as_a_part(more):
    assert not read(openrouter, {"data": [{"id": "a/b"}], **more}).whole


def test_a_bad_row_costs_that_row():
    rows = [{"id": f"a/{n}"} for n in range(40)]
    odd = [{"id": ""}, {"name": "no id"}, None, {"id": "x", "pricing": {"prompt": "NaN"}}, {"id": "y" * 999}]
    snapshot = read(openrouter, {"data": rows + odd[:3]})
    assert (len(snapshot.listings), snapshot.skipped, snapshot.whole) == (40, 3, True)
    assert not read(openrouter, {"data": rows[:10] + odd}).whole  # too many are broken to conclude from absence


@pytest.mark.parametrize("number", [1e30, 10**400, "9" * 30, 1e305])
@pytest.mark.parametrize("field", ["context_length", "pricing"])
def test_a_number_no_database_keeps_costs_its_row(field, number):
    rows = [{"id": f"a/{n}"} for n in range(20)]
    huge = {"id": "b/huge", field: number if field == "context_length" else {"prompt": number}}
    snapshot = read(openrouter, {"data": [*rows, huge]})
    assert (len(snapshot.listings), snapshot.skipped, snapshot.whole) == (20, 1, True)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b'{"data": [', b'{"error": {"message": "no"}}', b'{"models": []}', b"[]"]
)
def test_an_answer_of_another_kind_is_the_source_s_error(body):
    for catalog in (openrouter, openai_models):
        with pytest.raises(SourceError):
            read(catalog, body)


def test_models_dev_names_provider_and_model():
    text = shared_data("models/samples/models.dev_openai_gpt-5.5.toml").read_text("utf-8")
    body = {"openai": {"id": "openai", "models": {"gpt-5.5": tomllib.loads(text)}}, "odd": None}
    (one,) = read(models_dev, body).listings
    assert (one.id, one.price_in, one.context, one.output) == ("openai/gpt-5.5", 5.0, 1_050_000, 128_000)


def test_models_dev_of_another_shape_is_said_to_be_so():
    with pytest.raises(SourceChanged):
        read(models_dev, {"models": {"a": 1}})
    with pytest.raises(SourceDown):
        read(models_dev, b"<!doctype html>")


def test_litellm_s_file():
    snapshot = read(litellm, shared_data("models/samples/litellm_prices_sample.json").read_bytes())
    found = {one.id: one for one in snapshot.listings}
    assert found["gpt-5"].price_in == 1.25
    assert found["gpt-5"].context == 400_000


def test_litellm_s_own_example_is_no_model():
    assert read(litellm, {"sample_spec": {}, "gpt-5": {"input_cost_per_token": 1e-6}}).listings[0].id == "gpt-5"


def test_an_openai_style_list():
    (one,) = read(openai_models, {"data": [{"id": "gpt-9", "owned_by": "openai", "created": 1764624472}]}).listings
    assert (one.id, one.provider) == ("gpt-9", "openai")


def test_every_catalog_reads_an_empty_list_as_empty():
    for name, catalog in every().items():
        body = {"data": []} if name.startswith("open") else {}
        assert read(catalog, body).listings == ()


def test_arena_s_rows_out_of_a_paste():
    content = shared_data("models/samples/arena_page_model_rows_2026-08-22.json").read_bytes()
    found = {one.name: one for one in arena_paste.parse(content, T).listings}
    assert found["mistral-large-3"].aliases == ("jaguar",)
    assert found["mistral-large-3"].created == datetime(2025, 11, 28, 18, 14, 55, 612000, tzinfo=UTC)
    assert found["solace"].maker == ""


@pytest.mark.parametrize(
    "wrap",
    [
        lambda rows: rows,
        lambda rows: '{"props": {"initialModels": ' + rows + "}}",
        lambda rows: "<script>self.x({" + '"initialModels": ' + rows + ', "rest": 1})</script>',
        lambda rows: 'push("{\\"initialModels\\":' + rows.replace('"', '\\"') + '}")',
    ],
)
def test_rows_are_found_however_they_were_copied(wrap):
    rows = json.dumps([{"id": ROW, "publicName": "jaguar", "organization": None}])
    (one,) = arena_paste.parse(wrap(rows).encode(), T).listings
    assert (one.id, one.name, one.maker) == (ROW, "jaguar", "")


@pytest.mark.parametrize("bad", [b"", b"hello", b"[]", b'{"a": 1}', b"[" * 100_000, b"\xff\xfe"])
def test_a_paste_without_rows_says_what_to_paste(bad):
    with pytest.raises(BadArgument) as refused:
        arena_paste.parse(bad, T)
    assert "initialModels" in str(refused.value.todo)


def test_hand_edited_rows_are_skipped_and_counted():
    rows = [{"id": "test", "publicName": "x"}, {"id": ROW, "publicName": ""}, {"id": ROW, "publicName": "jaguar"}]
    snapshot = arena_paste.parse(json.dumps(rows).encode(), T)
    assert (len(snapshot.listings), snapshot.skipped) == (1, 2)
    with pytest.raises(BadArgument):
        arena_paste.parse(json.dumps(rows[:2]).encode(), T)


def test_an_endless_paste_is_refused():
    with pytest.raises(TooMuch):
        arena_paste.parse(b"x" * (arena_paste.MAX_BYTES + 1), T)
    rows = [{"id": f"{n:08x}-0000-7000-8000-000000000000", "publicName": "m"} for n in range(arena_paste.MAX_ROWS + 1)]
    with pytest.raises(TooMuch):
        arena_paste.parse(json.dumps(rows).encode(), T)
    assert len(arena_paste.parse(json.dumps(rows[1:]).encode(), T).listings) == arena_paste.MAX_ROWS
