"""Learn the versions and variant words of every family from the recorded model lists; write ``learned.toml``.

Run as ``python tests/domain/names/learn.py ../shared/data``. Only ids in a lab's own namespace count, so that a
fine-tune or a reseller's name for it teaches nothing. What is kept are facts: which version, which word, first seen
on which day.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.domain.names.grammar import NameGrammar
from bot.domain.names.lab_table import lab_table
from bot.domain.names.model_ids import parse_model_id

_STAMP = re.compile(r"\d{3,}")
TARGET = Path(__file__).resolve().parents[3] / "bot/domain/names/learned.toml"


def lines(path: Path) -> list[str]:
    """The lines of a packed file."""
    return gzip.decompress(path.read_bytes()).decode().splitlines()


def listed(data: Path) -> Iterator[tuple[str, str]]:
    """Every id of the recorded lists with its author, and the ISO day it was first seen."""
    for line in lines(data / "models/catwalk_openrouter.jsonl.gz"):
        row = json.loads(line)
        for name in (*row.get("full", ()), *row.get("add", ())):
            yield name, row["t"][:10]
    for line in lines(data / "models/models_dev_add_del.tsv.gz"):
        if not line.startswith("#"):
            day, what, provider, model, _ = line.rstrip("\n").split("\t")
            if what == "A" and (lab_table().is_first_party(provider) or provider == "openrouter"):
                yield (model if "/" in model else f"{provider}/{model}"), day[:10]
    for row in json.loads((data / "ledger/world/models.json").read_text("utf-8"))["models"]:
        if row["first"]:
            yield row["slug"], f"{row['first']}-01"[:10]


def learn(data: Path) -> dict[str, tuple[dict[str, str], set[str]]]:
    """Versions (with the line, if any) and variant words by family."""
    table, found = lab_table(), {}
    grammar = NameGrammar(table, lambda *_: False)
    for name, day in sorted(set(listed(data)), key=lambda row: (row[1], row[0])):
        parsed = parse_model_id(name, grammar)
        if parsed is None or not parsed.first_party or not parsed.known_family:
            continue
        _, _, version, variants = parsed.identity
        versions, words = found.setdefault(parsed.name.family.key, ({}, set()))
        line = next((word for word in variants if word in parsed.name.family.lines), "")
        if version and not _STAMP.fullmatch(version):
            versions.setdefault(f"{version} {line}".strip(), day)
        words.update(word for word in variants if word.isalpha() and len(word) > 2)
    return found


def written(found: dict[str, tuple[dict[str, str], set[str]]]) -> str:
    """The file."""
    rows = []
    for family, (versions, words) in sorted(found.items()):
        seen = ", ".join(f'"{version}" = "{day}"' for version, day in sorted(versions.items()))
        known = ", ".join(f'"{word}"' for word in sorted(words))
        rows.append(f'[[families]]\nfamily = "{family}"\nversions = {{ {seen} }}\nvariants = [{known}]\n')
    return "# Made by tests/domain/names/learn.py from recorded model lists; not edited by hand.\n\n" + "\n".join(rows)


if __name__ == "__main__":
    TARGET.write_text(written(learn(Path(sys.argv[1]))), "utf-8")
