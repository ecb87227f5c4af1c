"""Load-bearing, by brute force: take every origin away in turn, grade the rest from nothing, and compare.

For every kind of claim whose grade is made in a way of its own: numbers, identities (two fingerprints), comparisons
(one line a benchmark, two origins a line), deadlines (a watched source shows nothing), denials and rounded numbers.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from bot.domain.evidence.evidence import (
    Basis,
    Benchmark,
    Claim,
    Evidence,
    EvidenceContext,
    EvidenceForm,
    Statement,
    Value,
)
from bot.domain.grading.grades import grade

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
ONE, OTHER = "a/one", "b/other"
WORLD = EvidenceContext(benchmarks={"T": Benchmark("T", "T", ("coding",)), "S": Benchmark("S", "S", ("coding",))})
PRICE = Statement("price", ONE, values=(Value(5.0, "input"),))
ROUND = Statement("context_limits", ONE, values=(Value(1_000_000, "context"),))
NAMED = Statement("identity", "label/x", object=ONE)
BEATS = Statement("better_than", ONE, comparator=OTHER)
BY = Statement("release_date", ONE, day=date(2026, 5, 1), operator="by")
QUESTIONS = (PRICE, ROUND, NAMED, BEATS, BY)


@st.composite
def says(draw, asked):
    """What an item may say in the matter: the same, something else, the opposite."""
    if asked is BEATS and draw(st.booleans()):
        board = draw(st.sampled_from("TS"))
        models = draw(st.sampled_from([(ONE,), (OTHER,), (ONE, OTHER)]))
        numbers = st.sampled_from([50.0, 60.0, 70.0])
        return tuple(
            Statement("benchmark_score", model, benchmark=board, values=(Value(draw(numbers), "score"),))
            for model in models
        )
    other = {
        PRICE: replace(PRICE, values=(Value(10.0, "input"),)),
        ROUND: replace(ROUND, values=(Value(draw(st.sampled_from([1_050_000, 256_000])), "context"),)),
        NAMED: replace(NAMED, object=OTHER),
        BEATS: replace(BEATS, polarity=-1),
        BY: replace(BY, day=date(2026, 5, 3), operator="on"),
    }[asked]
    said = draw(st.sampled_from([asked, other, replace(asked, polarity=-1)]))
    return (replace(said, future=draw(st.booleans())) if said.type == "release_date" else said,)


@st.composite
def matters(draw):
    """A question, and evidence of five origins about it."""
    asked = draw(st.sampled_from(QUESTIONS))
    items = []
    for number in range(draw(st.integers(0, 7))):
        at = NOW - timedelta(days=draw(st.integers(0, 30)))
        items.append(
            Evidence(
                f"E{number}",
                draw(st.sampled_from("pqrst")),
                draw(st.sampled_from(list(Basis))),
                draw(st.sampled_from(list(EvidenceForm))),
                at,
                at,
                says=draw(says(asked)),
                cites=tuple(f"E{n}" for n in draw(st.sets(st.integers(0, 7), max_size=2))),
                named=draw(st.booleans()),
                runs=draw(st.sampled_from([None, 10])),
                same_harness=draw(st.booleans()),
                accepted=draw(st.integers(0, 9)) > 0,
            )
        )
    polarity = draw(st.sampled_from([1, 1, -1]))
    return Claim(replace(asked, polarity=polarity)), items


@settings(max_examples=200, deadline=None)
@given(matters())
def test_load_bearing_is_what_changes_the_grade_when_it_is_gone(matter):
    claim, items = matter
    made = grade(claim, items, NOW, WORLD)
    assume(not made.lineage.drifts)  # a copy that changed what it copies weighs nothing once that is gone
    gone = {}
    for party in sorted({item.party for item in items}):
        rest = grade(claim, [item for item in items if item.party != party], NOW, WORLD)
        assume(not rest.lineage.drifts)  # nor one that is changed against the only origin that is left
        if rest.word != made.word:
            gone[party] = rest.word
    event(f"{made.grade.value}: {len(gone)} of {len({item.party for item in items})}")
    assert dict(zip(made.load_bearing, made.without, strict=True)) == gone


def test_an_only_origin_is_load_bearing_even_of_speculation():
    alone = Evidence("E1", "somebody", Basis.INFERENCE, EvidenceForm.NAME, NOW, NOW, says=(NAMED,))
    made = grade(Claim(NAMED), [alone], NOW)
    assert (made.word, made.load_bearing, made.without) == ("SPECULATION", ("somebody",), ("NO EVIDENCE HERE",))
