"""Ids of a real list against the list's own display names: lab, family and version by a script of its own."""

import gzip
import json
import re

from bot.domain.names import NameReader, lab_table
from tests.shared import shared_data

LEAST = 0.97
VERSION = re.compile(r"(?<![\d.])(\d{1,2}(?:\.\d{1,2})?)(?![\d.]*[bkm]\b)(?![\d.])", re.IGNORECASE)


def agrees(row, reader) -> bool:
    """Whether an id is read as the row's own name says: "Anthropic: Claude Opus 4.5"."""
    parsed, _ = reader.of_id(row["id"])
    maker, _, shown = row["name"].casefold().partition(":")
    versions = {version.removesuffix(".0") for version in VERSION.findall(shown)}
    version = re.sub(r"[^\d.]", "", parsed.version).removesuffix(".0")
    said = set(re.findall(r"[a-z]+", f"{maker} {shown}"))
    family = all(any(word in other for other in said) for word in re.findall(r"[a-z]+", parsed.family))
    lab = lab_table().lab_of_author(row["id"].partition("/")[0]) == parsed.lab
    return lab and family and (version in versions if version and versions else not (version and shown.isalpha()))


def test_ids_of_a_real_list_are_read_as_the_list_names_them():
    path = shared_data("models/samples/openrouter_api_v1_models_2025-12-02_full.json.gz")
    rows = json.loads(gzip.decompress(path.read_bytes()))["data"]
    table, reader = lab_table(), NameReader()
    own = [row for row in rows if ":" in row["name"] and table.is_first_party(row["id"].partition("/")[0])]
    wrong = [row["id"] for row in own if not agrees(row, reader)]
    assert len(own) > 250
    assert 1 - len(wrong) / len(own) >= LEAST, wrong
