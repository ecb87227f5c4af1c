"""The dashboard and the alert rules ask for metrics that there are, by labels that they have."""

import json
import re
from pathlib import Path

import pytest

from adapters.runtime.metrics import Metrics

FILES = sorted((Path(__file__).resolve().parents[1] / ".github" / "monitoring").iterdir())


def shown(file: Path) -> list[tuple[str, str]]:
    """Each expression of a file with the text that is shown of it."""
    text = file.read_text("utf-8")
    if file.suffix == ".json":
        targets = [one for panel in json.loads(text)["panels"] for one in panel.get("targets", ())]
        return [(one["expr"], one.get("legendFormat", "")) for one in targets]
    return [(rule, rule) for rule in text.split("- alert:")[1:]]


def labels(metric: str) -> set[str]:
    """The labels of a metric by its name in an expression."""
    plain = re.sub(r"_(total|bucket)$", "", metric)
    (found,) = [one for one in vars(Metrics()).values() if getattr(one, "_name", "") == plain]
    return {*found._labelnames, "le"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_label_asked_for_or_shown_is_one_of_its_metrics(file: Path) -> None:
    pairs = shown(file)
    assert pairs
    for expression, words in pairs:
        metrics = re.findall(r"spudwatch_[a-z_]+", expression)
        grouped = [one.strip() for by in re.findall(r"\bby \(([^)]*)\)", expression) for one in by.split(",")]
        named = re.findall(r"\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}", words)
        assert {*grouped, *named} <= set.intersection(*map(labels, metrics)), expression


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_metric_named_is_one_of_ours(file: Path) -> None:
    named = set(re.findall(r"spudwatch_[a-z_]+", file.read_text("utf-8")))
    ours = set()
    for metric in Metrics().registry.collect():
        ours |= {metric.name, f"{metric.name}_total", f"{metric.name}_bucket"}
    assert named
    assert named <= ours


def test_what_stops_the_service_has_an_alert_and_a_source_that_was_never_read_one_of_its_own() -> None:
    rules = next(file for file in FILES if file.name == "alerts.yml").read_text("utf-8")
    expressions = re.findall(r"expr: (.*)", rules)
    for metric in ("platform_up", "outbox_oldest_seconds", "storage_writable", "leads", "too_many_requests_total"):
        assert any(f"spudwatch_{metric}" in one for one in expressions), metric
    stale = [one for one in expressions if "source_age" in one]  # infinite while a source has not answered yet
    assert [one.count("Inf") for one in stale] == [1, 1]
