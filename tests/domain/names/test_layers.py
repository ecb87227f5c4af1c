"""What a place adds to the public names stays there, and what is taken out is gone."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.names import KnownName, KnownSubject, NameKind, NameReader

LEARNED = datetime(2026, 4, 10, 12, tzinfo=UTC)
GPT = KnownSubject("openai/gpt-5.5", "GPT-5.5", "openai")
HELIOS = KnownSubject("openai/gpt-7-helios", "GPT-7 Helios", "openai", learned_at=LEARNED)
LABEL = KnownSubject("label/sonoma-sky-alpha", "Sonoma Sky Alpha", kind=NameKind.LABEL)
WORDS = "will gpt-8 helios be out soon"


def slugs(reader: NameReader, text: str, at: datetime | None = None) -> list[str]:
    return [mention.best.slug for mention in reader.read(text, (), at)]


@pytest.mark.parametrize("added", [HELIOS, KnownSubject("anthropic/claude-vesper-9", "Claude Vesper 9", "anthropic")])
def test_a_variant_that_one_place_added_is_a_word_to_all_others(added: KnownSubject):
    public = NameReader([GPT])
    here, there = public.layered([]), public.layered([])
    text = WORDS if added is HELIOS else "will claude vesper 8 be out soon"
    before = slugs(there, text)
    here.add(added)
    assert slugs(here, text) != before
    assert slugs(there, text) == slugs(public, text) == before


def test_a_variant_is_not_known_before_the_day_on_which_it_was_learned():
    reader = NameReader([GPT, HELIOS])
    assert slugs(reader, WORDS, LEARNED + timedelta(days=1)) == ["openai/gpt-8-helios"]
    assert slugs(reader, WORDS, LEARNED - timedelta(days=1)) == ["openai/gpt-8"]


def test_a_variant_is_gone_with_its_last_model():
    reader = NameReader([GPT, HELIOS, KnownSubject("openai/gpt-7.5-helios", "GPT-7.5 Helios", "openai")])
    reader.remove("openai/gpt-7-helios")
    assert slugs(reader, WORDS) == ["openai/gpt-8-helios"]
    reader.remove("openai/gpt-7.5-helios")
    assert slugs(reader, WORDS) == ["openai/gpt-8"]


def test_a_word_that_one_place_added_mends_no_slip_of_another():
    public = NameReader([KnownSubject("google/lanterns", "Lanterns", "google")])
    here, there = public.layered([]), public.layered([])
    here.add(KnownSubject("google/lantarn", "Lantarn", "google"))
    assert there.resolve("lantern").slug == "google/lanterns"
    assert here.resolve("lantarn").slug == "google/lantarn"
    assert here.resolve("lanterms").slug == "google/lanterns"


def test_the_short_name_of_a_label_goes_and_changes_with_it():
    reader = NameReader([LABEL])
    assert reader.resolve("sonoma sky").slug == LABEL.slug
    state = ((LEARNED, "released", LEARNED.date()),)
    reader.add(KnownSubject(LABEL.slug, LABEL.name, kind=NameKind.LABEL, history=state))
    assert reader.resolve("sonoma sky").best.state == "released"
    reader.remove(LABEL.slug)
    assert not reader.resolve("sonoma sky").is_name


def test_a_version_belongs_to_nobody_once_its_only_model_is_taken_out():
    reader = NameReader([GPT])
    reader.add(KnownSubject("openai/gpt-17.3", "GPT-17.3", "openai", (KnownName("Tuber"),)))
    assert set(reader.index.owners("17.3")) == {("openai", "gpt", "")}
    reader.remove("openai/gpt-17.3")
    assert not reader.index.owners("17.3")
    assert not reader.resolve("tuber").is_name
