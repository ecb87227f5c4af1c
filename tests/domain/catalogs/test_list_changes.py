"""Changes of a list: what a reading adds, takes away and leaves unsaid."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.catalogs.findings import DetectionSettings, FindingKind, ReadingOutcome
from bot.domain.catalogs.list_changes import step
from bot.domain.catalogs.listings import Listing, ListMemory, Snapshot, fingerprint, made_at
from tests.domain.catalogs.lists import BASE, DAY, HOUR, ROW, T, entry, free, loud, reading, run
from tests.steps import steps


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


def test_a_preview_of_a_new_lab_is_a_lead_only():
    found, _, _ = run(reading(T), reading(T + DAY, free("newlab/flash-preview"), free("newlab/model-test")))
    assert {kind for kind, _ in found[1]} == {FindingKind.FREE}


def test_ten_times_as_many_rows_pasted_twice_are_ten_times_the_work():
    def rows(letter, count):
        return tuple(
            Listing(f"{letter}{n}", name=f"m{n}", provider="stealth", row=f"{letter}{n}") for n in range(count)
        )

    def pasted_twice(count):
        memory = step(ListMemory("arena"), Snapshot("arena", T, rows("a", count), whole=False)).memory
        step(memory, Snapshot("arena", T + HOUR, rows("b", count), whole=False))

    few, many = (steps(partial(pasted_twice, count)) for count in (500, 5_000))
    assert many < 15 * few  # comparing each with each is a hundred times the work


def test_a_version_7_id_tells_when_the_row_was_made():
    assert made_at(ROW) == datetime(2025, 11, 28, 18, 14, 55, 612000, tzinfo=UTC)
    assert made_at("e2d9d353-6dbe-4414-bf87-bd289d523726") is None
    assert made_at("solace") is None
    assert made_at("00000000-0000-7000-8000-000000000000") is None
    assert made_at("ffffffff-ffff-7fff-8fff-ffffffffffff") is None


def test_a_fingerprint_does_not_depend_on_order():
    assert fingerprint([entry("a"), entry("b")]) == fingerprint([entry("b"), entry("a")])


@pytest.mark.parametrize("other", [{"name": "B"}, {"price_in": 9.0}, {"context": 9}, {"output": 9}])
def test_a_fingerprint_tells_every_value_apart(other):
    assert fingerprint([Listing("a")]) != fingerprint([Listing("a", **other)])


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
