"""Own runs: the floor with its interval, pass^k, and files of every kind."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.evals.eval_runs import (
    MAX_ROWS,
    EvalRun,
    floor_of,
    order_interval,
    pass_hat,
    pass_share,
    quantile,
    read_sheet,
    same_tasks,
)


def test_quantiles_interpolate_between_order_statistics():
    assert quantile([1, 2, 3, 4, 5], 0.5) == 3
    assert quantile([0, 10], 0.1) == pytest.approx(1)
    with pytest.raises(ValueError, match="at least one value"):
        quantile([], 0.5)


def test_below_twenty_runs_only_the_worst_is_said():
    made = floor_of(range(19))
    assert (made.p10, made.worst, made.n) == (None, 0, 19)
    assert floor_of(range(20)).p10 == pytest.approx(1.9)
    assert floor_of([]) is None
    assert floor_of([math.nan, math.inf, 3]).n == 1


def test_the_interval_of_the_tenth_percentile_comes_from_the_binomial():
    # n = 40, q = 0.1: P(X <= 0) = 0.0148 <= 0.025 < P(X <= 1); P(X <= 8) = 0.9845 >= 0.975
    assert order_interval(list(range(40)), 0.1) == (0, 8)
    low, high = order_interval(list(range(20)), 0.1)
    assert low is None
    assert high == 5


@given(st.lists(st.floats(-1e6, 1e6), min_size=20, max_size=200))
def test_the_floor_is_in_order(values):
    made = floor_of(values)
    assert made.worst <= made.p10 <= made.median <= made.p90 <= made.best
    assert made.low is None or made.high is None or made.low <= made.high


def test_pass_hat_is_the_share_of_draws_that_all_pass():
    assert pass_hat(1, 8, 10) == pytest.approx(0.8)
    assert pass_hat(2, 8, 10) == pytest.approx(28 / 45)
    assert pass_hat(3, 2, 10) == 0
    assert pass_hat(11, 10, 10) is None


def test_shares_of_passes_ignore_runs_that_do_not_say():
    runs = [EvalRun("t", "m", passed=True), EvalRun("t", "m", passed=False), EvalRun("t", "m", score=3)]
    assert (pass_share(runs).hits, pass_share(runs).n) == (1, 2)


def test_different_tasks_are_not_the_same():
    one, other = [EvalRun("a", "m", 1)], [EvalRun("b", "n", 1)]
    assert not same_tasks(one, other)
    assert same_tasks(one, [EvalRun("a", "n", 2)])


def test_a_sheet_reports_its_bad_rows_by_line():
    text = "task,model,score,pass\na,m,7.5,yes\na,m,NaN,\na,m,=1+1,\n\na,m,,maybe\na,m,8,1\na,m,,\n"
    sheet = read_sheet(text)
    assert [trial.score for trial in sheet.trials] == [7.5, 8.0]
    assert [(error.line, sheet.bad) for error in sheet.errors] == [(3, 4), (4, 4), (6, 4), (8, 4)]
    assert "finite" in sheet.errors[0].why
    assert "formula" in sheet.errors[1].why


def test_decimal_commas_are_read_where_the_separator_allows():
    sheet = read_sheet("task;model;score;latency_ms\na;m;7,5;1.250,0\na;m;7,5;840\n")
    assert [trial.score for trial in sheet.trials] == [7.5]
    assert sheet.bad == 1
    loose = read_sheet("task,model,score\na,m,7,5\n")
    assert loose.bad == 1
    assert "decimal comma" in loose.errors[0].why


def test_task_and_model_may_stand_beside_the_file():
    sheet = read_sheet("\ufeffscore\n1\n2\n", task="t", model="m")
    assert [(trial.task, trial.model, trial.attempt) for trial in sheet.trials] == [
        ("t", "m", "line 2"),
        ("t", "m", "line 3"),
    ]
    assert read_sheet("score\n1\n").errors[0].why == "no task"


@pytest.mark.parametrize("text", ["", "\n", "a,b,c\n1,2,3", "\0\0\0", '"unclosed', "score\n" + '"' + "x" * 200_000])
def test_no_sheet_raises(text):
    assert read_sheet(text, "t", "m").trials == ()


def test_a_million_rows_are_cut_and_said_to_be():
    sheet = read_sheet("score\n" + "1\n" * (MAX_ROWS + 5), "t", "m")
    assert (len(sheet.trials), sheet.cut) == (MAX_ROWS, True)
