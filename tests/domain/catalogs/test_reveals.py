"""Reveals: a text, a former name or a renamed row that says which model a label was."""

from dataclasses import replace

import pytest

from bot.domain.catalogs.findings import FindingKind, ReadingOutcome
from bot.domain.catalogs.list_changes import step
from bot.domain.catalogs.listings import ListMemory
from tests.domain.catalogs.lists import DAY, HOUR, T, entry, free, reading, row


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


def test_a_row_that_is_renamed_is_unmasked():
    memory = step(ListMemory("arena"), reading(T, row("jaguar"))).memory
    (found,) = step(memory, reading(T + DAY, row("mistral-large-3", "mistral"), whole=False)).found
    assert (found.kind, found.label, found.named) == (FindingKind.UNMASKED, "jaguar", "mistral-large-3")


def test_a_codename_kept_inside_a_named_row_is_unmasked():
    (found,) = step(ListMemory("arena"), reading(T, row("muse-glimmer", "meta", aliases=("onyx-v1-4",)))).found
    assert (found.kind, found.label, found.named) == (FindingKind.UNMASKED, "onyx-v1-4", "muse-glimmer")
    assert not step(ListMemory("arena"), reading(T, row("gpt-5.5", "openai", aliases=("gpt-5.5-harness",)))).found


@pytest.mark.parametrize("maker", ["", "openai"])
def test_an_earlier_state_of_a_row_is_no_news_and_is_not_remembered(maker):
    before, now = row("lantern", maker), row("GPT-6", "openai")
    first, second = reading(T, before, "a/one", "a/two"), reading(T + DAY, now, "b/three", "b/four")
    third = replace(second, read_at=T + 2 * DAY)
    old = {
        ReadingOutcome.LATE: replace(first, read_at=T + HOUR),
        ReadingOutcome.OLDER: replace(first, read_at=T + 3 * DAY),
        ReadingOutcome.PART: replace(first, read_at=T + 3 * DAY, whole=False),
    }
    for outcome, stale in old.items():
        memory = ListMemory("list")
        for snapshot in (first, second, third):
            memory = step(memory, snapshot).memory
        taken = step(memory, stale)
        assert taken.verdict is outcome
        assert not taken.found
        assert taken.memory.known[now.id].listing == now
        assert not step(taken.memory, replace(second, read_at=T + 4 * DAY)).found


def test_an_earlier_id_of_a_row_names_nobody():
    memory = ListMemory("list")
    for snapshot in (reading(T), reading(T + DAY, entry("z-ai/glm", row="r1", name="GLM"))):
        memory = step(memory, snapshot).memory
    late = reading(T + HOUR, free("stealth/ox-alpha", row="r1", name="ox-alpha"))
    assert not step(memory, late).found


def test_a_name_hidden_again_is_a_leak():
    memory = step(ListMemory("arena"), reading(T, row("granite-4.2-8b", "ibm"))).memory
    (found,) = step(memory, reading(T + HOUR, row("solace"), whole=False)).found
    assert (found.kind, found.named) == (FindingKind.MASKED, "granite-4.2-8b")


def test_the_same_row_under_another_id_is_unmasked():
    memory = step(ListMemory("list"), reading(T, free("stealth/ox-alpha", row="r1", name="ox-alpha"))).memory
    (found,) = step(memory, reading(T + DAY, entry("z-ai/glm", row="r1", name="GLM"))).found
    assert (found.kind, found.label, found.named) == (FindingKind.UNMASKED, "ox-alpha", "GLM")
