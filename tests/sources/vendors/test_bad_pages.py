"""Pages that would be believed too easily: each reader whose page can hold such a thing is given it."""

import re
from datetime import UTC, datetime

import pytest

from bot.domain.catalogs.vendor_facts import FactKind, PageReading, Validators, VendorFact, changed
from bot.messages.errors import SourceError
from bot.sources.protocol import Answer, Get, drive
from bot.sources.vendors import every
from tests.sources.vendors.replay import READ_AT, RECORDED, VendorRecording

NOW = datetime(2031, 6, 1, tzinfo=UTC)
# A page of each prose reader around one entry, which is told as released where it says so in the reader's own words.
PROSE = {
    "anthropic_release_notes": "### May 9, 2031\n\n* {entry}\n",
    "google_changelog": "# Release notes\n\n## May 9, 2031\n\n- {entry}\n",
    "openai_changelog": "## May, 2031\n\n### May 9\n\nFeature · Model: {id} · API: v1/responses\n\n{entry}\n",
    "xai_release_notes": "## May\n\n### {name}\n\n{entry}\n",
}
OUT = {
    "anthropic_release_notes": "We've launched {name} (`{id}`).",
    "google_changelog": "Released {name} (`{id}`), a model for code.",
    "openai_changelog": "Released [{name}](https://developers.openai.com/x), a model for code.",
    "xai_release_notes": "{name} is now available on the xAI API.",
}
OURS = ("Example Ode 5.2", "example-ode-5-2")
PROMISES = {
    "anthropic_release_notes": [
        "{name} (`{id}`) will be launched on June 3, 2031.",
        "Launching soon: {name} (`{id}`).",
        "We will announce when {name} (`{id}`) is going to be released.",
    ],
    "google_changelog": [
        "{name} (`{id}`) will be generally available next week.",
        "We plan to release {name} (`{id}`) in June. Until then it is not released.",
    ],
    "openai_changelog": ["Released soon: {name}.", "Introducing {name}, available later this year."],
    "xai_release_notes": ["{name} will be available on the xAI API.", "{name} is available on the xAI API soon."],
}
JOKES = {  # a first of April: words of a release, and nothing that could be called
    "anthropic_release_notes": "We've launched Potato 9, which only answers in peels.",
    "google_changelog": "Released Potato 9, which only answers in peels.",
    "openai_changelog": "Released a potato, which only answers in peels.",
    "xai_release_notes": "Potato 9 only answers in peels.",
}
THEIRS = [
    ("GPT-9", "gpt-9"),
    ("Claude Opus 9", "claude-opus-9"),
    ("Gemini 9 Pro", "gemini-9-pro"),
    ("Grok 9", "grok-9"),
]


def readings(name: str, text: str) -> tuple[PageReading, ...]:
    return drive(every()[name].read(Validators()), lambda get: Answer(200, {}, text.encode(), READ_AT, get.origin))


def facts(name: str, text: str) -> list[VendorFact]:
    try:
        return [fact for reading in readings(name, text) for fact in reading.facts or ()]
    except SourceError:
        return []


def page(name: str, entry: str, said: tuple[str, str] = OURS) -> str:
    shown, model = said
    return PROSE[name].format(entry=entry.format(name=shown, id=model), name=shown, id=model)


def altered(name: str, alter) -> list[VendorFact]:
    """What a reader makes of its own recording with every page changed."""
    told = VendorRecording(RECORDED / name / "read.json")

    def answer(get: Get) -> Answer:
        right = told.answer(get)
        return Answer(right.status, {}, alter(right.body.decode()).encode(), READ_AT, get.origin)

    try:
        return [fact for reading in drive(every()[name].read(Validators()), answer) for fact in reading.facts or ()]
    except SourceError:
        return []


@pytest.mark.parametrize("name", PROSE)
def test_a_release_in_these_words_is_told(name):
    released = [fact.slug for fact in facts(name, page(name, OUT[name])) if fact.kind is FactKind.RELEASED]
    assert [slug.partition("/")[2] for slug in released] == ["example-ode-5.2"]


@pytest.mark.parametrize(
    ("tags", "entry", "released"),
    [
        (("pear-o3-mini", "pear-o3"), "Released pear-o3-mini.", ["pear-o3-mini"]),
        (("pear-o3", "pear-o3-mini"), "Released Pear O3 Mini and [Pear O3](https://developers.openai.com/x).",
         ["pear-o3", "pear-o3-mini"]),
        (("pear-4",), "Released pear-4.1 for everybody.", []),
        (("pear-4.1", "pear-4"), "Launched Pear 4.1.", ["pear-4.1"]),
        (("pear-4",), "Launched spear-4 and pear-41.", []),
    ],
)  # fmt: skip
def test_an_id_that_is_part_of_another_is_not_released_with_it(tags, entry, released):
    marks = " · ".join(f"Model: {tag}" for tag in tags)
    text = f"## May, 2031\n\n### May 9\n\nFeature · {marks} · API: v1/responses\n\n{entry}\n"
    assert [fact.model for fact in facts("openai_changelog", text)] == released


@pytest.mark.parametrize(("name", "entry"), [(name, entry) for name, told in PROMISES.items() for entry in told])
def test_an_announcement_of_an_announcement_is_no_release(name, entry):
    assert facts(name, page(name, entry)) == []


@pytest.mark.parametrize("name", PROSE)
def test_a_joke_without_an_id_is_no_release(name):
    assert facts(name, page(name, JOKES[name]).replace("May 9", "April 1")) == []


@pytest.mark.parametrize(("shown", "model"), THEIRS)
@pytest.mark.parametrize("name", PROSE)
def test_what_a_vendor_says_of_another_labs_model_is_not_that_labs_word(name, shown, model):
    (reading,) = readings(name, page(name, OUT[name], (shown, model)))
    kept = changed(name, reading, (), NOW, baseline=True).added
    assert {one.fact.slug.partition("/")[0] for one in kept} <= {every()[name].VENDOR}


@pytest.mark.parametrize("name", every())
def test_a_day_without_its_year_is_no_day(name):
    def without(text: str) -> str:
        text = re.sub(r"(\b[A-Z][a-z]{2,8}\.? \d{1,2}),? 20\d\d\b", r"\1", text)
        return re.sub(r"\b20\d\d-(\d\d-\d\d)(?:T[0-9:.]+Z?)?\b", r"\1", text)

    whole = {fact.key: fact.day for fact in altered(name, lambda text: text)}
    for fact in altered(name, without):
        assert fact.day is None or fact.day == whole.get(fact.key), fact


@pytest.mark.parametrize("sign", ["€", "£", "¥", "CN¥ "])
@pytest.mark.parametrize("name", every())
def test_a_price_in_another_currency_is_no_price(name, sign):
    assert [fact for fact in altered(name, lambda text: text.replace("$", sign)) if fact.kind is FactKind.PRICE] == []


@pytest.mark.parametrize("least", ["from $", "starting at $", "as low as $"])
@pytest.mark.parametrize("name", every())
def test_the_least_of_several_prices_is_no_price(name, least):
    assert [fact for fact in altered(name, lambda text: text.replace("$", least)) if fact.kind is FactKind.PRICE] == []


@pytest.mark.parametrize("name", every())
def test_a_price_of_a_thousand_tokens_is_told_as_that_of_a_million(name):
    def prices(told: list[VendorFact]) -> dict[object, list[float]]:
        return {fact.key: [v.number for v in fact.values] for fact in told if fact.kind is FactKind.PRICE}

    whole, thousand = prices(altered(name, lambda text: text)), prices(altered(name, lambda t: t.replace("MTok", "1K")))
    assert all(told == [1_000 * number for number in whole[key]] for key, told in thousand.items())


@pytest.mark.parametrize("name", ["anthropic_deprecations", "google_deprecations", "openai_deprecations"])
def test_another_layout_of_a_table_gives_the_same_shutdowns(name):
    """The same rows as HTML, as a vendor shows them to half of its readers."""

    def as_html(text: str) -> str:
        if "<table" in text:
            pytest.skip("its recording is HTML already")
        rows = [line for line in text.splitlines() if line.startswith("|") and not re.fullmatch(r"[|\s:-]+", line)]
        cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
        coded = [[re.sub(r"`([^`]+)`", r"<code>\1</code>", cell) for cell in row] for row in cells]
        return (
            "<html><body><table>"
            + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in coded)
            + "</table></body></html>"
        )

    def ends(told: list[VendorFact]) -> set[tuple[str, object]]:
        return {(fact.model, fact.day) for fact in told if fact.kind is FactKind.RETIREMENT}

    whole = ends(altered(name, lambda text: text))
    assert whole
    assert ends(altered(name, as_html)) == whole


@pytest.mark.parametrize("name", ["anthropic_deprecations", "google_deprecations", "openai_deprecations"])
def test_a_page_of_two_hundred_models_is_read_whole(name):
    rows = "".join(f"| March 3, 2032 | `example-ode-{n}` | `example-ode-{n + 1}` |\n" for n in range(200))
    text = f"# Deprecations\n\n| Shutdown date | Model | Recommended replacement |\n|---|---|---|\n{rows}"
    assert len({fact.model for fact in facts(name, text) if fact.kind is FactKind.RETIREMENT}) == 200


@pytest.mark.parametrize("name", PROSE)
def test_a_post_that_is_taken_back_no_longer_stands(name):
    (first,) = readings(name, page(name, OUT[name]))
    kept = changed(name, first, (), NOW, baseline=True).added
    assert kept
    (later,) = readings(name, page(name, "Nothing new."))
    assert {one.fact for one in changed(name, later, kept, NOW, baseline=False).ended} == {one.fact for one in kept}
