"""Ids of a real list against the list's own display names: lab, family and version by a script of its own."""

import gzip
import json
import re

from bot.domain.names import NameReader, lab_table
from tests.shared import shared_data

LEAST = 0.97
VERSION = re.compile(r"(?<![\d.])(\d{1,2}(?:\.\d{1,2})?)(?![\d.]*[bkm]\b)(?![\d.])", re.IGNORECASE)


def openrouter_rows() -> list[dict]:
    """The rows of one whole list."""
    path = shared_data("models/samples/openrouter_api_v1_models_2025-12-02_full.json.gz")
    return json.loads(gzip.decompress(path.read_bytes()))["data"]


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
    rows, table, reader = openrouter_rows(), lab_table(), NameReader()
    own = [row for row in rows if ":" in row["name"] and table.is_first_party(row["id"].partition("/")[0])]
    wrong = [row["id"] for row in own if not agrees(row, reader)]
    assert len(own) > 250
    assert 1 - len(wrong) / len(own) >= LEAST, wrong


SIZE = re.compile(r"(?<![a-z\d])\d+x\d+(?:\.\d+)?b|(?<![a-z])\d+(?:\.\d+)?[bmtk](?![a-z])")
STAMP = re.compile(r"[-@](?:20\d{6}|20\d\d-\d\d-\d\d|\d\d-20\d\d|\d\d-\d\d|\d{4}|\d{6})(?=$|[-:])")
NUMBER = re.compile(r"(?<!\d)\d{1,2}(?:[._-]\d{1,2}(?!\d))*")


def listed_everywhere() -> list[str]:
    """Every id of the recorded lists that stands in the namespace of a lab, each once."""
    added = gzip.decompress(shared_data("models/models_dev_add_del.tsv.gz").read_bytes()).decode().splitlines()
    rows = (line.split("\t") for line in added if not line.startswith("#"))
    ids = {row[3].strip() if "/" in row[3] else f"{row[2]}/{row[3].strip()}" for row in rows}
    shots = gzip.decompress(shared_data("models/catwalk_openrouter.jsonl.gz").read_bytes()).decode().splitlines()
    for shot in map(json.loads, shots[1:]):
        ids |= {*shot.get("full", ()), *shot.get("add", ())}
    ids |= {row["id"] for row in openrouter_rows()}
    labs = lab_table()
    return sorted(name for name in ids if labs.is_first_party(name.rpartition("/")[0].rpartition("/")[2].casefold()))


def spelt(name: str) -> tuple[set[str], set[str]]:
    """The words of an id and the versions that it may spell: its numbers without sizes and stamps."""
    name = name.rpartition("/")[2].casefold().partition(":")[0]
    bare = STAMP.sub("", SIZE.sub("", name))
    found = [re.split(r"[._-]", number) for number in NUMBER.findall(bare)]
    versions = {".".join(parts[:size]).removesuffix(".0") for parts in found for size in range(1, len(parts) + 1)}
    dated = {stamp.strip("-@") for stamp in STAMP.findall(name) if len(stamp) == 5}  # "mistral-large-2512"
    return set(re.findall(r"[a-z]+", name)), versions | dated


def reads_as_spelt(name: str, reader: NameReader) -> bool:
    """Whether lab, family and version of a reading are those that the id spells."""
    parsed, _ = reader.of_id(name)
    words, versions = spelt(name)
    lab = lab_table().lab_of_author(name.rpartition("/")[0].rpartition("/")[2].casefold())
    family = all(any(word in other for other in words) for word in re.findall(r"[a-z]+", parsed.family))
    version = re.sub(r"[^\d.]", "", parsed.version).removesuffix(".0")
    return parsed.lab == lab and family and (version in versions if version else not versions)


def test_ids_of_all_recorded_lists_are_read_as_they_are_spelt():
    ids, reader = listed_everywhere(), NameReader()
    wrong = [name for name in ids if not reads_as_spelt(name, reader)]
    assert len(ids) >= 1_900
    assert 1 - len(wrong) / len(ids) >= LEAST, wrong
