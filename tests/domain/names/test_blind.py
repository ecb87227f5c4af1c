"""Invented names in the style of each lab, written by somebody who had not seen the reader: what it makes of them."""

import json
import re
import tomllib
from pathlib import Path

from bot.domain.names import NameReader, NameReading, lab_table

ROWS = tomllib.loads(Path(__file__).with_name("blind.toml").read_text("utf-8"))["row"]
LEAST = 0.9


def tokens(text: str) -> set[str]:
    """The words and numbers of a name, whatever joins them; "8.0" is 8."""
    return set(re.findall(r"[a-z]+|\d+(?:\.\d+)?", text.casefold().replace(".0", "")))


def meant(reader: NameReader, text: str) -> NameReading | None:
    """The one model of a sentence, else of an option."""
    models = [one.best for one in reader.read(text) if one.best.is_model]
    return models[0] if len(models) == 1 else reader.resolve(text).best


def agrees(reader: NameReader, text: str, vendor: str, family: str, version: str, variant: str) -> bool:
    """Whether a text is read as the model that was meant."""
    best = meant(reader, text)
    labs = {slug for slug, lab in lab_table().labs.items() if lab.name.casefold() == vendor.casefold()}
    said = tokens(f"{family} {version} {variant}")
    return best is not None and best.lab in labs and tokens(best.slug.partition("/")[2]) == said


def test_names_that_no_model_has_are_read_in_their_labs_grammar():
    reader = NameReader()
    wrong = [row[0] for row in ROWS if not agrees(reader, *row)]
    assert len(ROWS) == 80
    assert 1 - len(wrong) / len(ROWS) >= LEAST, wrong


# The writer's spelling of a lab, where it is an id's author and not the lab's name.
AUTHORS = {"qwen": "alibaba", "moonshotai": "moonshot", "z-ai": "zai", "allenai": "ai2", "inclusionai": "ant-group"}
SERVED = {"instruct", "it", "preview", "thinking"}  # how a model is served: no variant of most families


def test_a_second_set_of_names_that_no_model_has_is_read():
    lines = Path(__file__).with_name("blind_2.jsonl").read_text("utf-8").splitlines()
    reader, wrong, rows = NameReader(), [], [json.loads(line) for line in lines]
    for row in rows:
        best = meant(reader, row["text"])
        said = tokens(f"{row['family']} {row['version']} {row['variant']}")
        got = tokens(re.sub(r"\b[kmv](?=\d)", "", best.slug.partition("/")[2])) if best else set()
        if best is None or best.lab != AUTHORS.get(row["lab"], row["lab"]) or got - SERVED != said - SERVED:
            wrong.append(row["text"])
    assert len(rows) == 80
    assert 1 - len(wrong) / len(rows) >= LEAST, wrong
