"""Names in sentences and options: what they mean, and what is no name."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.names import KnownName, KnownSubject, NameCertainty, NameKind, NameReader

LEARNED = datetime(2026, 4, 10, tzinfo=UTC)
RELEASED = datetime(2026, 4, 23, 18, tzinfo=UTC)
SUBJECTS = (
    KnownSubject("openai/spud", "Spud", "openai"),
    KnownSubject(
        "openai/gpt-5.5",
        "GPT-5.5",
        "openai",
        (KnownName("Spud", ((LEARNED, "speculation"), (RELEASED, "good"))),),
        dated=date(2026, 4, 23),
    ),
    KnownSubject("openai/gpt-5.6", "GPT-5.6", "openai", dated=date(2026, 7, 9)),
    KnownSubject("openai/gpt-5.6-sol", "GPT-5.6 Sol", "openai", kind=NameKind.DISCOVERED, dated=date(2026, 7, 9)),
    KnownSubject("openai/gpt-5.6-terra", "GPT-5.6 Terra", "openai", kind=NameKind.DISCOVERED, dated=date(2026, 7, 9)),
    KnownSubject("openai/gpt-6.1-terra", "GPT-6.1 Terra", "openai", kind=NameKind.DISCOVERED, dated=date(2026, 10, 26)),
    KnownSubject("anthropic/claude-opus-4.8", "Claude Opus 4.8", "anthropic", dated=date(2026, 5, 28)),
    KnownSubject("label/crest-pro-alpha", "Crest Pro Alpha", kind=NameKind.LABEL),
)


@pytest.fixture(scope="module")
def reader() -> NameReader:
    return NameReader(SUBJECTS)


def slugs(reader: NameReader, text: str, *followed: str) -> list[str]:
    return [mention.best.slug for mention in reader.read(text, followed) if mention.best.kind is not NameKind.LAB]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Spud is GPT-5.5", ["openai/spud", "openai/gpt-5.5"]),
        ("GPT\u20115.5\u00a0Pro is “out”", ["openai/gpt-5.5-pro"]),
        ("is gpt5.5 out", ["openai/gpt-5.5"]),
        ("granite-7.0-h-small is out", ["ibm/granite-7-h-small"]),
        ("from granite-7-to-mini", ["ibm/granite-7"]),
        ("GPT-5.6 beats 4.8 on everything", ["openai/gpt-5.6", "anthropic/claude-opus-4.8"]),
        ("the 3.5 Sonnet was great", ["anthropic/claude-3.5-sonnet"]),
        ("Anthropic's Opus 6 in 3 weeks", ["anthropic/claude-opus-6"]),
        ("Gemini 3.1 Pro and Flash", ["google/gemini-3.1-pro", "google/gemini-3.1-flash"]),
        ("GPT-7 Helios is out", ["openai/gpt-7-helios"]),
        ("GPT-7 Dragonfly is out", ["openai/gpt-7-dragonfly"]),
        ("Claude Saga 6 leaked", ["anthropic/claude-saga-6"]),
        ("deepsek v4 is out", ["deepseek/deepseek-v4"]),
        ("\u0421rest Pro Alpha is back", ["label/crest-pro-alpha"]),
        ("Dusk Sky Alpha was seen", ["label/dusk-sky-alpha"]),
        ("Will Claude Monet be released?", []),
        ("my spud is good, and so is my magnum opus", []),
        ("Opus costs $4.80 and 5.5 hours", ["anthropic/claude-opus"]),
        ("mail spud@gpt-5.5.com", []),
    ],
)
def test_a_sentence_names(reader: NameReader, text: str, named: list[str]) -> None:
    assert slugs(reader, text) == named


def test_a_bare_version_is_read_by_what_the_place_follows_and_else_asked(reader: NameReader) -> None:
    (asked,) = reader.read("4.7 is better")
    assert asked.ambiguous
    assert {one.lab for one in asked.readings} >= {"anthropic", "xai"}
    assert slugs(reader, "4.7 is better", "anthropic/claude-opus-4.8") == ["anthropic/claude-opus-4.7"]
    assert slugs(reader, "4.7 is better", "xai/grok-4.6") == ["xai/grok-4.7"]


def test_a_family_has_its_members(reader: NameReader) -> None:
    found = reader.resolve("gpt 5.6").best
    assert found is not None
    assert found.members == ("openai/gpt-5.6-sol", "openai/gpt-5.6-terra")
    family = reader.resolve("opus").best
    assert family is not None
    assert (family.kind, family.members) == (NameKind.FAMILY, ("anthropic/claude-opus-4.8",))


def in_use(slug: str, name: str, day: date, *aliases: str) -> KnownSubject:
    """A model of Anthropic that came into limited access on a day, with names that are short for it."""
    learned = datetime.combine(day, datetime.min.time(), UTC)
    short = tuple(KnownName(alias, ((learned, "good"),)) for alias in aliases)
    return KnownSubject(
        slug, name, "anthropic", short, learned_at=learned, dated=day, history=((learned, "limited access", day),)
    )


@pytest.mark.parametrize("text", ["claude mythos", "Mythos"])
def test_a_name_short_for_a_lines_first_model_means_the_line_once_a_later_one_is_in_use(text: str) -> None:
    first = in_use(
        "anthropic/claude-mythos-preview", "Claude Mythos Preview", date(2026, 4, 7), "Claude Mythos", "Mythos"
    )
    later = in_use("anthropic/claude-mythos-5.1", "Claude Mythos 5.1", date(2026, 9, 1))
    reader = NameReader((first, later))
    assert reader.resolve(text, at=datetime(2026, 5, 1, tzinfo=UTC)).slug == "anthropic/claude-mythos-preview"
    found = reader.resolve(text, at=datetime(2026, 10, 1, tzinfo=UTC))
    assert (found.readings[0].kind, found.slug) == (NameKind.FAMILY, "anthropic/claude-mythos")
    whole = reader.resolve("Claude Mythos Preview", at=datetime(2026, 10, 1, tzinfo=UTC))
    assert whole.slug == "anthropic/claude-mythos-preview"


def test_a_variant_alone_is_asked_with_dates(reader: NameReader) -> None:
    found = reader.resolve("Terra")
    assert found.ambiguous
    assert [(one.slug, one.dated) for one in found.readings] == [
        ("openai/gpt-6.1-terra", date(2026, 10, 26)),
        ("openai/gpt-5.6-terra", date(2026, 7, 9)),
    ]


def test_an_alias_has_the_standing_of_the_moment(reader: NameReader) -> None:
    early = reader.resolve("spud", at=datetime(2026, 4, 15, tzinfo=UTC)).readings
    late = reader.resolve("spud", at=datetime(2026, 5, 1, tzinfo=UTC)).readings
    assert [(one.slug, one.standing) for one in early] == [("openai/spud", "good"), ("openai/gpt-5.5", "speculation")]
    assert [(one.slug, one.standing) for one in late] == [("openai/spud", "good"), ("openai/gpt-5.5", "good")]
    before = reader.resolve("spud", at=datetime(2026, 4, 1, tzinfo=UTC)).readings
    assert [one.slug for one in before] == ["openai/spud"]


def test_a_place_knows_its_own_names_and_the_public_ones(reader: NameReader) -> None:
    place = reader.layered([KnownSubject("openai/garlic", "Garlic", "openai")])
    assert [one.best.slug for one in place.read("Garlic is not Spud")] == ["openai/garlic", "openai/spud"]
    assert slugs(reader, "Garlic is not Spud") == ["label/garlic", "openai/spud"]


def test_a_text_that_is_no_name_is_a_label(reader: NameReader) -> None:
    found = reader.resolve("frobnicator")
    assert found.best is not None
    assert (found.best.kind, found.best.slug) == (NameKind.LABEL, "label/frobnicator")
    assert found.best.certainty is NameCertainty.POSSIBLE
    assert reader.resolve("  ?! ").best is None


def test_a_removed_subject_is_forgotten() -> None:
    reader = NameReader(SUBJECTS)
    reader.remove("openai/spud")
    reader.remove("openai/never-was")
    assert [one.slug for one in reader.resolve("spud").readings] == ["openai/gpt-5.5"]


@pytest.mark.parametrize(
    "text", ["", " ", "\u200b", "a" * 100_000, "GPT-" * 5_000, "\ud800", "5.5" * 3_000, "-" * 9_999]
)
def test_anything_is_read(reader: NameReader, text: str) -> None:
    reader.read(text)
    reader.resolve(text)
    reader.of_id(text)
