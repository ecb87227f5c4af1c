"""The search page answers what was typed, as a chat would, and stores nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from adapters.runtime.pages import question_answerer
from adapters.web.site import Site
from tests.conftest import Conversation

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
Asked = Callable[..., str]


@pytest.fixture
def asked(talk: Callable[..., Conversation]) -> Asked:
    ports = talk(NOON.isoformat()).ports
    site = Site(ports, answer=question_answerer(ports))

    def ask(words: str, at: datetime | None = None) -> str:
        document = site.document("/search", NOON, as_of=at, query={"q": words})
        assert document is not None
        _, _, answer = document.body.decode().partition('<section class="card"><h2>')
        return answer.partition("</section>")[0]

    return ask


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("gpt-8.5", "GPT-8.5 is not known here"),
        ("when was claude opus 5.5 released", "Claude Opus 5.5 has been out since"),
        ("is it true that Pony Alpha is GLM-5?", "True: "),
    ],
)
def test_a_question_is_answered_above_the_pages_it_finds(asked: Asked, words: str, said: str) -> None:
    first = asked(words)
    assert first.startswith(said)
    assert 1 <= first.count("<p>") <= 2
    assert asked(words, NOON - timedelta(days=900)) != first, "the present on a page of the past"


@pytest.mark.parametrize("words", ["zzzz nothing", "hello", "and the price?", "spudwatch timezone Europe/Berlin"])
def test_what_asks_nothing_of_the_ledger_has_no_answer(asked: Asked, words: str) -> None:
    asked("gemini 3 pro")  # no question goes on from one of somebody else, and nothing is stored for one
    assert asked(words) == ""
