"""The dashboard and the alert rules ask for metrics that there are, by labels that they have."""

import re
from pathlib import Path

import pytest

from adapters.runtime.metrics import Metrics

FILES = sorted((Path(__file__).resolve().parents[1] / ".github" / "monitoring").iterdir())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_metric_named_is_one_of_ours(file: Path) -> None:
    named = set(re.findall(r"spudwatch_[a-z_]+", file.read_text("utf-8")))
    ours = set()
    for metric in Metrics().registry.collect():
        ours |= {metric.name, f"{metric.name}_total", f"{metric.name}_bucket"}
    assert named
    assert named <= ours
