"""How often names of a kind were models in the past."""

from datetime import UTC, datetime

import pytest

from bot import ledger
from bot.domain.sightings.base_rates import EXPOSURE, Checkpoint, CheckpointOutcome
from bot.domain.sightings.field_guide import events
from bot.domain.sightings.methods import AttributionGrade, Method, graded, records
from bot.domain.sightings.sightings import SightingGrade, grade
from bot.domain.sightings.surfaces import Surface
from bot.ledger import guide as rows


def on(day, hour=12):
    return datetime.fromisoformat(f"{day}T{hour:02}:00:00+00:00").astimezone(UTC)


@pytest.fixture(scope="module")
def guide():
    return rows.read(ledger.tables())


def test_the_guide_holds_every_checkpoint_with_its_sources(guide):
    assert len(guide.checkpoints) == 155
    assert all(one.sources and all(url.startswith("https://") for url in one.sources) for one in guide.checkpoints)
    assert all(one.known_at is None or one.known_at >= one.learned_at for one in guide.checkpoints)


def test_picker_names_are_too_few_on_21_april(guide):
    rate = guide.surface_rate("picker", on("2026-04-21"))
    assert not rate.enough
    assert "too few" in rate.text


def test_picker_names_are_one_of_seven_on_25_may(guide):
    rate = guide.surface_rate("picker", on("2026-05-25"))
    assert (rate.share.hits, rate.share.n, rate.median_days) == (1, 7, 1)
    assert "1 of 7 shipped (gpt-5.5, a day before release)" in rate.text


def test_a_name_counts_only_after_its_exposure_whatever_became_of_it(guide):
    seen = [one.seen_at for one in guide.checkpoints if one.family == "picker"]
    for day in ("2026-04-23", "2026-05-10", "2026-05-21"):
        rate = guide.surface_rate("picker", on(day))
        assert rate.share.n == sum(at + EXPOSURE <= on(day) for at in seen)
    assert guide.surface_rate("picker", on("2026-04-23")).share.n == 0, "seen a day before: no time to ship"
    assert "a name counts 30 days after it was seen" in guide.surface_rate("picker", on("2026-05-25")).text


def test_stealth_ids_are_sixteen_of_nineteen_now(guide):
    rate = guide.surface_rate("openrouter", on("2026-11-23"))
    assert (rate.share.hits, rate.share.n, rate.median_days) == (16, 19, 7)
    assert rate.text.startswith("OpenRouter stealth ids: 16 of 19 shipped, median 7 days")


def test_arena_codenames_are_nine_of_127_once_they_were_counted(guide):
    assert (guide.surface_rate("arena", on("2026-11-23")).share.n) == 127
    assert (guide.surface_rate("arena", on("2026-11-23")).share.hits) == 9
    early = guide.surface_rate("arena", on("2025-06-30"))
    assert early.share.n < 40
    assert "not a complete count" in early.text


def test_gateways_are_three_of_ten(guide):
    rate = guide.surface_rate("gateway", on("2026-11-23"))
    assert (rate.share.hits, rate.share.n) == (3, 10)


def test_a_place_nobody_counted_has_no_rate(guide):
    assert guide.surface_rate("other", on("2026-11-23")) is None
    assert guide.vendor_rate("", on("2026-11-23")) is None


def test_a_rate_never_counts_what_was_learned_later(guide):
    for month in range(1, 12):
        moment = on(f"2026-{month:02}-15")
        rate = guide.surface_rate("openrouter", moment)
        later = guide.surface_rate("openrouter", on(f"2026-{month:02}-27"))
        assert rate.share.n <= later.share.n
        assert rate.share.hits <= later.share.hits


def test_a_vendor_s_rate_says_that_it_is_no_complete_count(guide):
    rate = guide.vendor_rate("openai", on("2026-11-23"))
    assert rate.share.n >= 20
    assert "not a complete count" in rate.text


def test_crest_pro_alpha_on_21_april_is_second_hand_and_unidentified(guide):
    one = guide.find("crest pro alpha", on("2026-04-21"))
    assert one.identified_as == ""
    assert grade(events(one, on("2026-04-21")), on("2026-04-21")).grade is SightingGrade.CASUAL
    said = guide.attributed("Crest Pro Alpha", on("2026-04-21"))
    assert {a.subject for a in said} == {"openai/spud", "openai/gpt-5.5"}
    assert {graded(a, said) for a in said} == {AttributionGrade.SPECULATION}


def test_crest_pro_alpha_is_still_unidentified_in_may(guide):
    assert guide.find("Crest Pro Alpha", on("2026-05-10")).fate is CheckpointOutcome.UNKNOWN


def test_nobody_knew_of_it_in_march(guide):
    assert guide.find("Crest Pro Alpha", on("2026-03-01")) is None


def test_quasar_alpha_names_gpt_4_1_and_how_that_is_known(guide):
    one = guide.find("openrouter/quasar-alpha", on("2026-11-23"))
    assert one.identified_as == "GPT-4.1"
    assert "press" in one.how_known
    assert grade(events(one, on("2026-11-23")), on("2026-11-23")).grade is SightingGrade.RESOLVED


def test_quasar_alpha_before_the_release_tells_nothing_of_it(guide):
    one = guide.find("quasar-alpha", on("2025-04-10"))
    assert (one.identified_as, one.how_known, one.note, one.released) == ("", "", "", "")
    assert not any("glm" in url for url in one.sources)
    assert grade(events(one, on("2025-04-10")), on("2025-04-10")).grade is SightingGrade.CORROBORATED


def test_what_a_crowd_inferred_settles_nothing(guide):
    one = guide.find("zenith", on("2026-11-23"))
    assert one.how_known.startswith("community")
    assert grade(events(one, on("2026-11-23")), on("2026-11-23")).grade is not SightingGrade.RESOLVED


def test_methods_are_scored_from_the_public_attributions(guide):
    now = on("2026-11-23")
    record = records(guide.attributions, guide.truths(now), now)
    assert (record[Method.STYLE].share.hits, record[Method.STYLE].share.n) == (0, 3)
    assert (record[Method.COMMIT].share.hits, record[Method.COMMIT].share.n) == (2, 2)
    assert not record[Method.STYLE].ranked


def test_a_hand_edited_row_says_which_it_is():
    with pytest.raises(ValueError, match="crest"):
        rows.read(
            {
                "checkpoint": [
                    {
                        "label": "crest",
                        "surface": "x",
                        "family": "x",
                        "so": on("2026-04-01"),
                        "seen": "",
                        "fate": "maybe",
                        "sources": [],
                    }
                ]
            }
        )


def test_the_only_one_that_shipped_is_named():
    one = Checkpoint("x", "s", "picker", "", on("2026-01-01"), on("2026-01-01"), sources=("https://x.example",))
    assert not one.shipped(on("2026-02-01"))


def test_a_list_of_labels_says_whose_one_is_only_once_somebody_said_so(guide):
    for moment in sorted({one.learned_at for one in guide.checkpoints}):
        found = {one.label: one.said_to_be for one in guide.labels(moment)}
        assert found == {label: guide.find(label, moment).said_to_be for label in found}


@pytest.mark.parametrize("place", [Surface.CLAUDE, Surface.GEMINI])
def test_names_of_pickers_that_nobody_counted_have_no_base_rate(guide, place):
    assert guide.surface_rate(place.family, on("2026-11-29")) is None
