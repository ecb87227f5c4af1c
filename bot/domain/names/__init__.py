"""THE name reader: words to subjects. Everything that reads a name goes through it.

Build one reader of what is known, add what becomes known, ask it::

    reader = NameReader(KnownSubject("openai/gpt-5.5", "GPT-5.5", "openai", (KnownName("Spud"),)) for ...)
    place = reader.layered(subjects_of_that_place)          # nothing is copied; the place's names come first

    for mention in reader.read("GPT-5.5 beats 4.8, says a Spud tester", followed=("openai/gpt-6",), at=moment):
        mention.start, mention.end, mention.text            # where it stands, as written
        mention.best                                        # a NameReading, the likeliest
        mention.ambiguous, mention.readings                 # several equally sure: ask, with `reading.dated`

    found = reader.resolve("opus 5", followed=...)          # a whole text that should be one name (an option `about:`)
    found.best                                              # None: ambiguous (ask) or no name at all
    found.slug, found.left, found.near                      # first slug; words of no name; "did you mean"

    parsed, reading = reader.of_id("anthropic/claude-opus-5-5-20260922")   # an id of a list, also "us.anthropic.…-v1:0"
    parsed.lab, parsed.family, parsed.version, parsed.variant, parsed.stamp, parsed.modifiers, parsed.tariff
    parsed.twin                                             # another way to buy a model: dated, :free, -fast
    parsed.identity                                         # equal for every spelling of one model

A `NameReading` has ``kind`` (ledger · discovered · grammar · label · family · lab · product), ``slug`` (as in
``openai/gpt-5.5-pro``, ``anthropic/claude-opus-4.7``), ``name`` as its lab writes it, ``lab``, ``family``, ``version``,
``variant``, ``certainty`` (CERTAIN · LIKELY · POSSIBLE), ``members`` (GPT-5.6: Sol, Terra, Luna), ``state``, ``dated``,
``standing`` of the alias (good · speculation) and ``why`` for a reader. `reading.is_model` is true of one model,
known or not. A sentence's bare versions ("5.5", "V4", "and Flash") are mentions like any other, LIKELY or POSSIBLE.

How it works: `tokens` folds look-alikes, quotes and spaces and cuts words from numbers; `index` finds known names
by the hash of joined tokens and known subjects by what a name means (lab, family, version, variants); `grammar`
reads any lab's names by `labs.toml`, and `learned.toml` says which versions and variants the lists have shown;
`bare` reads what needs its neighbours; `typos` repairs one letter. All of it is pure and answers the same whatever
the number of subjects.
"""

from bot.domain.names.index import KnownName, KnownSubject, NameIndex
from bot.domain.names.lab_table import Family, Lab, LabTable, lab_table
from bot.domain.names.model_ids import ModelId
from bot.domain.names.model_name import Identity, ModelName
from bot.domain.names.reader import NameReader
from bot.domain.names.reading import Mention, NameCertainty, NameKind, NameReading, NameResolution
from bot.domain.names.text.label_names import label_slug

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
    "lab_table",
    "label_slug",
]
