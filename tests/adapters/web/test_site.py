"""The documents of the site: pages, JSON, feeds, calendars, badges, and the same bytes as files."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import icalendar
import pytest

from adapters.web import calendar, feeds
from adapters.web.publish import PreviewPictures, PublishFolder, publish
from adapters.web.site import Site
from adapters.web.templates import static_file
from bot import pages
from bot.messages.reply import Outcome
from bot.messages.request import View
from bot.messages.words import flag_words
from bot.pages.page import PageRequest, PreviewCard
from tests.conftest import Conversation

NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)
ADDRESS = "https://spud.example"
TAG = re.compile(r'<span class="tag[^"]*">([^<]+)</span>')
Talk = Callable[..., Conversation]


@pytest.fixture
def site(talk: Talk) -> Site:
    return Site(talk().ports, ADDRESS, "ops@spud.example")


def body(site: Site, path: str, at: datetime = NOON) -> str:
    document = site.document(path, at)
    assert document is not None, path
    return document.body.decode()


def test_every_page_has_a_template_and_every_template_a_page() -> None:
    folder = Path(__file__).resolve().parents[3] / "adapters" / "web" / "templates"
    shared = {"base", "parts", "coming_list", "missing"}
    assert {file.stem for file in folder.glob("*.html")} - shared == set(pages.every())


def test_every_page_is_drawn_with_its_frame(site: Site) -> None:
    request = PageRequest(NOON)
    for path in site.paths(request):
        html = body(site, path)
        assert html.count("<h1") == 1, path
        assert f'<link rel="canonical" href="{ADDRESS}{path}">' in html
        assert 'property="og:image"' in html
        assert 'href=""' not in html, f"{path}: a link that leads nowhere"
        assert " style=" not in html, "the policy forbids inline styles"
        assert not re.search(r"<script(?! type=\"module\" src=| type=\"application/ld\+json\")", html)
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//(?!spud\.example)[^\"]*\"[^>]*\.(?:js|css|woff2?)", html)


def test_a_bar_is_labelled_by_what_it_measures(site: Site) -> None:
    bars = [bar for path in ("/", "/coming", "/names") for bar in
            re.findall(r'<meter[^>]* aria-label="([^"]*)"[^>]*>([^<]*)</meter>', body(site, path))]  # fmt: skip
    assert len(bars) > 3
    assert [label for label, shown in bars if len(label) < len(shown) + 6] == []


def test_every_link_of_ours_leads_somewhere(site: Site) -> None:
    request, seen = PageRequest(NOON), set[str]()
    for path in site.paths(request):
        seen |= set(re.findall(r'(?:href|src)="(/[^"#?]*)"', body(site, path)))
    days = sorted(path for path in seen if re.search(r"/\d{4}-\d\d-\d\d$", path))
    asked = seen.difference(days).union(days[::7], days[1::11])  # thousands of days: some of every page's are asked
    missing = sorted(path for path in asked if site.document(path, NOON) is None)
    assert missing == []


async def test_every_command_that_a_page_names_is_answered(talk: Talk) -> None:
    here, lines = talk(), set[str]()
    site = Site(here.ports, ADDRESS)
    for path in site.paths(PageRequest(NOON)):
        lines |= {unescape(line) for line in re.findall(r"<code>/(.*?)</code>", body(site, path))}
    assert lines
    for line in sorted(lines)[::5]:
        filled = line.replace('"…"', '"the harness differs between them"').replace("https://…", "https://x.example/a")
        reply = await here.say(filled)
        assert reply.outcome is Outcome.ANSWERED, (filled, reply.plain)


def test_json_stands_beside_every_page_with_its_links_and_sources(site: Site) -> None:
    made = json.loads(body(site, "/s/openai/spud.json"))
    assert set(made) == {"as_of", "version", "data", "sources", "links"}
    assert made["links"]["html"] == f"{ADDRESS}/s/openai/spud"
    assert made["data"]["odds"]["headline"]["figure"]["value"] == 0.74
    assert made["sources"][0]["read_at"]
    assert json.loads(body(site, "/index.json"))["data"]["totals"]["claims"] >= 28


def test_a_page_as_of_a_day_says_so_and_shows_nothing_later(site: Site) -> None:
    html = body(site, "/s/openai/spud/2026-04-01")
    assert "As it stood on 1 Apr 2026 23:59 UTC" in html
    assert '<meta name="robots" content="noindex">' in html
    assert "Crest Pro Alpha" not in html
    assert site.document("/s/openai/spud/2026-02-01", NOON) is None, "nobody knew of it"
    assert site.document("/s/openai/spud/2026-13-01", NOON) is None
    assert site.document("/s/openai/spud/2027-01-01", NOON) is None, "that day has not come"
    assert site.document("/rules/2026-04-01", NOON) is None, "rules are of a version, not of a day"


def test_the_day_of_a_page_stays_what_it_was(site: Site) -> None:
    later = datetime(2026, 5, 10, 12, tzinfo=UTC)
    assert body(site, "/c/CL-0042/2026-04-20") == body(site, "/c/CL-0042/2026-04-20", later)


def test_the_latest_page_does_not_change_with_the_clock_alone(site: Site) -> None:
    later = NOON.replace(hour=13)  # the price changes at two
    for path in ("/s/openai/spud", "/c/CL-0042", "/n/crest-pro-alpha", "/coming", "/names", "/rules", "/record"):
        assert body(site, path) == body(site, path, later), path


def test_words_of_others_never_become_markup(site: Site) -> None:
    html = site.missing('/<script>alert("x")</script>').body.decode()
    assert "<script>alert" not in html
    found = site.document("/search", NOON, query={"q": '"><img src=x onerror=alert(1)>'})
    assert found is not None
    assert b"<img" not in found.body


def test_a_decided_claim_carries_its_review_and_an_open_one_none(site: Site) -> None:
    html = body(site, "/c/CL-0006")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert found is not None
    review = json.loads(found[1])
    assert (review["@type"], review["reviewRating"]["alternateName"]) == ("ClaimReview", "False")
    assert review["url"] == f"{ADDRESS}/c/CL-0006"
    assert "ld+json" not in body(site, "/c/CL-0042")


def test_the_flags_of_a_claim_are_said_in_plain_words(site: Site) -> None:
    tags = [tag for path in site.paths(PageRequest(NOON)) if "/c/" in path for tag in TAG.findall(body(site, path))]
    assert "sources that cite each other" in tags
    assert all(flag_words(tag) == tag for tag in tags)


@pytest.mark.parametrize("path", ["/changes", "/s/openai/spud", "/lab/openai", "/status"])
def test_a_feed_is_whole_in_the_eyes_of_a_reader(site: Site, path: str) -> None:
    read = feedparser.parse(body(site, f"{path}.atom"))
    assert not read.bozo, read.get("bozo_exception")
    assert read.feed.id.startswith("urn:uuid:")
    ids = [entry.id for entry in read.entries]
    assert len(ids) == len(set(ids))
    if path != "/status":
        assert ids
        assert all(entry.link.startswith(ADDRESS) and entry.updated and entry.title for entry in read.entries)
    made = json.loads(body(site, f"{path}.feed.json"))
    assert made["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in made["items"]] == ids


def test_the_feed_of_a_quiet_model_has_its_last_changes(talk: Talk) -> None:
    late = datetime(2026, 11, 30, 12, tzinfo=UTC)
    site = Site(talk("2026-11-30T12:00Z").ports, ADDRESS)
    quiet, every = (feedparser.parse(body(site, f"{path}.atom", late)) for path in ("/s/openai/spud", "/changes"))
    assert quiet.entries
    assert not every.entries


def test_an_entry_keeps_its_id_when_the_site_moves(talk: Talk, site: Site) -> None:
    other = Site(talk().ports, "https://elsewhere.example")
    mine = [one.id for one in feedparser.parse(body(site, "/changes.atom")).entries]
    assert mine == [one.id for one in feedparser.parse(body(other, "/changes.atom")).entries]


@pytest.mark.parametrize("path", ["/changes", "/s/openai/spud"])
def test_an_entry_keeps_its_id_as_time_goes_on(talk: Talk, path: str) -> None:
    ids: dict[str, str] = {}
    ports = talk("2026-04-24T12:00Z").ports
    for day in range(1, 25, 3):
        at = datetime(2026, 4, day, 12, tzinfo=UTC)
        for entry in feedparser.parse(body(Site(ports, ADDRESS), f"{path}.atom", at)).entries:
            begun = entry.published[:10]  # later steps of a day update its entry
            assert ids.setdefault(entry.id, begun) == begun, entry.title
    assert len(ids) > 10


def test_a_correction_updates_the_entry_it_corrects_however_old_that_is(talk: Talk) -> None:
    site = Site(talk("2026-04-24T12:00Z").ports, ADDRESS)
    later = [
        entry
        for day in (21, 23, 24)
        for entry in feedparser.parse(body(site, "/changes.atom", datetime(2026, 4, day, 12, tzinfo=UTC))).entries
        if entry.title.startswith("Corrected: ")
    ]
    whole = [entry for entry in later if "Before: " in entry.content[0].value]
    assert whole
    assert all(entry.published < entry.updated for entry in whole)


def test_the_list_of_changes_says_of_a_day_what_the_page_of_the_day_says(site: Site) -> None:
    days = json.loads(body(site, "/changes.json"))["data"]["by_day"]
    assert len(days) > 5
    for day in days:
        assert json.loads(body(site, f"/changes/{day['day']}.json"))["data"]["by_day"] == [day]


def test_the_calendar_is_whole_in_the_eyes_of_another(site: Site) -> None:
    for path in ("/coming.ics", "/retiring.ics", "/s/openai/gpt-5.5.ics"):
        raw = body(site, path)
        assert raw.endswith("END:VCALENDAR\r\n")
        assert all(len(line.encode()) <= 75 for line in raw.split("\r\n"))
        read = icalendar.Calendar.from_ical(raw)
        events = list(read.walk("VEVENT"))
        assert events
        assert len({str(event["UID"]) for event in events}) == len(events)
        for event in events:
            assert isinstance(event.decoded("DTSTART"), date)
            assert not isinstance(event.decoded("DTSTART"), datetime)
            assert int(event["SEQUENCE"]) >= 0


def test_the_calendar_of_what_is_coming_has_no_past_shutdowns(talk: Talk) -> None:
    now = datetime(2026, 11, 28, 12, tzinfo=UTC)
    site = Site(talk("2026-11-28T12:00Z").ports, ADDRESS)
    kept = list(icalendar.Calendar.from_ical(body(site, "/coming.ics", now)).walk("VEVENT"))
    ahead = [one for one in kept if str(one.get("STATUS", "")) != "CANCELLED"]
    assert len(ahead) > 5
    assert all(one.decoded("DTSTART") >= now.date() for one in ahead)


def test_only_what_a_market_asked_for_is_cancelled(talk: Talk) -> None:
    now, ports = datetime(2026, 11, 28, 12, tzinfo=UTC), talk("2026-11-28T12:00Z").ports
    kept = icalendar.Calendar.from_ical(body(Site(ports, ADDRESS), "/coming.ics", now)).walk("VEVENT")
    void = {str(one["UID"]) for one in kept if str(one.get("STATUS", "")) == "CANCELLED"}
    every = [one.slug for one in ports.ledger.suggest("", View("", now), 500)]
    asked = {market.subject for market in ports.markets.of_subjects(every, View("", now))}
    assert void
    assert void <= {calendar.expected(slug) for slug in asked}


def test_the_page_of_a_market_says_that_its_model_is_out(site: Site) -> None:
    html = body(site, "/m/MK-0019", datetime(2026, 11, 28, 12, tzinfo=UTC))
    assert re.search(r'<p class="lead">GPT-6 has been out since 3 September 2026\.', html)


def test_a_page_leads_with_odds_only_until_its_model_is_out(talk: Talk) -> None:
    november = datetime(2026, 11, 28, 12, tzinfo=UTC)
    ports, request, led = talk(november.isoformat()).ports, PageRequest(november), set[tuple[bool, bool]]()
    site = Site(ports)
    for path in site.paths(request):
        found = site.page(path, request)
        if path.startswith(("/s/", "/m/")) and found is not None and found[1].odds.headline:  # type: ignore[attr-defined]
            name, page = found
            huge = re.search(r'"huge">([^<]*)<', site.html(name, page).decode())
            assert huge is not None, path
            assert len(huge[1]) <= len("Released"), f"{path}: {huge[1]} leaves a narrow page"
            if page.odds.state != "settled":  # type: ignore[attr-defined]
                assert (huge[1] == "Released") is (page.released_at is not None), path  # type: ignore[attr-defined]
                led.add((path.startswith("/s/"), huge[1] == "Released"))
    assert led >= {(True, True), (True, False), (False, True)}


def test_a_release_cancels_its_expectation_under_the_same_id(talk: Talk) -> None:
    site = Site(talk("2026-04-24T12:00Z").ports, ADDRESS)
    read = icalendar.Calendar.from_ical(body(site, "/s/openai/gpt-5.5.ics", datetime(2026, 4, 24, 12, tzinfo=UTC)))
    (event,) = read.walk("VEVENT")
    assert str(event["STATUS"]) == "CANCELLED"
    assert str(event["UID"]) == calendar.expected("openai/gpt-5.5")
    assert event.decoded("DTSTART") == date(2026, 4, 23)


@pytest.mark.parametrize("text", ["a;b,c\\d\ne", "é" * 200, "plain", "\x00\x07 odd"])
def test_any_text_can_stand_in_a_calendar(text: str) -> None:
    line = calendar.folded("DESCRIPTION:" + calendar.escaped(text))
    assert all(len(piece.encode()) <= 75 for piece in line.rstrip("\r\n").split("\r\n"))
    read = icalendar.Event.from_ical(f"BEGIN:VEVENT\r\n{line}END:VEVENT\r\n")
    assert str(read["DESCRIPTION"]) == "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def test_a_badge_is_a_picture_with_words(site: Site) -> None:
    root = ET.fromstring(body(site, "/s/openai/spud.svg"))  # noqa: S314 - our own
    assert root.attrib["aria-label"] == "Spud: 74 %"


def test_the_map_of_the_site_lists_every_page(site: Site) -> None:
    root = ET.fromstring(body(site, "/sitemap.xml"))  # noqa: S314 - our own
    assert len(root) == len(list(site.paths(PageRequest(NOON))))
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in body(site, "/robots.txt")


def test_a_site_whose_address_nobody_said_names_no_whole_addresses(talk: Talk) -> None:
    site = Site(talk().ports)
    assert site.document("/sitemap.xml", NOON) is None
    html = body(site, "/coming")
    assert 'rel="canonical"' not in html
    assert 'property="og:image"' not in html
    assert 'property="og:title"' in html


def test_pages_below_a_folder_link_below_it(talk: Talk) -> None:
    site = Site(talk().ports, "https://someone.example/spud")
    assert 'href="/spud/s/openai/spud"' in body(site, "/coming")
    for path in site.paths(PageRequest(NOON)):
        ours = re.findall(r'(?:href|src|action)="(/[^"]*)', body(site, path))
        assert [link for link in ours if not re.match(r"/spud(?:/|\?|$)", link)] == [], path


@pytest.fixture
def published(site: Site, tmp_path: Path) -> tuple[Site, Path]:
    return site, tmp_path / "site"


def test_the_search_index_leads_from_every_name_to_a_page_and_the_script_is_small(site: Site) -> None:
    rows = json.loads(body(site, "/search-index.json"))["pages"]
    listed = set(site.paths(PageRequest(NOON)))
    assert len(rows) > 400
    assert {path for _, _, path, *_ in rows} <= listed
    names = {name for kind, title, _, _, *more in rows if kind == "model" for name in (title, *more)}
    assert {"Spud", "GPT-5.5"} <= names
    assert len(static_file("page.js")) + len(static_file("search.js")) <= 6 << 10


def test_what_every_page_loads_has_no_comments_and_no_indentation_and_is_small() -> None:
    loaded = [static_file(name).decode() for name in ("style.css", "page.js")]
    assert not [line for text in loaded for line in text.splitlines() if line != line.strip() or line.startswith("//")]
    assert sum(len(gzip.compress(text.encode(), 6)) for text in loaded) <= 4_700


def test_the_page_of_a_model_ends_at_a_limit_however_much_is_known_of_it(talk: Talk) -> None:
    site, latest = Site(talk("2026-11-28T12:00Z").ports, ADDRESS), datetime(2026, 11, 28, 12, tzinfo=UTC)
    page = body(site, "/s/openai/gpt-5.5", latest)
    known = len(json.loads(body(site, "/s/openai/gpt-5.5.json", latest))["data"]["claims"])
    assert known > page.count("<tr data-find>") == 20
    assert f"All {known} as JSON" in page
    assert 0 < page.count("<tr><td>") <= 32, "the table below the chart"
    sent = (page, *(body(site, place) for place in (site.style, site.script)))
    assert sum(len(gzip.compress(one.encode(), 6)) for one in sent) <= 12 << 10


async def test_publishing_twice_writes_nothing_the_second_time_and_the_same_bytes_as_served(
    published: tuple[Site, Path],
) -> None:
    site, folder = published
    first = await publish(site, folder, NOON, pictures=False)
    files = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    again = await publish(site, folder, NOON, pictures=False)
    assert first.written == len(files) - 1  # beside the list of what was written
    assert (again.written, again.removed) == (0, 0)
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == files
    assert (folder / "s/openai/spud/index.html").read_text("utf-8") == body(site, "/s/openai/spud")
    assert (folder / "s/openai/spud.json").read_text("utf-8") == body(site, "/s/openai/spud.json")
    assert (folder / "s/openai/spud/2026-04-19/index.html").read_text("utf-8") == body(
        site, "/s/openai/spud/2026-04-19"
    )
    assert "no page at this address" in (folder / "404.html").read_text("utf-8")


async def test_publishing_later_rewrites_only_what_changed_and_removes_what_is_gone(
    published: tuple[Site, Path],
) -> None:
    site, folder = published
    await publish(site, folder, datetime(2026, 4, 18, 12, tzinfo=UTC), pictures=False)
    (folder / "CNAME").write_text("spud.example", "utf-8")
    before = (folder / "rules/index.html").stat().st_mtime_ns
    done = await publish(site, folder, NOON, pictures=False)
    assert done.kept > done.written > 0
    assert (folder / "rules/index.html").stat().st_mtime_ns == before
    assert (folder / "CNAME").is_file()


async def test_a_picture_that_fails_is_drawn_again_or_left_out(tmp_path: Path) -> None:
    folder, card, limits = PublishFolder(tmp_path / "site"), PreviewCard("Model", "GPT-5.5"), iter((0, 0, 0))
    async with PreviewPictures(folder, lambda: asyncio.timeout(next(limits, 60))) as drawn:
        await drawn.start("never.png", card)
    assert drawn.missing == ["never.png"]
    async with PreviewPictures(folder, lambda: asyncio.timeout(next(limits, 60))) as drawn:
        await drawn.start("late.png", card)
    assert drawn.missing == []
    assert [file.name for file in folder.root.glob("*.png")] == ["late.png"]


def test_feeds_follow_the_pages_that_change() -> None:
    assert [feed.path for feed in feeds.of_page("/s/openai/spud")] == [
        "/s/openai/spud.atom",
        "/s/openai/spud.feed.json",
        "/s/openai/spud.ics",
    ]
    assert feeds.of_page("/rules") == ()


def test_no_later_version_of_an_event_has_a_lower_number(talk: Talk) -> None:
    site = Site(talk("2026-04-25T12:00Z").ports, ADDRESS)
    last: dict[str, tuple[int, str]] = {}
    cancelled = set()
    for hour in range(0, 72, 3):
        now = datetime(2026, 4, 22, 12, tzinfo=UTC) + timedelta(hours=hour)
        for event in icalendar.Calendar.from_ical(body(site, "/coming.ics", now)).walk("VEVENT"):
            uid, found = str(event["UID"]), (int(event["SEQUENCE"]), str(event["STATUS"]))
            number, status = last.get(uid, found)
            assert found[0] >= number, (uid, now)
            if (status, found[1]) == ("TENTATIVE", "CANCELLED"):
                cancelled.add(uid)
                assert found[0] > number
            last[uid] = found
    assert cancelled


def test_a_feed_is_xml_whatever_stands_in_what_it_names(site: Site) -> None:
    request = PageRequest(NOON)
    found = site.page("/status", request)
    assert found is not None
    odd = replace(found[1], title="Status\x0b of\ufffe all")
    assert ET.fromstring(feeds.atom(site, odd, request))[1].text == "Spudwatch: Status of all"  # noqa: S314 - ours
