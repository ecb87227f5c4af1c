"""A reading as a generator: paging, an end to circles."""

import json
from datetime import UTC, datetime

import msgspec
import pytest

from bot.messages.errors import SourceChanged, SourceDown, SourceError
from bot.sources.protocol import REQUESTS, Answer, Get, Reading, SourceGone, SourceUnchanged, accept, drive

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)


class Page(msgspec.Struct):
    items: list[int]
    next: int | None = None


def came(body: object, status: int = 200) -> Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status, {}, raw, NOW, "shop /items")


def pages(first: int = 1) -> Reading[tuple[int, ...]]:
    found: list[int] = []
    number: int | None = first
    while number:
        answer = yield Get("shop", "/items", {"page": str(number)})
        page = answer.as_a(Page)
        found += page.items
        number = page.next
    return tuple(found)


def test_paging_is_a_loop():
    told = {"1": {"items": [1, 2], "next": 2}, "2": {"items": [3]}}
    assert drive(pages(), lambda get: came(told[get.query["page"]])) == (1, 2, 3)


def test_a_reading_that_asks_nothing_has_its_value_at_once():
    def still() -> Reading[str]:
        if False:
            yield Get("shop", "/")
        return "here"

    assert drive(still(), lambda get: came([])) == "here"


def test_a_circle_is_cut():
    asked: list[Get] = []

    def replay(get: Get) -> Answer:
        asked.append(get)
        return came({"items": [], "next": 1})

    with pytest.raises(SourceChanged, match="does not come to an end"):
        drive(pages(), replay)
    assert len(asked) == REQUESTS


def test_an_error_is_thrown_in_where_the_answer_was_awaited():
    def tolerant() -> Reading[list[str]]:
        told = []
        for path in ("/a", "/b", "/c"):
            try:
                yield Get("shop", path)
            except SourceGone:
                told.append(path)
        return told

    assert drive(tolerant(), lambda get: came([], 404 if get.path == "/b" else 200)) == ["/b"]
    with pytest.raises(SourceDown):
        drive(tolerant(), lambda get: came([], 503))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (200, None), (204, None), (304, SourceUnchanged), (400, SourceError), (401, SourceError), (403, SourceError),
        (404, SourceGone), (408, SourceDown), (410, SourceGone), (425, SourceDown), (429, SourceDown),
        (451, SourceError),
        (500, SourceDown), (502, SourceDown), (599, SourceDown),
    ],
)  # fmt: skip
def test_a_status_says_whether_trying_again_helps(status, kind):
    if kind is None:
        assert accept(came([], status)).status == status
        return
    with pytest.raises(SourceError) as raised:
        accept(came([], status))
    assert type(raised.value) is kind
    assert raised.value.try_again == (kind is SourceDown)


@pytest.mark.parametrize("wrong", [KeyError("price"), ZeroDivisionError(), RuntimeError("generator"), RecursionError()])
def test_a_reader_that_fails_in_its_own_way_met_a_shape_it_does_not_know(wrong, caplog):
    def breaks():
        yield Get("shop", "/items")
        raise wrong

    with pytest.raises(SourceChanged, match="shop /items answered in a way I did not understand") as raised:
        drive(breaks(), lambda get: came([]))
    assert raised.value.__cause__ is wrong
    assert "reading_broke" in caplog.text


def test_a_changed_shape_is_named_by_its_place():
    with pytest.raises(SourceChanged) as raised:
        came({"items": [1, "two"]}).as_a(Page)
    assert "$.items[" in str(raised.value.why)
    assert raised.value.what == "shop /items answered in another shape"


def test_bare_nan_is_read_as_a_word_that_the_field_can_refuse():
    assert came(b'{"items": [], "next": null, "x": NaN}').as_a(dict) == {"items": [], "next": None, "x": "NaN"}
    with pytest.raises(SourceChanged):
        came(b'{"items": [NaN]}').as_a(Page)


@pytest.mark.parametrize("body", [b"", b"{", b'{"items": [1', b"<html>", b"\xff", b"nul", b'"\\ud800"x'])
def test_what_is_no_json_is_worth_another_try(body):
    with pytest.raises(SourceDown):
        came(body).as_a(Page)


@pytest.mark.parametrize(
    "body", [{"error": "no such thing"}, {"error": {"message": "no such thing"}}, {"message": "no such thing"}]
)
def test_an_error_object_under_a_good_status_says_what_it_says(body):
    with pytest.raises(SourceError, match="no such thing") as raised:
        came(body).as_a(Page)
    assert not raised.value.try_again


def test_what_is_asked_is_named_without_query_or_password():
    assert Get("shop", "/x", {"token": "s3"}).origin == "shop /x"
    assert Get("", "https://me:pw@h.example/a?key=s3").origin == "https://h.example/a"
    assert len(Get("", "https://h.example/" + "a" * 9999).origin) < 200
