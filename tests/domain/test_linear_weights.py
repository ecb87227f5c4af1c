"""Packed weights say what their file says."""

import json
from importlib import resources

import pytest

from bot.domain.linear_weights import LinearWeights, read_weights

FILE = '{"labels":["yes", "no", "maybe"],"features":{\n"1":[[0,20]],\n"w \\"out\\"":[[0,-125],[2,208]]\n}}\n'


def test_sums_are_by_label_and_leave_out_what_no_feature_speaks_about() -> None:
    about, weights = read_weights(FILE)
    assert about["labels"] == ["yes", "no", "maybe"]
    assert weights.hundredths(["1", 'w "out"', "unheard of"]) == {"yes": -105, "maybe": 208}
    assert weights.hundredths([]) == {}


def test_weights_that_cancel_each_other_are_a_sum_of_nothing() -> None:
    weights = LinearWeights.of(["a", "b"], [("x", [(0, 5)]), ("y", [(0, -5)])])
    assert weights.hundredths(["x", "y"]) == {"a": 0}


@pytest.mark.parametrize("package", ["bot.domain.claims", "bot.dispatch.plain_words"])
def test_the_models_are_read_as_they_are_written(package: str) -> None:
    text = (resources.files(package) / "weights.json").read_text("utf-8")
    whole = json.loads(text)
    about, weights = read_weights(text)
    assert about | {"features": whole["features"]} == whole
    for feature, pairs in whole["features"].items():
        assert weights.hundredths([feature]) == {whole["labels"][number]: weight for number, weight in pairs}
