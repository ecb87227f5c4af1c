import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.catalogs.findings import DetectionSettings, FindingKind, ReadingOutcome
from bot.domain.catalogs.list_changes import step
from bot.domain.catalogs.listings import Listing, ListMemory, Snapshot, fingerprint, made_at

T = datetime(2026, 3, 1, 6, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
BASE = tuple(f"lab{n % 7}/model-{n}" for n in range(40))


def entry(path, **more):
    more.setdefault("price_in", 1.0)
    more.setdefault("price_out", 2.0)
    return Listing(path, **more)


def free(path, **more):
    return Listing(path, price_in=0.0, price_out=0.0, **more)


def reading(at, *extra, base=BASE, **more):
    return Snapshot(
        "list", at, tuple(one if isinstance(one, Listing) else entry(one) for one in (*base, *extra)), **more
    )


def run(*snapshots):
    memory, found, verdicts = ListMemory("list"), [], []
    for snapshot in snapshots:
        taken = step(memory, snapshot)
        memory = taken.memory
        found.append([(one.kind, one.id) for one in taken.found])
        verdicts.append(taken.verdict)
    return found, verdicts, memory


def loud(found):
    return [one for reading in found for one in reading if one[0].raises]


def test_a_stealth_id_is_raised_on_the_first_reading_that_lists_it():
    found, _, _ = run(reading(T), reading(T + DAY, free("stealth/ox-alpha")))
    assert found[1] == [(FindingKind.STEALTH, "stealth/ox-alpha")]


def test_it_is_raised_even_when_it_stands_in_the_very_first_reading():
    found, _, _ = run(reading(T, "openrouter/quasar-alpha"))
    assert loud(found) == [(FindingKind.STEALTH, "openrouter/quasar-alpha")]


@pytest.mark.parametrize(
    "name", ["auto", "auto-exacto", "free", "bodybuilder", "fusion", "pareto-code", "cheap-router"]
)
def test_routers_are_not_models(name):
    found, _, _ = run(reading(T), reading(T + DAY, free(f"openrouter/{name}")))
    assert found[1] == []


def test_a_price_that_depends_is_a_router():
    found, _, _ = run(reading(T), reading(T + DAY, Listing("openrouter/medley", price_in=-1.0, price_out=-1.0)))
    assert found[1] == []


def test_an_id_is_raised_once_however_it_flaps():
    on, off = reading(T + DAY, free("stealth/ox-alpha")), reading(T + 2 * DAY)
    found, _, _ = run(reading(T), on, off, replace(on, read_at=T + 3 * DAY), replace(off, read_at=T + 4 * DAY))
    assert loud(found) == [(FindingKind.STEALTH, "stealth/ox-alpha")]


def test_a_tariff_is_not_another_label():
    found, _, _ = run(reading(T, "openrouter/cypher-alpha:free"), reading(T + DAY, "openrouter/cypher-alpha"))
    assert len(loud(found)) == 1


def test_a_free_offer_of_a_known_author_is_only_a_lead():
    found, _, _ = run(reading(T), reading(T + DAY, free("lab1/new-model")))
    assert found[1] == [(FindingKind.FREE, "lab1/new-model")]


def test_a_free_codename_of_an_unknown_author_is_a_sighting():
    found, _, _ = run(reading(T), reading(T + DAY, free("cloak/owl-alpha")))
    assert found[1] == [(FindingKind.CODENAME, "cloak/owl-alpha")]


def test_a_named_model_of_an_unknown_author_is_only_a_lead():
    found, _, _ = run(reading(T), reading(T + DAY, free("newlab/tiny-7b")))
    assert found[1] == [(FindingKind.FREE, "newlab/tiny-7b")]


def test_free_variants_and_unknown_prices_are_nothing():
    found, _, _ = run(reading(T), reading(T + DAY, free("lab1/x:free"), Listing("lab1/y")))
    assert found[1] == []


def test_the_provider_stealth_is_a_sighting():
    found, _, _ = run(reading(T), reading(T + DAY, entry("lab1/odd", provider="Stealth")))
    assert found[1] == [(FindingKind.PROVIDER, "lab1/odd")]


def test_a_provider_that_becomes_stealth_is_a_sighting():
    found, _, _ = run(reading(T, entry("x/odd")), reading(T + DAY, entry("x/odd", provider="Stealth")))
    assert found[1] == [(FindingKind.PROVIDER, "x/odd")]


def test_flapping_prices_are_no_news():
    found, _, _ = run(*(reading(T + n * HOUR, entry("lab1/p", price_in=5.0 + n % 2)) for n in range(6)))
    assert not any(found)


def test_a_namespace_that_moves_overnight_is_no_news():
    names = ["horizon-alpha", "owl-alpha", "auto"]
    before, after = ([free(f"{space}/{n}") for n in names] for space in ("openrouter", "stealth"))
    days = [reading(T + n * DAY, *after) for n in (1, 2, 3)]
    found, verdicts, _ = run(reading(T, *before), *days)
    assert len(loud(found)) == 2
    assert [kind for kind, _ in found[1]] == [FindingKind.MOVED, FindingKind.MOVED]
    assert found[2] == found[3] == []
    assert set(verdicts) == {ReadingOutcome.GOOD}


def test_a_namespace_that_moves_back_is_no_news_and_the_label_is_gone_only_once_it_is():
    old, new = free("openrouter/ox-alpha"), free("stealth/ox-alpha")
    there, moved, back = (reading(T + n * HOUR, one) for n, one in ((0, old), (2, new), (4, old)))
    still = (reading(T + n * HOUR, old) for n in (6, 8))
    away = (reading(T + n * HOUR) for n in (10, 12))
    found, _, _ = run(there, moved, back, *still, *away)
    assert [[kind for kind, _ in one] for one in found] == [
        [FindingKind.STEALTH], [FindingKind.MOVED], [], [], [], [], [FindingKind.GONE],
    ]  # fmt: skip


def test_a_label_listed_under_two_paths_is_gone_when_both_are():
    old, new = free("openrouter/ox-alpha"), free("stealth/ox-alpha")
    found, _, _ = run(
        reading(T, old),
        reading(T + HOUR, old, new),
        *(reading(T + n * HOUR, old) for n in (3, 5)),
        *(reading(T + n * HOUR) for n in (7, 9)),
    )
    assert [kind for one in found for kind, _ in one] == [FindingKind.STEALTH, FindingKind.MOVED, FindingKind.GONE]


def test_gone_needs_two_misses_an_hour_apart():
    there = reading(T, free("stealth/ox-alpha"))
    soon, late = reading(T + HOUR), reading(T + HOUR + timedelta(minutes=30))
    found, _, _ = run(there, soon, late, reading(T + 3 * HOUR))
    assert found[1] == found[2] == []
    assert [kind for kind, _ in found[3]] == [FindingKind.GONE]


def test_what_comes_back_between_was_never_gone():
    there = reading(T, free("stealth/ox-alpha"))
    back = replace(there, read_at=T + 2 * HOUR)
    found, _, memory = run(there, reading(T + HOUR), back, reading(T + 3 * HOUR))
    assert found[3] == []
    assert memory.known["stealth/ox-alpha"].gone_at is None


def test_its_likely_successors_are_the_newcomers_around_its_leaving():
    there = reading(T, free("stealth/ox-alpha", context=1_000_000), "lab1/long-known")
    left = reading(T + 9 * DAY, "lab2/early", "lab1/long-known", "lab1/long-known:thinking")
    gone = reading(T + 10 * DAY, "lab2/early", "lab1/long-known", entry("lab3/real", context=1_000_000))
    later = reading(T + 11 * DAY, "lab2/early", "lab1/long-known", "lab3/real", "lab4/late")
    last = reading(T + 20 * DAY, "lab2/early", "lab1/long-known", "lab3/real", "lab4/late", "lab5/too-late")
    memory, said = ListMemory("list"), []
    for snapshot in (there, left, gone, later, last):
        taken = step(memory, snapshot)
        memory = taken.memory
        said += [one for one in taken.found if one.kind in (FindingKind.GONE, FindingKind.SUCCESSORS)]
    assert [one.kind for one in said] == [FindingKind.GONE, FindingKind.SUCCESSORS]
    assert said[0].candidates == ("lab3/real", "lab2/early")
    assert set(said[1].candidates) == {"lab2/early", "lab3/real", "lab4/late"}


@pytest.mark.parametrize(("before", "named"), [(47, True), (49, False)])
def test_a_newcomer_of_the_two_days_before_may_be_a_successor(before, named):
    left = T + 10 * DAY
    there = reading(T, free("stealth/ox-alpha"))
    last = [reading(left - n * HOUR, free("stealth/ox-alpha"), "lab/new") for n in (before, 1)]
    quiet = reading(left - (before + 1) * HOUR, free("stealth/ox-alpha"))
    memory, said = ListMemory("list"), []
    for snapshot in (there, quiet, *last, reading(left, "lab/new"), reading(left + HOUR, "lab/new")):
        taken = step(memory, snapshot)
        memory = taken.memory
        said += [one.candidates for one in taken.found if one.kind is FindingKind.GONE]
    assert said == [("lab/new",) if named else ()]


@pytest.mark.parametrize("size", [0, 1, 20, 29])
def test_an_empty_or_half_list_says_nothing_by_what_it_lacks(size):
    there = reading(T, free("stealth/ox-alpha"))
    broken = [Snapshot("list", T + n * HOUR, tuple(map(entry, BASE[:size]))) for n in (1, 3)]
    found, verdicts, memory = run(there, *broken, reading(T + 5 * HOUR, free("stealth/ox-alpha")))
    assert found[1:] == [[], [], []]
    assert verdicts[1] in (ReadingOutcome.EMPTY, ReadingOutcome.HALF)
    assert memory.known["stealth/ox-alpha"].missed_at is None


def test_a_new_stealth_id_is_seen_even_in_half_a_list():
    half = Snapshot("list", T + DAY, (*map(entry, BASE[:15]), free("stealth/ox-alpha")))
    found, _, _ = run(reading(T), half)
    assert loud(found) == [(FindingKind.STEALTH, "stealth/ox-alpha")]


def test_a_page_of_the_list_is_a_part():
    found, verdicts, _ = run(
        reading(T, free("stealth/ox-alpha")), *(reading(T + n * DAY, whole=False) for n in (1, 2, 3))
    )
    assert found[1:] == [[], [], []]
    assert verdicts[1] is ReadingOutcome.PART


def test_an_older_copy_takes_nothing_away():
    old = reading(T, "a/one", "a/two")
    new = [reading(T + n * DAY, "b/three", "b/four", free("stealth/ox-alpha")) for n in (1, 2, 3)]
    stale = [replace(old, read_at=T + n * DAY) for n in (4, 5)]
    found, verdicts, memory = run(old, *new, *stale, replace(new[0], read_at=T + 6 * DAY))
    assert verdicts[4] is ReadingOutcome.OLDER
    assert len(loud(found)) == 1
    assert not any(kind is FindingKind.GONE for reading in found for kind, _ in reading)
    assert memory.known["stealth/ox-alpha"].missed_at is None


def test_a_list_that_stays_short_becomes_the_list():
    short = [reading(T + n * DAY, base=BASE[:20]) for n in range(1, 6)]
    _, verdicts, memory = run(reading(T, free("stealth/ox-alpha")), *short)
    assert verdicts[1] is ReadingOutcome.HALF
    assert verdicts[-1] is ReadingOutcome.GOOD
    assert memory.size == 20


def test_a_reading_older_than_the_last_one_takes_nothing_away():
    found, verdicts, memory = run(reading(T, free("stealth/ox-alpha")), reading(T - DAY))
    assert verdicts[1] is ReadingOutcome.LATE
    assert found[1] == []
    assert memory.read_at == T


def test_hundreds_of_newcomers_at_once_are_not_hundreds_of_leads():
    found, _, _ = run(reading(T), reading(T + DAY, *(free(f"lab{n}/x-{n}") for n in range(60))))
    assert found[1] == []


def test_a_text_that_reveals_names_the_model():
    text = "Healer Alpha was a stealth model revealed on March 18th as an early testing version of MiMo-V2-Omni."
    memory = step(ListMemory("list"), reading(T, free("openrouter/healer-alpha"))).memory
    taken = step(memory, reading(T + DAY, free("openrouter/healer-alpha", text=text)))
    assert [(one.kind, one.label, one.named) for one in taken.found] == [
        (FindingKind.REVEAL, "healer-alpha", "MiMo-V2-Omni")
    ]


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("as GPT-5.5.", "GPT-5.5"),
        ("on 23 April as Grok 4.1 Fast and is no longer free.", "Grok 4.1 Fast"),
        ("to be GLM 5 by Z.AI", "GLM 5"),
        ("as a preview of Ling-2.6-flash (from Ant)", "Ling-2.6-flash"),
        ("as Claude Opus 4.7, on 3 May", "Claude Opus 4.7"),
    ],
)
def test_a_revealed_name_is_read_whole_and_no_further(said, named):
    text = f"This was a stealth model revealed {said}"
    memory = step(ListMemory("list"), reading(T, free("openrouter/healer-alpha"))).memory
    (found,) = step(memory, reading(T + DAY, free("openrouter/healer-alpha", text=text))).found
    assert found.named == named


def test_a_former_name_with_a_dot_is_read_whole():
    memory = step(ListMemory("list"), reading(T)).memory
    text = "First released to the public as Nova 2.1 on this list."
    (found,) = step(memory, reading(T + DAY, entry("lab/nova-pro", name="Nova Pro", text=text))).found
    assert found.label == "Nova 2.1"


def test_a_new_model_whose_text_names_a_stealth_label_is_a_reveal():
    memory = step(ListMemory("list"), reading(T, free("openrouter/healer-alpha"))).memory
    taken = step(memory, reading(T + DAY, entry("xiaomi/mimo-v2-omni", text="Tested in public as Healer Alpha.")))
    (found,) = taken.found
    assert (found.kind, found.label, found.named) == (FindingKind.REVEAL, "healer-alpha", "xiaomi/mimo-v2-omni")


@pytest.mark.parametrize(
    "text",
    [
        "Twice as fast as Healer Alpha, and cheaper.",
        "Beats healer-alpha on every board.",
        "The successor of the well known Healer Alpha.",
        "Not the same model as Healer Alpha.",
    ],
)
def test_a_text_that_only_mentions_a_stealth_label_is_a_candidate_and_names_nothing(text):
    memory = step(ListMemory("list"), reading(T, free("openrouter/healer-alpha"))).memory
    (found,) = step(memory, reading(T + DAY, entry("xiaomi/mimo-v2-omni", text=text))).found
    assert (found.kind, found.named, found.candidates) == (FindingKind.MENTIONED, "", ("xiaomi/mimo-v2-omni",))
    assert not found.kind.names


@pytest.mark.parametrize(
    "text",
    ["It was known on OpenRouter as the stealth model Healer Alpha.", "Previewed under the codename healer-alpha"],
)
def test_a_text_that_says_what_a_stealth_label_was_is_a_reveal(text):
    memory = step(ListMemory("list"), reading(T, free("openrouter/healer-alpha"))).memory
    (found,) = step(memory, reading(T + DAY, entry("xiaomi/mimo-v2-omni", text=text))).found
    assert (found.kind, found.label, found.named) == (FindingKind.REVEAL, "healer-alpha", "xiaomi/mimo-v2-omni")


def test_former_names_in_the_first_reading_are_no_news():
    (nothing,) = (step(ListMemory("list"), reading(T, entry("qwen/coder", text="Formerly known as CodeQwen."))).found,)
    assert nothing == ()


@pytest.mark.parametrize(
    "text", ["Formerly known as “Healer Alpha”, it", "It was first released to the public as Healer Alpha."]
)
def test_a_model_that_names_its_former_label_is_an_attribution_of_that_label(text):
    memory = step(ListMemory("list"), reading(T)).memory
    (found,) = step(memory, reading(T + DAY, entry("xiaomi/mimo-v2-omni", name="MiMo-V2-Omni", text=text))).found
    assert (found.kind, found.label, found.named) == (FindingKind.REVEAL, "Healer Alpha", "MiMo-V2-Omni")


def test_a_preview_of_a_new_lab_is_a_lead_only():
    found, _, _ = run(reading(T), reading(T + DAY, free("newlab/flash-preview"), free("newlab/model-test")))
    assert {kind for kind, _ in found[1]} == {FindingKind.FREE}


def test_ten_thousand_rows_pasted_twice_are_little_work():
    def rows(letter):
        return tuple(
            Listing(f"{letter}{n}", name=f"m{n}", provider="stealth", row=f"{letter}{n}") for n in range(10_000)
        )

    began = time.process_time()
    memory = step(ListMemory("arena"), Snapshot("arena", T, rows("a"), whole=False)).memory
    step(memory, Snapshot("arena", T + HOUR, rows("b"), whole=False))
    assert time.process_time() - began < 5  # comparing each with each takes minutes


ROW = "019acbac-df7c-73dc-9716-ebe040daaa4e"


def row(name, maker="", **more):
    return Listing(ROW, name=name, maker=maker, row=ROW, **more)


def test_a_row_that_is_renamed_is_unmasked():
    memory = step(ListMemory("arena"), reading(T, row("jaguar"))).memory
    (found,) = step(memory, reading(T + DAY, row("mistral-large-3", "mistral"), whole=False)).found
    assert (found.kind, found.label, found.named) == (FindingKind.UNMASKED, "jaguar", "mistral-large-3")


def test_a_codename_kept_inside_a_named_row_is_unmasked():
    (found,) = step(ListMemory("arena"), reading(T, row("muse-glimmer", "meta", aliases=("onyx-v1-4",)))).found
    assert (found.kind, found.label, found.named) == (FindingKind.UNMASKED, "onyx-v1-4", "muse-glimmer")
    assert not step(ListMemory("arena"), reading(T, row("gpt-5.5", "openai", aliases=("gpt-5.5-harness",)))).found


def test_a_name_hidden_again_is_a_leak():
    memory = step(ListMemory("arena"), reading(T, row("granite-4.2-8b", "ibm"))).memory
    (found,) = step(memory, reading(T + HOUR, row("solace"), whole=False)).found
    assert (found.kind, found.named) == (FindingKind.MASKED, "granite-4.2-8b")


def test_the_same_row_under_another_id_is_unmasked():
    memory = step(ListMemory("list"), reading(T, free("stealth/ox-alpha", row="r1", name="ox-alpha"))).memory
    (found,) = step(memory, reading(T + DAY, entry("z-ai/glm", row="r1", name="GLM"))).found
    assert (found.kind, found.label, found.named) == (FindingKind.UNMASKED, "ox-alpha", "GLM")


def test_a_version_7_id_tells_when_the_row_was_made():
    assert made_at(ROW) == datetime(2025, 11, 28, 18, 14, 55, 612000, tzinfo=UTC)
    assert made_at("e2d9d353-6dbe-4414-bf87-bd289d523726") is None
    assert made_at("solace") is None
    assert made_at("00000000-0000-7000-8000-000000000000") is None
    assert made_at("ffffffff-ffff-7fff-8fff-ffffffffffff") is None


def test_a_fingerprint_does_not_depend_on_order():
    assert fingerprint([entry("a"), entry("b")]) == fingerprint([entry("b"), entry("a")])


lists = st.lists(
    st.sets(st.sampled_from([*(f"lab/m{n}" for n in range(6)), "openrouter/x-alpha", "stealth/x-alpha", "stealth/y"])),
    max_size=12,
)


@given(lists, st.sampled_from([HOUR / 2, 2 * HOUR, DAY, 4 * DAY]))
def test_whatever_a_list_does_a_label_is_raised_once_and_in_its_first_reading(days, gap):
    memory, raised, seen = ListMemory("list"), [], set()
    for n, ids in enumerate(days):
        taken = step(memory, Snapshot("list", T + n * gap, tuple(map(free, sorted(ids)))), DetectionSettings())
        memory = taken.memory
        labels = {one.rpartition("/")[2] for one in ids if not one.startswith("lab/")}
        now = [one.label for one in taken.found if one.kind.raises]
        assert set(now) == labels - seen
        seen |= labels
        raised += now
        for known in memory.known.values():
            assert known.missed_at is None or known.missed_at > known.first_seen
            assert known.gone_at is None or (known.missed_at and known.gone_at - known.missed_at >= HOUR)
    assert len(raised) == len(set(raised))
