"""Trains the model of questions: ``python tests/blind/train_questions.py`` writes its weights.

From the questions we wrote (``questions/written.toml``, by intent, names as their kinds), the examples of the forms,
and the measured sets. The same questions give the same file, bit for bit. ``--without NAME`` leaves a set out, to see
how the rest carries over to it; ``--folds 5`` prints how the model does on questions it was not trained with.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(HERE))

from measure_questions import DAY, PLACE
from sentences import Labelled
from train import best, packed, train

from adapters.runtime.bootstrap import build
from adapters.runtime.clock import StandingClock
from bot.dispatch.plain_words.question_forms import KINDS, question_forms
from bot.dispatch.plain_words.reader import sentence_of
from bot.dispatch.plain_words.scoring import features, symbol
from bot.dispatch.plain_words.sentence import words_of
from bot.messages.request import RequestContext

QUESTIONS = HERE / "questions"
UNKNOWN = "zorbulon"  # a word that no question has, for a name that nobody knows
RARE = 2  # questions that a feature stands in before it counts
LEAST = 0.2  # weights below are left out
USUAL = 2  # questions that a word stands in before it is a usual one
TAKEN = 2  # times that an example of a form counts, which has to be read as its form says
TARGET = ROOT / "bot" / "dispatch" / "plain_words" / "weights.json"


@dataclass(frozen=True)
class Question:
    """The words of a question and what it asks for; ``names`` are the words of what it is about."""

    text: str
    intent: str
    words: tuple[str, ...]
    names: frozenset[str] = frozenset()


def written() -> list[Question]:
    """The questions we wrote; with labels and sources that are known, and with ones that nobody knows."""
    rows = tomllib.loads((QUESTIONS / "written.toml").read_text("utf-8"))
    made = []
    for intent, texts in rows.items():
        for text in dict.fromkeys(texts):
            words = tuple(words_of(text, kinds=True))
            made.append(Question(text, intent, words))
            if {"L", "S"} & set(words):
                made += [
                    Question(text, intent, tuple(other if word in ("L", "S") else word for word in words))
                    for other in (UNKNOWN, *((f"{UNKNOWN}-{UNKNOWN}",) if "L" in words else ()))
                ]
    return made


def measured(without: str = "") -> list[Question]:
    """The rows of the measured sets and the examples of the forms, with their names found in the bundled ledger."""
    texts = [
        (row["text"], row["intent"], f"{row.get('subject', '')} {row.get('subject2', '')}")
        for file in sorted(QUESTIONS.glob("*[0-9].toml"))
        if not without or without not in file.name
        for row in tomllib.loads(file.read_text("utf-8"))["row"]
    ]
    texts += [(text, form.intent.value, "") for form in question_forms() for text in form.takes] * TAKEN
    with tempfile.TemporaryDirectory() as folder:
        running = build(Path(folder) / "train.db", StandingClock(DAY))
        ctx = RequestContext("console:asker", PLACE, DAY, DAY)
        rows = [
            Question(
                text,
                intent,
                sentence_of(running.ports, ctx, text).words,
                frozenset(words_of(subject.replace("-", " "))),
            )
            for text, intent, subject in texts
        ]
        running.close()
    return rows


def usual(rows: Sequence[Question]) -> frozenset[str]:
    """The symbols of words that several questions have, and not only as a part of what they are about."""
    texts = {row.text: row for row in rows}.values()
    counts = Counter(one for row in texts for one in {symbol(word) for word in row.words if word not in row.names})
    return frozenset(one for one, count in counts.items() if count >= USUAL and one not in KINDS and UNKNOWN not in one)


def spelled(rows: Sequence[Question], words: frozenset[str]) -> list[str]:
    """The usual words as they are written."""
    return sorted({word for row in rows for word in row.words if symbol(word) in words})


def labelled(rows: Sequence[Question], words: frozenset[str]) -> list[Labelled]:
    """The questions as features for training."""
    return [Labelled(row.text, row.intent, features(row.words, words)) for row in rows]


def main() -> None:
    """Write the weights, or print how well they carry over."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--without", default="")
    asked = parser.parse_args()
    rows = [*written(), *measured(asked.without)]
    words = usual(rows)
    labels = sorted(Counter(row.intent for row in rows))
    if not asked.folds:
        head = '{"words":' + json.dumps(spelled(rows, words)) + ","
        TARGET.write_text(
            head + packed(train(labelled(rows, words), labels, RARE, LEAST), labels).removeprefix("{"), "utf-8"
        )
        print(f"{len(rows)} questions, {len(labels)} intents, {len(words)} words -> {TARGET.name}")
        return
    wrong: Counter[tuple[str, str]] = Counter()
    for fold in range(asked.folds):
        known = [row for n, row in enumerate(rows) if n % asked.folds != fold]
        words = usual(known)
        weights = train(labelled(known, words), labels, RARE, LEAST)
        found = [(row.label, best(row, weights, labels)) for row in labelled(rows[fold :: asked.folds], words)]
        wrong.update(pair for pair in found if pair[0] != pair[1])
    print(f"{1 - wrong.total() / len(rows):.3f} of {len(rows)}", wrong.most_common(30))


if __name__ == "__main__":
    main()
