"""Roots of citations, circles, drift, and likely copies."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.evidence.evidence import Basis, Evidence, EvidenceForm, Statement, Value
from bot.domain.evidence.origins import propose, trace

START = datetime(2026, 3, 24, 12, tzinfo=UTC)
SCORE = Statement("benchmark_score", "a/b", benchmark="T", values=(Value(88.7, "score"),))


def item(name, cites=(), basis=None, said=SCORE, day=0, quote=""):
    basis = basis or (Basis.REPEATS if cites else Basis.FIRST_HAND)
    at = START + timedelta(days=day)
    return Evidence(name, name, basis, EvidenceForm.REPORT, at, at, says=(said,), cites=tuple(cites), quote=quote)


def test_a_chain_leads_back_to_its_first_link():
    found = trace([item("A"), item("B", "A"), item("C", "B")])
    assert found.roots == {"A": {"A"}, "B": {"A"}, "C": {"A"}}
    assert found.is_root(item("A"))


def test_a_circle_has_no_origin_and_is_said_to_be_one():
    found = trace([item("A", "B"), item("B", "A")])
    assert found.roots == {"A": frozenset(), "B": frozenset()}
    assert found.circular == {"A", "B"}


def test_what_only_leads_into_a_circle_is_circular_too():
    found = trace([item("X", "Y"), item("Y", "Z"), item("Z", "Y"), item("L", "M"), item("M", "GONE"), item("S", "S")])
    assert found.circular == {"X", "Y", "Z", "S"}


def test_a_circle_that_also_reaches_an_origin_has_it():
    found = trace([item("A", ("B", "R")), item("B", "A"), item("R")])
    assert found.roots["A"] == {"R"}
    assert found.roots["B"] == {"R"}
    assert not found.circular


def test_a_copy_of_something_unknown_dangles():
    assert trace([item("A", ("GONE",))]).roots["A"] == frozenset()


def test_a_document_of_its_own_is_an_origin_whatever_it_cites():
    assert trace([item("A"), item("B", "A", Basis.FIRST_PARTY)]).roots["B"] == {"B"}


def test_a_copy_that_changes_the_number_drifts():
    other = Statement("benchmark_score", "a/b", benchmark="T", values=(Value(82.6, "score"),))
    found = trace([item("A"), item("B", "A", said=other), item("C", "A")])
    assert [(drift.copy, drift.root) for drift in found.drifts] == [("B", "A")]
    assert "82.6" in found.drifts[0].copied


def test_a_copy_of_a_drifted_copy_is_only_a_copy():
    other = Statement("benchmark_score", "a/b", benchmark="T", values=(Value(82.6, "score"),))
    found = trace([item("A"), item("B", "A", said=other), item("C", "B", said=other)])
    assert [drift.copy for drift in found.drifts] == ["B"]


def test_a_large_number_is_compared_with_all_its_digits():
    limit = Statement("context_limits", "a/b", values=(Value(1_050_000, "context"),))
    first = item("A", said=limit)
    assert propose([first, item("B", basis=Basis.UNKNOWN, day=1, quote="It costs 1.05 dollars.")]) == ()
    assert propose([first, item("B", basis=Basis.UNKNOWN, day=1, quote="It takes 1,050,000 tokens.")]) == (
        ("B", "A", "1050000"),
    )


def test_a_shared_rare_number_is_proposed_and_a_year_is_not():
    early = item("A", quote="88.7 % on Verified in 2026")
    late = item("B", basis=Basis.UNKNOWN, day=3, quote="it hits 88.7 in 2026")
    assert propose([late, early]) == (("B", "A", "88.7"),)
    plain = Statement("exists", "a/b")
    year = item("C", basis=Basis.UNKNOWN, said=plain, day=3, quote="in 2026")
    assert propose([item("A", said=plain, quote="since 2026"), year]) == ()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.sets(st.integers(0, 9), max_size=3)), max_size=10, unique_by=lambda t: t[0]
    )
)
def test_any_tangle_of_citations_is_walked_to_its_end(rows):
    items = [item(f"E{n}", tuple(f"E{m}" for m in cites)) for n, cites in rows]
    found = trace(items)
    for one in items:
        assert all(not next(i for i in items if i.id == root).cites for root in found.roots[one.id])
    assert found == trace(items[::-1])
