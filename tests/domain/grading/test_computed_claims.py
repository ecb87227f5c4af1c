"""Claims that are sums: every ratio, span and weekday is computed, and none is endorsed or refuted against its sum.

For each pair of models and each form the true sentence and false ones are made; what is true is worked out here with
fractions and the calendar, apart from the code.
"""

import calendar
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import permutations

import pytest

from bot.domain.claims.claim_types.release_date import placed
from bot.domain.claims.parse import parse_message
from bot.domain.evidence.evidence import Basis, Claim, Evidence, EvidenceForm, Statement, Value
from bot.domain.evidence.grade_rules import Grade
from bot.domain.grading.grades import grade
from tests.domain.claims.reading import names

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
MODELS = {  # name: slug, dollars in and out, tokens of context, day of release
    "Claude Opus 5": ("anthropic/claude-opus-5", 5, 25, 1_000_000, date(2026, 7, 24)),
    "Claude Opus 5.5": ("anthropic/claude-opus-5.5", 4, 20, 500_000, date(2026, 9, 22)),
    "Claude Sonnet 5": ("anthropic/claude-sonnet-5", 2, 10, 2_000_000, date(2026, 6, 30)),
    "GPT-5.5": ("openai/gpt-5.5", 5, 30, 1_050_000, date(2026, 4, 23)),
    "GPT-6": ("openai/gpt-6", 10, 50, 400_000, date(2026, 9, 4)),
    "Gemini 4": ("google/gemini-4", 1, 5, 10_000_000, date(2026, 10, 13)),
    "Grok 4": ("xai/grok-4", 3, 15, 256_000, date(2025, 7, 9)),
    "DeepSeek V4": ("deepseek/deepseek-v4", 0.5, 2, 128_000, date(2026, 4, 24)),
}
SHARES = {
    "half": Fraction(1, 2), "a third of": Fraction(1, 3), "a quarter of": Fraction(1, 4), "a fifth of": Fraction(1, 5),
    "a tenth of": Fraction(1, 10), "two thirds of": Fraction(2, 3), "three quarters of": Fraction(3, 4),
    "four fifths of": Fraction(4, 5), "twice": Fraction(2), "double": Fraction(2), "three times": Fraction(3),
    "2.5x": Fraction(5, 2), "10x": Fraction(10), "80% of": Fraction(4, 5), "20% of": Fraction(1, 5),
}  # fmt: skip
LESS = {
    "20%": Fraction(4, 5), "a fifth": Fraction(4, 5), "half": Fraction(1, 2), "a quarter": Fraction(3, 4),
    "50 percent": Fraction(1, 2), "90%": Fraction(1, 10), "a third": Fraction(2, 3), "5x": Fraction(1, 5),
    "ten times": Fraction(1, 10), "80%": Fraction(1, 5),
}  # fmt: skip
MORE = {
    "25%": Fraction(5, 4), "a quarter": Fraction(5, 4), "50%": Fraction(3, 2), "2x": Fraction(2), "100%": Fraction(2),
}  # fmt: skip
BOUNDS = {"": "eq", "less than ": "under", "more than ": "over", "at least ": "at_least", "at most ": "at_most"}
SPANS = [(number, unit) for unit in ("days", "weeks", "months") for number in (3, 6, 20, 60)]
HIGH = (Grade.CONFIRMED, Grade.SUPPORTED)


def witness(slug, day, *said):
    at = datetime.combine(day, datetime.min.time(), UTC)
    return Evidence(slug, slug.partition("/")[0], Basis.FIRST_PARTY, EvidenceForm.ANNOUNCEMENT, at, at, says=said)


EVIDENCE = [
    witness(
        slug, day,
        Statement("price", slug, values=(Value(dollars_in, "input"), Value(out, "output"))),
        Statement("context_limits", slug, values=(Value(context, "context"),)),
        Statement("release_date", slug, day=day, operator="on"),
    )
    for slug, dollars_in, out, context, day in MODELS.values()
]  # fmt: skip
DAYS = {slug: day for slug, *_, day in MODELS.values()}


def graded(text):
    """The grade of a sentence that claims one thing."""
    (found,) = all_graded(text)
    return found


def all_graded(text):
    """The grades of a sentence's claims; of releases in order with the other's day known, as the ledger has it."""
    for parsed in parse_message(text, NOW, names(NOW)):
        if (said := parsed.statement) is not None:
            known = said.type == "release_date" and said.comparator
            said = placed(said, DAYS[said.comparator]) if known else said
            yield grade(Claim(said, parsed.text), EVIDENCE, NOW).grade


def expected(claimed, bound, quotients):
    """What a sum makes of a claim: so, not so, of both kinds, or None where it is a matter of taste (near it)."""
    signs = set()
    for quotient in quotients:
        if bound == "eq":
            gap = abs(quotient - claimed) / claimed
            if Fraction(1, 200) < gap < Fraction(11, 100):
                return None
            signs.add(gap == 0 or gap <= Fraction(1, 200))
        else:
            under, over = quotient < claimed, quotient > claimed
            signs.add({"under": under, "over": over, "at_least": not under, "at_most": not over}[bound])
    return (Grade.MIXED,) if len(signs) > 1 else HIGH if signs.pop() else (Grade.CONTRADICTED,)


def ratios():
    """Sentences with the grades that their sums allow."""
    for (one, mine), (other, his) in permutations(MODELS.items(), 2):
        prices = [Fraction(str(mine[n])) / Fraction(str(his[n])) for n in (1, 2)]
        context = [Fraction(mine[3], his[3])]
        for words, claimed in SHARES.items():
            yield f"{one} costs {words} what {other} costs", expected(claimed, "eq", prices)
            yield f"{one} is {words} the price of {other}", expected(claimed, "eq", prices)
            yield f"{one} has {words} the context window of {other}", expected(claimed, "eq", context)
            bare = words.removesuffix(" of")
            for lead, bound in BOUNDS.items():
                if not bare.endswith(("s", "x", "%")) or bare == "three times":
                    yield f"{one} is {lead}{words} the price of {other}", expected(claimed, bound, prices)
        for words, claimed in LESS.items():
            yield f"{one} is {words} cheaper than {other}", expected(claimed, "eq", prices)
            yield f"{one} costs {words} less than {other}", expected(claimed, "eq", prices)
            yield f"the output of {one} is {words} cheaper than {other}", expected(claimed, "eq", prices[1:])
            yield f"{one} is cheaper than {other} by {words}", expected(claimed, "eq", prices)
            yield f"{one} undercuts {other} by {words}", expected(claimed, "eq", prices)
        for words, claimed in MORE.items():
            yield f"{one} is {words} more expensive than {other}", expected(claimed, "eq", prices)
            yield f"{one} costs {words} more than {other}", expected(claimed, "eq", prices)
        for words in ("twice", "half"):
            yield f"{one} costs {words} as much as {other}", expected(SHARES[words], "eq", prices)
            yield f"{one} is {words} as expensive as {other}", expected(SHARES[words], "eq", prices)
        yield f"{one} costs the same as {other}", expected(Fraction(1), "eq", prices)
        yield f"{one} isn't half the price of {other}", denied(expected(Fraction(1, 2), "eq", prices))


def directed(quotients, side):
    """What a sum makes of "cheaper" (side -1) and "dearer": two that cost the same are neither."""
    signs = {((quotient > 1) - (quotient < 1)) * side for quotient in quotients} - {0} or {-1}
    return (Grade.MIXED,) if len(signs) > 1 else HIGH if signs == {1} else (Grade.CONTRADICTED,)


def prices():
    """Sentences that say of two prices that they are the same, or which is higher."""
    for (one, mine), (other, his) in permutations(MODELS.items(), 2):
        both = [Fraction(str(mine[n])) / Fraction(str(his[n])) for n in (1, 2)]
        for same in ("costs the same as", "has the same price as", "is as cheap as", "is as expensive as"):
            yield f"{one} {same} {other}", expected(Fraction(1), "eq", both)
        yield f"{one} is cheaper than {other}", directed(both, -1)
        yield f"{one} is more expensive than {other}", directed(both, 1)
        yield f"{one} costs less than {other}", directed(both, -1)


def denied(grades):
    if grades is None or grades == (Grade.MIXED,):
        return grades
    return (Grade.CONTRADICTED,) if grades == HIGH else HIGH


def later(day, number, unit):
    if unit != "months":
        return day + timedelta(days=number * (7 if unit == "weeks" else 1))
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def spans():
    """Sentences about how far apart two releases are, with the grades that the calendar allows."""
    for (one, mine), (other, his) in permutations(MODELS.items(), 2):
        day, from_day = mine[4], his[4]
        for number, unit in SPANS:
            end, start = later(from_day, number, unit), later(from_day, -number, unit)
            told = {
                f"less than {number} {unit} after": from_day <= day < end,
                f"within {number} {unit} after": from_day <= day <= end,
                f"no more than {number} {unit} after": from_day <= day <= end,
                f"within {number} {unit} of": start <= day <= end,
                f"more than {number} {unit} after": day > end,
                f"at least {number} {unit} after": day >= end,
                f"less than {number} {unit} before": start < day <= from_day,
                f"more than {number} {unit} before": day < start,
                f"at least {number} {unit} before": day <= start,
            }
            for words, true in told.items():
                yield f"{one} came out {words} {other}", HIGH if true else (Grade.CONTRADICTED,)
        for words, true in {"newer than": day > from_day, "older than": day < from_day}.items():
            yield f"{one} is {words} {other}", HIGH if true else (Grade.CONTRADICTED,)


def weekdays():
    """Sentences about the weekday of a release."""
    for name, (*_, day) in MODELS.items():
        for number, weekday in enumerate(calendar.day_name):
            for words in (f"came out on a {weekday}", f"was released on a {weekday.lower()}"):
                yield f"{name} {words}", HIGH if day.weekday() == number else (Grade.CONTRADICTED,)


@pytest.mark.parametrize(
    ("made", "step", "least"), [(ratios, 7, 600), (prices, 1, 300), (spans, 9, 600), (weekdays, 1, 100)]
)
def test_what_is_computed_is_graded_by_its_sum(made, step, least):
    told = dict([(text, grades) for text, grades in made() if grades is not None][::step])
    wrong = {text: found for text, grades in told.items() if (found := graded(text)) not in grades}
    assert len(told) >= least
    assert set(Counter(told.values())) >= {HIGH, (Grade.CONTRADICTED,)}
    assert wrong == {}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("GPT-6 costs more than $20", Grade.MIXED),
        ("GPT-6 costs less than $60", Grade.CONFIRMED),
        ("GPT-6 costs more than $60", Grade.CONTRADICTED),
        ("GPT-6 costs at least $10", Grade.CONFIRMED),
        ("GPT-6 costs at most $10", Grade.MIXED),
        ("GPT-6 costs more than $20 per million output tokens", Grade.CONFIRMED),
        ("GPT-6 costs less than $5 per million input tokens", Grade.CONTRADICTED),
    ],
)
def test_a_bound_without_a_way_is_held_against_both_ways(text, word):
    assert graded(text) is word


@pytest.mark.parametrize(
    "text",
    [
        "Claude Opus 5.5's input is half the price of GPT-6's output",
        "Claude Opus 5.5 is $1 cheaper than Claude Opus 5",
        "Claude Opus 5.5 is half the price of Claude Opus 5 with 20% fewer tokens",
        "Claude Opus 5.5 is a tenth of the energy of Claude Opus 5",
        "Claude Opus 5.5 is 120% cheaper than Claude Opus 5",
        "Claude Opus 5.5 with 20% of the users costs the same as Claude Opus 5",
        "Claude Opus 5.5 costs the same as Claude Opus 5 on 80% of the tasks",
    ],
)
def test_a_sum_that_is_not_understood_is_never_endorsed(text):
    assert set(all_graded(text)) <= {Grade.UNCONFIRMED, Grade.SPECULATION}


@pytest.mark.parametrize("number", ["5000", "9999999", "999999999999", "0"])
def test_a_span_beyond_the_calendar_is_a_span(number):
    for words in ("less than {} months after", "{} years before", "at least {} weeks before", "within {} days of"):
        assert graded(f"GPT-6 came out {words.format(number)} Grok 4") in Grade
