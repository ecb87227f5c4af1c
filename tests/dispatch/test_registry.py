"""How a typed line becomes a command with its options."""

from datetime import UTC, datetime
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dispatch.command import Command, as_of_option, build, option
from bot.dispatch.registry import CommandRegistry
from bot.messages.errors import BadArgument, NotFound, SpudwatchError, TooMuch
from bot.messages.order import order, quote
from bot.messages.request import RequestContext

NOW = datetime(2026, 4, 21, 12, tzinfo=UTC)
ASKED = RequestContext("console:you", "console:local/here", NOW, NOW)


class Look(Command[None], name="look up"):
    """Looks something up."""

    about: str = option("What")
    by: str = option("When", default="")
    count: int = option("How many", default=3, low=1, high=9)
    kind: Literal["fast", "slow"] = option("Which", default="fast")
    as_of: datetime | None = as_of_option()
    draft: str = option("What a button fills in", default="", hidden=True)


def understood(text: str) -> dict[str, object]:
    return dict(CommandRegistry._split(Look, text).values)


@pytest.mark.parametrize(("typed", "kind"), [("sl", "slow"), ("FAST", "fast"), ("f", "fast")])
def test_the_beginning_of_one_choice_is_that_choice(typed: str, kind: str) -> None:
    assert build(Look, {"about": "spud", "kind": typed}, ASKED).kind == kind


def test_loose_words_belong_to_the_first_option() -> None:
    assert understood("crest pro alpha") == {"about": "crest pro alpha"}


def test_a_value_runs_to_the_next_key_once_the_first_option_has_its_words() -> None:
    assert understood("spud by:30 Apr kind:slow") == {"about": "spud", "by": "30 Apr", "kind": "slow"}


def test_a_value_before_the_loose_words_ends_at_the_space() -> None:
    assert understood("by:2026-04-30 spud") == {"by": "2026-04-30", "about": "spud"}


def test_quotes_hold_a_value_together() -> None:
    assert understood('by:"30 Apr 2026" about:"crest \\"pro\\" alpha"') == {
        "by": "30 Apr 2026",
        "about": 'crest "pro" alpha',
    }


def test_a_colon_in_a_sentence_is_no_key() -> None:
    assert understood("GPT-5.5: out now") == {"about": "GPT-5.5: out now"}


def test_dashes_do_for_those_who_type_them() -> None:
    assert understood("spud --by 2026-04-30") == {"about": "spud", "by": "2026-04-30"}


def test_quotes_around_everything_are_dropped() -> None:
    assert understood('"Spud beats Opus 4.7"') == {"about": "Spud beats Opus 4.7"}


@pytest.mark.parametrize("typed", ['about:claude 6"', 'about:"claude 6', 'claude 6"', '"claude 6'])
def test_a_quote_without_another_is_no_part_of_a_value(typed: str) -> None:
    assert understood(typed) == {"about": "claude 6"}
    assert understood('about:the 6" model') == {"about": 'the 6" model'}


def test_a_command_reads_back_from_its_own_line() -> None:
    made = Look('a "b" c', by="30 Apr", count=5, as_of=NOW)
    assert build(Look, understood(made.line.removeprefix("look up ")), ASKED) == made


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
def test_any_text_survives_a_button(text: str) -> None:
    line = f"about:{quote(text)}"
    assert understood(line) == {"about": text} or understood(line)["about"] == text.strip()


def test_an_order_leaves_out_what_is_not_given() -> None:
    assert order("odds show", about="spud", by=None).line == "odds show about:spud"


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({}, BadArgument),
        ({"about": "  "}, BadArgument),
        ({"about": "x", "count": "99"}, BadArgument),
        ({"about": "x", "count": "nan"}, BadArgument),
        ({"about": "x", "kind": "medium"}, BadArgument),
        ({"about": "x", "colour": "red"}, BadArgument),
        ({"about": "x" * 301}, TooMuch),
        ({"about": "\ud800"}, BadArgument),
        ({"about": "a\0b"}, BadArgument),
        ({"about": "x", "as_of": "31 Feb"}, BadArgument),
        ({"about": "x", "as_of": "9999-01-01"}, BadArgument),
    ],
)
def test_bad_options_are_refused_with_a_reason(values: dict[str, str], kind: type[SpudwatchError]) -> None:
    with pytest.raises(kind) as refused:
        build(Look, values, ASKED)
    assert refused.value.what


def test_a_wrong_declaration_fails_when_it_is_made() -> None:
    with pytest.raises(ValueError, match="command name"):
        type("Bad", (Command,), {"__doc__": "Does it.", "__annotations__": {}}, name="Not A Name")


@pytest.mark.parametrize("line", ["", "   ", "/", "oods spud", "no such thing", "x" * 10_000, "\ud800", "🥔"])
def test_no_command_is_said_to_be_none(line: str) -> None:
    with pytest.raises(NotFound) as refused:
        CommandRegistry().understand(line)
    assert refused.value.todo


@pytest.mark.parametrize(
    "words",
    ["spud foo:bar", "foo:bar", "spud --foo=bar", "spud model:gpt foo:bar by:2026-04-30", "spud by:2026-04-30 foo:bar"],
)
def test_an_option_that_does_not_exist_is_noticed(words: str) -> None:
    stray = CommandRegistry().understand(f"odds {words}").stray
    assert stray.startswith(f"odds show has no option “{'model' if 'model' in words else 'foo'}”")
    assert "it has about, by, venue, as_of" in stray


@pytest.mark.parametrize(
    "line",
    [
        "odds spud", "odds spud by:2026-04-30", "odds GPT-5.5: out", "odds https://example.com/a:b", "odds spud: when",
        "odds Spud:out", "odds 12:30", "odds gpt-5:5", "odds a:b", "odds foo :bar", "spudwatch status foo:bar",
        "claimcheck ask the memo says price:5 dollars", "odds xhttp://a",
    ],
)  # fmt: skip
def test_text_with_a_colon_stays_text(line: str) -> None:
    assert CommandRegistry().understand(line).stray == ""


def test_a_near_name_is_offered() -> None:
    with pytest.raises(NotFound) as refused:
        CommandRegistry().understand("spudwach")
    assert "spudwatch" in str(refused.value.todo)


def offered(line: str) -> tuple[str, list[str]]:
    with pytest.raises(NotFound) as refused:
        CommandRegistry().understand(line)
    return str(refused.value.todo), [order(one.command, **one.values).line for one in refused.value.instead]


def test_a_line_that_is_near_no_command_offers_none() -> None:
    assert offered("qwertyuiop") == ("Try help for what there is.", [])


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("odd spud", ["odds show about:spud"]),
        ("oods show spud", ["odds show about:spud"]),
        ("oods hisstory spud", ["odds history about:spud"]),
        ("checkqoint crest pro alpha", ['checkpoint show label:"crest pro alpha"']),
        ("claim spud beats opus", ['claimcheck ask claim:"spud beats opus"']),
        ("status", ["spudwatch status"]),
        ("watch spud", ["checkpoint watch label:spud", "model watch name:spud", "odds watch market:spud"]),
        ("oods", ["odds show"]),
        ("claimchek", []),
    ],
)
def test_a_misspelt_command_is_offered_with_its_words(line: str, lines: list[str]) -> None:
    todo, found = offered(line)
    assert todo.startswith("Did you mean ")
    assert found == lines


def test_what_cannot_be_written_is_in_no_button() -> None:
    lines = offered("claim \ud800 beats opus")[1]
    assert lines
    for line in lines:
        line.encode("utf-8")


def test_a_sentence_nobody_understands_is_no_command() -> None:
    registry = CommandRegistry()
    assert "could not tell what “my bot shows nothing” asks" in str(registry.unknown("my bot shows nothing"))
    assert "There is no command “qwertyuiop”" in str(registry.unknown("qwertyuiop"))


def test_an_option_that_buttons_fill_in_is_accepted_and_offered_to_nobody() -> None:
    assert Look.usage() == "look up about [by] [count] [kind] [as_of]"
    assert build(Look, understood("spud draft:7"), ASKED) == Look("spud", draft="7")
    assert Look("spud", draft="7").line == "look up about:spud draft:7"
    stray = CommandRegistry._split(Look, "spud stealth:yes").stray
    assert stray.endswith("it has about, by, count, kind, as_of.")


def test_a_required_option_cannot_be_hidden() -> None:
    with pytest.raises(ValueError, match="hidden"):

        class Ask(Command[None], name="look at"):
            """Looks at something."""

            about: str = option("What", hidden=True)
