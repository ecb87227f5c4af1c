"""Feeds as the poll reads them: known formats, hostile ones, those that are none."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.jobs.feed_poll import LEADS, FeedPoll
from bot.messages.errors import SourceChanged, SourceDown
from bot.messages.request import View
from bot.ports.catalogs.listings import Feed
from bot.sources.feeds import syndication
from bot.sources.protocol import Answer, drive
from storage.catalogs.listings import ListingStore
from storage.desk import DeskStore
from storage.sqlite.engine import Database

T = datetime(2026, 4, 21, 12, tzinfo=UTC)
URL = "https://notes.example/feed.xml"


def rss(*titles):
    items = "".join(
        f"<item><title>{t}</title><link>https://notes.example/{n}</link><guid>g-{t}</guid>"
        "<pubDate>Tue, 21 Apr 2026 09:00:00 GMT</pubDate></item>"
        for n, t in enumerate(titles)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Notes</title>{items}</channel></rss>'.encode()


def parsed(body: bytes) -> syndication.ParsedFeed:
    return syndication.parse(syndication.FeedDocument(body))


async def parse(document: syndication.FeedDocument) -> syndication.ParsedFeed:
    return syndication.parse(document)


ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Changes</title>
<entry><id>tag:1</id><title>A new picker</title><link href="https://notes.example/a"/><updated>2026-04-21T09:00:00Z</updated>
</entry></feed>"""


def test_rss_and_atom_are_read():
    found = parsed(rss("One", "Two"))
    assert [one.title for one in found.entries] == ["One", "Two"]
    (one,) = parsed(ATOM).entries
    assert (one.url, one.published) == ("https://notes.example/a", datetime(2026, 4, 21, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    "body", [b"<html><body>hi</body></html>", b"hello", b'{"items": []}', b"\xff\xfe\x00", b"<rss"]
)
def test_what_is_no_feed_is_said_to_be_none(body):
    with pytest.raises(SourceChanged):
        parsed(body)


@pytest.mark.parametrize(
    "body",
    [
        rss("<![CDATA[<script>alert(1)</script>x]]>"),
        rss("@everyone \u202e look"),
        rss("x" * 100_000),
    ],
)
def test_a_hostile_feed_is_only_text(body):
    for one in parsed(body).entries:
        assert len(one.title) <= 300
        assert "\u202e" not in one.title
        assert "root:" not in one.title


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("declared", ['<!DOCTYPE a [<!ENTITY x "y">]>', "<!doctype rss>"])
def test_a_feed_with_a_document_type_is_refused_before_it_is_parsed(declared, encoding):
    body = rss("&x;").decode().replace("?>", f"?>{declared}", 1).encode(encoding)
    with pytest.raises(SourceChanged, match="no feed"):
        parsed(body)


def test_a_link_that_is_no_web_address_is_dropped():
    body = rss("One").replace(b"https://notes.example/0", b"javascript:alert(1)")
    assert parsed(body).entries[0].url == ""


class Web:
    def __init__(self):
        self.body, self.status, self.asked = b"", 200, []

    async def run(self, reading):
        def answer(get):
            self.asked.append(dict(get.headers))
            if isinstance(self.body, Exception):
                raise self.body
            return Answer(self.status, {"etag": '"e"'}, self.body, T, "notes.example")

        return drive(reading, answer)


class Still:
    at = T

    def now(self):
        return self.at


@pytest.fixture
def watch(tmp_path):
    database = Database(tmp_path / "feeds.db")
    web, listings, desk = Web(), ListingStore(database), DeskStore(database)
    yield web, listings, desk, FeedPoll(web, Still(), listings=listings, parse=parse)
    database.close()


async def test_new_lines_become_leads_of_that_tenant_and_nothing_else(watch):
    web, listings, desk, job = watch
    await listings.follow(Feed("discord:7", URL, ""), "discord:meg", T)
    web.body = rss("Old")
    assert await job.read() == 0
    web.body = rss("New picker", "Old")
    assert await job.read() == 1
    assert await job.read() == 0
    (item,) = desk.queue(View("discord:7", T))
    assert (item.kind, item.title) == ("lead", "New picker")
    assert desk.queue(View("discord:8", T)) == ()
    assert listings.feeds("discord:7")[0].title == "Notes"
    assert web.asked[-1] == {"if-none-match": '"e"'}


async def test_a_flood_is_cut(watch):
    web, listings, _, job = watch
    await listings.follow(Feed("discord:7", URL, "Notes"), "discord:meg", T)
    web.body = rss("Old")
    await job.read()
    web.body = rss(*(f"Line {n}" for n in range(50)))
    assert await job.read() == LEADS


async def test_a_feed_that_fails_keeps_its_trouble_and_costs_no_other(watch):
    web, listings, _, job = watch
    await listings.follow(Feed("discord:7", URL, "Notes"), "discord:meg", T)
    web.body = SourceDown("notes.example did not answer")
    assert await job.read() == 0
    assert listings.feeds()[0].trouble == "notes.example did not answer"
    assert await listings.unfollow("discord:7", URL)
    assert not await listings.unfollow("discord:7", URL)


async def test_a_feed_that_drips_waits_longer_each_time_and_keeps_no_place(watch):
    web, listings, _, _ = watch
    clock = Still()
    job = FeedPoll(web, clock, listings=listings, parse=parse)
    await listings.follow(Feed("discord:7", URL, "Notes"), "discord:meg", T)
    web.body, asked = TimeoutError(), []
    for minutes in (0, 10, 31, 60, 92, 150, 213):
        clock.at = T + timedelta(minutes=minutes)
        await job.read()
        asked.append(len(web.asked))
    assert asked == [1, 1, 2, 2, 3, 3, 4]
    assert listings.feeds()[0].trouble == "it did not answer in time"
    web.body, clock.at = rss("One"), T + timedelta(days=2)
    await job.read()
    await job.read()
    assert (len(web.asked), listings.feeds()[0].trouble) == (6, "")


async def test_a_feed_that_is_parsed_for_too_long_waits_like_one_that_drips(watch):
    web, listings, _, _ = watch
    clock = Still()

    async def endless(_document):
        raise TimeoutError

    job = FeedPoll(web, clock, listings=listings, parse=endless)
    await listings.follow(Feed("discord:7", URL, "Notes"), "discord:meg", T)
    bodies = {31: SourceDown("notes.example did not answer")}
    asked = []
    for minutes in (0, 10, 31, 32, 50, 63):  # another error ends the time-outs in a row
        web.body, clock.at = bodies.get(minutes, rss("One")), T + timedelta(minutes=minutes)
        await job.read()
        asked.append(len(web.asked))
    assert asked == [1, 1, 2, 3, 3, 4]


async def test_no_tenant_waits_for_all_feeds_of_another(watch):
    _, listings, _, _ = watch
    for number in range(3):
        await listings.follow(Feed("discord:1", f"{URL}?{number}", ""), "discord:meg", T)
    await listings.follow(Feed("discord:7", URL, ""), "discord:meg", T)
    assert [feed.tenant for feed in listings.feeds()] == ["discord:1", "discord:7", "discord:1", "discord:1"]


async def test_nothing_new_is_no_trouble(watch):
    web, listings, _, job = watch
    await listings.follow(Feed("discord:7", URL, "Notes"), "discord:meg", T)
    web.body = rss("Old")
    await job.read()
    web.status, web.body = 304, b""
    assert await job.read() == 0
    assert listings.feeds()[0].trouble == ""


async def test_a_line_is_noted_together_with_its_lead_or_not_at_all(watch, monkeypatch):
    web, listings, desk, job = watch
    await listings.follow(Feed("discord:7", URL, ""), "discord:meg", T)
    web.body = rss("Old")
    await job.read()
    web.body = rss("New picker", "Old")

    def killed(*_):
        raise OSError("no more")

    with monkeypatch.context() as broken:
        broken.setattr("storage.catalogs.listings.put", killed)
        assert await job.read() == 0
    assert await job.read() == 1
    assert [item.title for item in desk.queue(View("discord:7", T))] == ["New picker"]


async def test_a_feed_given_up_while_it_was_read_stays_given_up(watch):
    web, listings, desk, job = watch
    feed = Feed("discord:7", URL, "Notes")
    await listings.follow(feed, "discord:meg", T)
    await listings.unfollow("discord:7", URL)
    web.body = rss("New picker")
    assert await job._one(feed) == 0
    assert listings.feeds() == ()
    assert desk.queue(View("discord:7", T)) == ()


async def test_following_again_changes_nothing(watch):
    web, listings, _, job = watch
    await listings.follow(Feed("discord:7", URL, ""), "discord:meg", T)
    web.body = rss("Old")
    await job.read()
    before = listings.feeds()
    await listings.follow(Feed("discord:7", URL, ""), "discord:ana", T)
    assert listings.feeds() == before
