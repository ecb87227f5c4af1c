"""Every recording of every vendor's page is replayed; a reader without one fails, and so does one that guesses."""

from dataclasses import replace

import pytest

from bot.domain.catalogs.vendor_facts import FactKind, Validators
from bot.messages.errors import SourceChanged, SourceDown, SourceError
from bot.sources.protocol import Answer, drive
from bot.sources.vendors import every
from bot.sources.vendors._formats.words import read_day, read_ids, read_named_ids, read_prices, read_tokens
from tests.shared import shared_data
from tests.sources.vendors.replay import READ_AT, RECORDED, VendorRecording, told

LARGEST = 12_000
OTHERS = {  # what a page may turn into: none of it may be read as a fact
    "a web page that blocks us": "<!doctype html><html><body>Just a moment…</body></html>",
    "another language": "# Veraltete Modelle\n\n| Modell | Abschaltung |\n|---|---|\n| Beispiel | 3. März 2031 |\n",
    "prose": "We will soon announce when we announce our next announcement.\n",
    "a table of something else": "| City | Population |\n|---|---|\n| Ulm | 128000 |\n",
}


def recording(name: str) -> VendorRecording:
    return VendorRecording(RECORDED / name / "read.json")


@pytest.mark.parametrize("name", every())
def test_a_recorded_page_is_asked_for_and_understood_as_it_was(name):
    assert recording(name).replay() == recording(name).told["made"]
    assert recording(name).told["made"]


@pytest.mark.parametrize("name", every())
def test_a_recording_is_small_and_says_what_it_is(name):
    assert (RECORDED / name / "read.json").stat().st_size < LARGEST
    assert len(recording(name).told["note"]) > 10


@pytest.mark.parametrize("name", every())
def test_a_reader_says_its_name_and_its_hosts(name):
    reader = every()[name]
    assert (reader.NAME, bool(reader.LABEL)) == (name, True)
    for upstream in reader.UPSTREAMS:
        assert upstream.base.startswith("https://")
        assert upstream.about
        assert 0 < upstream.per_second <= 1


@pytest.mark.parametrize("name", every())
def test_a_page_that_has_not_changed_is_not_read_again(name):
    known = Validators({reading.page: ('"one"', "") for reading in recording(name).readings()})

    def answer(get):
        if not get.headers:
            return Answer(503, {}, b"", READ_AT, get.origin)  # as it was when it was recorded
        assert get.headers["if-none-match"] == '"one"', get
        return Answer(304, {}, b"", READ_AT, get.origin)

    found = drive(every()[name].read(known), answer)
    assert found
    assert all(reading.facts is None for reading in found)


@pytest.mark.parametrize("name", every())
def test_a_known_page_that_fails_is_told_and_is_no_unchanged_page(name):
    pages = [reading.page for reading in recording(name).readings()]
    known = Validators(dict.fromkeys(pages, ('"one"', "")))
    for place in range(len(pages)):
        asked = []

        def answer(get, place=place, asked=asked):
            asked.append(get)
            return Answer(503 if len(asked) == place + 1 else 304, {}, b"", READ_AT, get.origin)

        try:
            found = drive(every()[name].read(known), answer)
        except SourceDown:
            continue  # it stands for the whole reader
        assert ["503" in reading.trouble for reading in found].count(True) == 1, pages[place]


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("name", every())
def test_a_page_of_another_shape_says_so_and_gives_no_fact(name, text):
    try:
        found = drive(every()[name].read(Validators()), lambda get: Answer(200, {}, text.encode(), READ_AT, get.origin))
    except SourceError:
        return
    assert not [fact for reading in found for fact in reading.facts or ()]


@pytest.mark.parametrize("name", every())
@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe\x00", b"| " * 5000, b"[" * 3000], ids=["empty", "bytes", "bars", "deep"]
)
def test_nothing_breaks_a_reader(name, body):
    try:
        found = drive(every()[name].read(Validators()), lambda get: Answer(200, {}, body, READ_AT, get.origin))
    except SourceError:
        return
    assert not [fact for reading in found for fact in reading.facts or ()]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Dec 11, 2031", "2031-12-11"),
        ("December 11th, 2031", "2031-12-11"),
        ("2031-12-11", "2031-12-11"),
        ("11 December 2031", "2031-12-11"),
        ("No shutdown date announced", None),
        ("Dec 11", None),  # a day without a year
        ("February 30, 2031", None),
        ("3. März 2031", None),
    ],
)
def test_a_day_is_read_only_with_its_year(text, day):
    assert (read_day(text).isoformat() if read_day(text) else None) == day


@pytest.mark.parametrize(
    ("text", "prices"),
    [
        ("$5 / MTok $25 / MTok", [5, 25]),
        ("$0.005 / 1K tokens and $0.015 / 1K tokens", [5, 15]),
        ("From $0.10 / $0.50", []),
        ("starting at $3 and $15", []),
        ("€5 / €25", []),
        ("$5 / MTok", []),
        ("$5, $10 and $25", []),
        (f"$5 and ${'9' * 400}", []),
    ],
)
def test_a_price_is_read_only_where_it_can_mean_one_thing(text, prices):
    assert [value.number for value in read_prices(text)] == prices


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("1M tokens", 1_000_000),
        ("128k", 128_000),
        ("1,048,576", 1_048_576),
        ("2.5M", 2_500_000),
        ("32.3k", 32_300),
        ("64.1k tokens", 64_100),
        ("9" * 400, None),
        ("-", None),
    ],
)
def test_tokens(text, tokens):
    assert read_tokens(text) == tokens


def test_an_id_spells_the_name_it_stands_beside():
    said = "Example Ode 5.2 (`example-ode-5-2`) beats Rival Nine (`something-else`)."
    assert [model for _, model, _ in read_named_ids(said)] == ["example-ode-5-2"]
    assert read_ids("example-5, example-5-2030-08-07 (reasoning.mode: pro)") == ("example-5", "example-5-2030-08-07")
    assert read_ids("Assistants API") == ()


@pytest.mark.parametrize(
    ("name", "sample", "facts"),
    [
        ("anthropic_deprecations", "anthropic_deprecations.html", 7),
        ("google_deprecations", "google_deprecations.html", 19),
        ("openai_deprecations", "openai_deprecations_2026-08.html", 23),
        ("openai_deprecations", "openai_deprecations_2026-11.txt", 7),
    ],
)
def test_stored_excerpts_of_the_real_pages_are_read_whole(name, sample, facts):
    body = (shared_data("ledger") / "world" / "samples" / sample).read_bytes()
    found = drive(every()[name].read(Validators()), lambda get: Answer(200, {}, body, READ_AT, get.origin))
    told_of = [fact for reading in found for fact in reading.facts or ()]
    assert len(told_of) == facts, [told(fact) for fact in told_of]
    assert all(fact.day for fact in told_of if fact.kind is FactKind.RETIREMENT)


def test_a_fact_knows_what_it_is_about():
    (fact, *_) = recording("anthropic_models").readings()[1].facts
    assert replace(fact, model="example-opus-9-20310724").slug == fact.slug
    with pytest.raises(SourceChanged):
        drive(
            every()["anthropic_models"].read(Validators()), lambda get: Answer(200, {}, b"no link", READ_AT, get.origin)
        )
