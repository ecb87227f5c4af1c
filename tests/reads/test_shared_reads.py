"""Reads that many pages of one moment share."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from datetime import UTC, datetime

from bot import pages
from bot.domain.names.subjects import OpenedSubject, SubjectOrigin
from bot.messages.request import View
from bot.pages.page import PageRequest
from bot.ports import Ports
from bot.queries.claims.claim_grades import grade_claim
from bot.reads.shared_reads import MEASURED, SharedAnswers, origin, shared, size_of, snapshot
from tests.conftest import Conversation

Talk = Callable[..., Conversation]
PAGE = "https://example.org/a"
NOON = datetime(2026, 4, 21, 12, tzinfo=UTC)


def test_a_shared_query_is_asked_once_of_a_snapshot_and_each_time_of_other_ports(talk: Talk) -> None:
    asked = []

    @shared
    def query(_ports: Ports, slug: str, *, many: int = 1) -> str:
        asked.append((slug, many))
        return slug * many

    ports = talk().ports
    still = snapshot(ports)
    assert [query(still, "a"), query(still, "a"), query(still, "a", many=2), query(still, "b")] == ["a", "a", "aa", "b"]
    assert asked == [("a", 1), ("a", 2), ("b", 1)]
    assert [query(ports, "a"), query(ports, "a"), query(snapshot(ports), "a")] == ["a"] * 3
    assert asked[3:] == [("a", 1)] * 3


def test_a_port_of_a_snapshot_reads_once_what_is_asked_twice(talk: Talk) -> None:
    chat, view = talk(), View("", NOON)
    database, reads = chat.running.store.database, []
    read = database.read

    def counted(sql, parameters=()):
        reads.append(sql)
        return read(sql, parameters)

    database.read = counted
    try:
        still = snapshot(chat.ports)
        first = still.claims.about(["openai/spud"], view)
        many = len(reads)
        assert still.claims.about(["openai/spud"], view) is first
        assert len(reads) == many
        both = still.ledger.subjects(["openai/spud", "openai/gpt-5.5"], view)
        assert still.ledger.subject("openai/gpt-5.5", view) is both["openai/gpt-5.5"]
        assert still.ledger.subjects(["openai/gpt-5.5", "openai/spud"], view) == both
        assert len(reads) == many + 1
        assert still.ledger.subject("openai/no-such", view) is still.ledger.subject("openai/no-such", view) is None
        assert len(reads) == many + 2
        assert still.ledger.subject("openai/spud", View("", NOON.replace(year=2025))) is None
        assert len(reads) == many + 3
    finally:
        del database.read
    assert dict(both) == dict(chat.ports.ledger.subjects(["openai/spud", "openai/gpt-5.5"], view))
    assert first == chat.ports.claims.about(["openai/spud"], view)


async def test_a_port_of_a_snapshot_writes_as_the_port_does_and_leads_back_to_it(talk: Talk) -> None:
    ports, view = talk().ports, View("console:local", NOON)
    still = snapshot(ports)
    opened = OpenedSubject("x/y-1", "Y 1", "x", SubjectOrigin.DESK, NOON, PAGE, tenant="console:local")
    assert still.ledger.subject("x/y-1", view) is None
    await still.ledger.open(opened)
    assert ports.ledger.subject("x/y-1", view) is not None
    assert origin(still.ledger) is ports.ledger is origin(ports.ledger)


def test_a_claim_is_graded_once_a_moment_over_a_snapshot(talk: Talk) -> None:
    still = snapshot(talk().ports)
    view = View("", NOON)
    claim = still.claims.every(view, 1)[0]
    assert grade_claim(still, claim, view) is grade_claim(still, claim, view)


def test_a_snapshot_goes_with_its_last_user_and_is_no_garbage_to_be_found(talk: Talk) -> None:
    still = snapshot(talk().ports)
    assert still.ledger.subject("openai/spud", View("", NOON)) is not None
    assert still.claims.about(["openai/spud"], View("", NOON))
    gc.disable()
    try:
        left = [weakref.ref(one) for one in (still.ledger, still.claims)]
        del still
        assert [one() for one in left] == [None, None]
    finally:
        gc.enable()


def test_pages_of_a_snapshot_say_what_pages_of_the_ports_say(talk: Talk) -> None:
    ports, request = talk().ports, PageRequest(NOON)
    still = snapshot(ports)
    for name, module in pages.every().items():
        given = next(iter(pages.addresses(module, ports, request)), None)
        if given is not None:
            assert module.build(still, request, **given) == module.build(ports, request, **given), name


def test_answers_are_kept_up_to_a_number_of_bytes_those_used_last_the_longest() -> None:
    answers, often, query = SharedAnswers(most=20_000), ("often",), object()
    answers.keep(query, often, "x" * 951)
    for number in range(200):
        answers.keep(query, number, "x" * 951)
        assert answers.find(often) == "x" * 951
        assert answers.size <= 20_000
    assert len(answers) == 20
    assert answers.find(199) == "x" * 951
    assert not isinstance(answers.find(100), str)


def test_one_answer_keeps_all_that_it_reads_and_measures_nothing() -> None:
    answers = SharedAnswers()
    for number in range(200):
        answers.keep("query", number, "x" * 1_000_000)
    assert len(answers) == 200
    assert answers.size == 0


def test_the_size_of_a_value_counts_what_it_holds_once() -> None:
    long = "x" * 10_000
    assert 10_000 < size_of((long, long)) < 10_300
    assert size_of(View(long, NOON)) > 10_000
    assert size_of({"a": [long], "b": frozenset({"y" * 5_000})}) > 15_000


def test_of_a_long_container_the_first_parts_are_measured() -> None:
    looked = []

    class Part:
        def __sizeof__(self) -> int:
            looked.append(self)
            return 1_000

    size = size_of(tuple(Part() for _ in range(20_000)))
    assert 20_000_000 < size < 21_000_000
    assert len(looked) <= MEASURED
