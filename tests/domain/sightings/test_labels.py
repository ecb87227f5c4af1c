"""Labels as people report them: honest, disguised, alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.sightings.labels import (
    MAX_LABEL,
    Disguise,
    LabelRefused,
    bare,
    check,
    clean,
    close,
    disguises,
    draws_like,
    fold,
    key,
    likeness,
    skeleton,
)

HONEST = ["Crest", "Crest🌊", "千问", "Crest Pro Alpha", "gpt-5.5", "Qwen3.5-Max 千问", "👩‍💻 coder", "Орион"]
DISGUISED = {
    "Сrest": Disguise.MIXED,
    "Crеst": Disguise.MIXED,
    "Сгеѕт": Disguise.FOREIGN,
    "ᏟᎡᎬᏚᎢ": Disguise.FOREIGN,
    "Ϲrest": Disguise.MIXED,
    "ꓚrest": Disguise.MIXED,
    "Cre\u200bst": Disguise.UNSEEN,
    "\u202etserC": Disguise.UNSEEN,
    "Cre\u00adst": Disguise.UNSEEN,
    "Crest\u2060": Disguise.UNSEEN,
    "Crest\u3164": Disguise.UNSEEN,
    "Ｃｒｅｓｔ": Disguise.STYLED,
    "𝐂𝐫𝐞𝐬𝐭": Disguise.STYLED,
    "Crést": Disguise.ACCENT,
    "Ƈrest": Disguise.ACCENT,
}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_name_is_not_flagged(name):
    assert disguises(name) == ()


@pytest.mark.parametrize(("name", "why"), DISGUISED.items())
def test_a_disguised_name_is_flagged_with_its_reason(name, why):
    assert why in disguises(name)


@pytest.mark.parametrize("name", ["Сrest", "Сгеѕт", "ᏟᎡᎬᏚᎢ", "Ϲrest", "Crést", "Cre5t"])
def test_a_look_alike_names_whom_it_looks_like_and_is_not_the_same(name):
    assert key(name) != key("Crest")
    twin = draws_like(name, ("Orion", "Crest"))
    assert twin is not None
    assert twin.name == "Crest"


def test_a_known_name_is_no_look_alike_of_itself():
    assert draws_like("CREST", ("crest", "Сrest")) is None


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "   ",
        "\u200b\u200d\ufeff",
        "x" * 10_000,
        "x" * (MAX_LABEL + 1),
        "<@123456789>",
        "@everyone",
        "<!channel>",
        "<#C024BE91L>",
        "hey @here",
        "[Crest](https://evil.example)",
        "<https://evil.example|Crest>",
        "https://evil.example/crest",
        "--//--",
        "\ud800",
    ],
)
def test_what_is_not_a_label_is_refused_with_what_to_do(bad):
    with pytest.raises(LabelRefused) as refused:
        check(bad)
    assert refused.value.why
    assert refused.value.todo
    assert refused.value.too_long == (len(bad) > MAX_LABEL)


def test_a_label_is_kept_as_shown_apart_from_what_nobody_sees():
    assert check("  Crest\u200b  Pro\tAlpha ") == "Crest Pro Alpha"


def test_separators_case_and_width_do_not_make_another_label():
    assert len({key("Crest Pro Alpha"), key("crest-pro-alpha"), key("CREST_PRO_ALPHA"), key("Ｃrest Pro Alpha")}) == 1


def test_close_text_is_offered_but_another_version_is_another_name():
    assert close("Crest Pro Alpha", "Crest Pro Alfa")
    assert not close("gpt-5.5", "gpt-4.5")
    assert not close("Crest Pro Alpha", "glacier-alpha")


def test_an_id_of_a_list_becomes_a_label():
    assert bare("openrouter/cypher-alpha:free") == "cypher-alpha"
    assert bare("stealth/ox-alpha") == "ox-alpha"


@given(st.text(max_size=120))
def test_any_text_is_folded_without_trouble_and_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert clean(clean(text)) == clean(text)
    skeleton(text)
    disguises(text)


@given(st.text(max_size=400))
def test_any_text_is_kept_or_refused_but_never_breaks(text):
    try:
        kept = check(text)
    except LabelRefused:
        return
    assert 0 < len(kept) <= MAX_LABEL
    assert check(kept) == kept


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
def test_likeness_is_one_only_for_the_same_label(one, other):
    value = likeness(one, other)
    assert 0 <= value <= 1
    assert (value == 1) == (key(one) == key(other))
