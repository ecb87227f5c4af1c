"""The name reader: the single mapping from words to subjects.

Build one reader of the known subjects, add new ones, then query it::

    reader = NameReader(KnownSubject("openai/gpt-5.5", "GPT-5.5", "openai", (KnownName("Spud"),)) for ...)
    place = reader.layered(subjects_of_that_place)          # nothing is copied; the place's names come first

    for mention in reader.read("GPT-5.5 beats 4.8, says a Spud tester", followed=("openai/gpt-6",), at=moment):
        mention.start, mention.end, mention.text            # position, and text as written
        mention.best                                        # the likeliest NameReading
        mention.ambiguous, mention.readings                 # several equally certain: ask, with `reading.dated`

    found = reader.resolve("opus 5", followed=...)          # a whole text that should be one name (option `about:`)
    found.best                                              # None: ambiguous (ask) or not a name
    found.slug, found.left, found.near                      # first slug; unused words; "did you mean"

    parsed, reading = reader.of_id("anthropic/claude-opus-5-5-20260922")   # a list's id, also "us.anthropic.…-v1:0"
    parsed.lab, parsed.family, parsed.version, parsed.variant, parsed.stamp, parsed.modifiers, parsed.tariff
    parsed.twin                                             # another way to buy a model: dated, :free, -fast
    parsed.identity                                         # equal for every spelling of one model

A `NameReading` has ``kind`` (ledger · discovered · grammar · label · family · lab · product), ``slug`` (as in
``openai/gpt-5.5-pro``, ``anthropic/claude-opus-4.7``), ``name`` as its lab writes it, ``lab``, ``family``, ``version``,
``variant``, ``certainty`` (CERTAIN · LIKELY · POSSIBLE), ``members`` (GPT-5.6: Sol, Terra, Luna), ``state``, ``dated``,
``standing`` of the alias (good · speculation) and a human-readable ``why``. `reading.is_model` is true for a single
model, known or not. Bare versions in a sentence ("5.5", "V4", "and Flash") are ordinary mentions, LIKELY or POSSIBLE.

How it works: `tokens` folds look-alikes, quotes and spaces and separates words from numbers; `index` finds known names
by the hash of joined tokens and known subjects by meaning (lab, family, version, variants); `grammar` parses any lab's
names by `labs.toml`, and `learned.toml` records the versions and variants seen in lists; `bare` resolves names that
need their context; `typos` repairs a single letter. All of it is pure, and its cost does not grow with the number of
subjects.
"""

from bot.domain.names.index import KnownName, KnownSubject, NameIndex
from bot.domain.names.lab_table import Family, Lab, LabTable, lab_table
from bot.domain.names.model_ids import ModelId
from bot.domain.names.model_name import Identity, ModelName
from bot.domain.names.reader import NameReader
from bot.domain.names.reading import Mention, NameCertainty, NameKind, NameReading, NameResolution
from bot.domain.names.text.label_names import is_like_a_model, label_slug

__all__ = [
    "Family",
    "Identity",
    "KnownName",
    "KnownSubject",
    "Lab",
    "LabTable",
    "Mention",
    "ModelId",
    "ModelName",
    "NameCertainty",
    "NameIndex",
    "NameKind",
    "NameReader",
    "NameReading",
    "NameResolution",
    "is_like_a_model",
    "lab_table",
    "label_slug",
]
