"""An error names what may work instead; the reply makes buttons of it."""

from bot.dispatch.error_reply import error_reply, failed_order
from bot.messages.errors import Alternative, BadArgument, NotFound, OurFault, alternatives
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Form, Outcome
from bot.messages.request import Attachment


def test_an_alternative_changes_one_option_of_the_command_that_failed() -> None:
    error = NotFound("No.", instead=alternatives([("GPT-6", "openai/gpt-6")], "name"))
    failed = failed_order("model show", {"name": "gtp 6", "as_of": "2026-04-21"})
    assert error_reply(error, "", failed=failed).actions == (
        Button("GPT-6", order("model show", name="openai/gpt-6", as_of="2026-04-21")),
    )


def test_an_alternative_of_another_command_keeps_nothing_of_the_one_that_failed() -> None:
    error = NotFound("No.", instead=[Alternative("What is coming", {"lab": "openai"}, "model coming")])
    failed = order("odds show", about="OpenAI", by="2026-06-30")
    assert error_reply(error, "", failed=failed).actions == (
        Button("What is coming", order("model coming", lab="openai")),
    )


def test_an_alternative_that_asks_is_a_form_with_the_rest_filled_in() -> None:
    error = BadArgument("Which day?", instead=[Alternative("Give the day", asks=("published",))])
    picture = Attachment("page.png", "image/png", b"")
    failed = failed_order("claimcheck add", {"claim": "CL-0001", "file": picture})
    assert error_reply(error, "", failed=failed).actions == (
        Form("Give the day", "claimcheck add", {"claim": "CL-0001"}, ("published",)),
    )
    every = NotFound("No runs.", instead=[Alternative("Log a run", {"task": "mine"}, "claimcheck trial", asks=())])
    assert error_reply(every, "").actions == (Form("Log a run", "claimcheck trial", {"task": "mine"}, ()),)


def test_without_the_command_that_failed_only_alternatives_with_their_own_are_offered() -> None:
    error = NotFound("No.", instead=[Alternative("A", {"name": "a"}), Alternative("B", {"name": "b"}, "model show")])
    assert [action.label for action in error_reply(error, "").actions] == ["B"]


def test_a_label_fits_on_a_button() -> None:
    error = NotFound("No.", instead=[Alternative("long " * 40, {}, "help")])
    assert len(error_reply(error, "").actions[0].label) == 80


def test_the_reply_says_what_happened_why_what_to_do_and_what_was_typed() -> None:
    reply = error_reply(NotFound("No.", why="Because.", todo="Try.", choices=["one"]), "model shw")
    assert [type(part) for part in reply.parts].count(Bullets) == 1
    assert reply.plain == "No.\nBecause.\nTry.\n• one\nYou typed: model shw"
    assert reply.outcome is Outcome.REFUSED
    assert error_reply(OurFault(), "", "A1B2C3").note == "ref A1B2C3"
    assert error_reply(OurFault(), "", "A1B2C3").outcome is Outcome.BROKEN
