"""Who says a thing, apart from what is said: "according to Reuters", "Altman denied that …", "is it true that …?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.domain.claims.parts import Part
from bot.domain.claims.pieces.signs import carries

PREDICATES = (
    "be", "release", "available", "unavailable", "announce", "delay", "cancel", "retire", "testing", "trace", "exist",
    "identity", "codename", "train", "finish", "start", "price", "score", "first", "ahead", "behind", "equal", "holds",
    "change", "missed", "may", "expected", "limit", "better", "worse", "faster", "slower", "cheaper", "dearer",
    "open weights", "closed weights",
)  # fmt: skip
AUXILIARIES = frozenset((
    "is", "are", "was", "were", "has", "have", "had", "did", "does", "do", "will", "can", "be", "could", "would",
    "should",
))  # fmt: skip
HAVE = frozenset((
    "has", "have", "had", "can", "will", "does", "did", "do", "gets", "got", "uses", "runs",
))  # fmt: skip
_ANOTHER = frozenset({"when", "if", "because", "but"})  # before another clause
_TAGS = frozenset((
    "right", "correct", "true", "no", "yeah", "huh", "yes", "or", "not",
))  # fmt: skip
ANYONE = frozenset({"anyone", "anybody", "someone", "somebody", "everyone", "any"})
_PEOPLE = frozenset({"people", "someone", "somebody", "they", "he", "she", "leaker", "insiders"})
_EXPLICIT = frozenset({"according to", "per", "as reported by"})
_CLOSES = frozenset({",", ".", "!", "?"})  # before the end of a quote
_PAIR = 2
_OURSELVES = frozenset({"we", "us", "our"})
_TELLS = frozenset({"tell", "tells", "told"})
_FAR = 10  # parts before the "that" of a question to anybody
_NO_SPEAKERS = ("benchmark", "day", "amount")
_TOLD_OF_ALL = (  # heads of lists
    "price", "limit", "score", "release", "output", "per", "unit", "currency", "way", "train", "cutoff", "retire",
    "fact", "open weights", "missed", "delay", "cancel",
)  # fmt: skip
_VANISHES = frozenset({"is", "are", "was", "were", "did", "does", "do", "has", "have"})  # what only asks
_SPEAKERS = 6  # parts that name who says it


@dataclass(frozen=True, slots=True)
class Attributed:
    """What is said, who says it, whether they deny it, and whether it is asked, or ``presumed`` ("why isn't …?")."""

    parts: tuple[Part, ...]
    said_by: str | None = None
    denied: bool = False
    asked: bool = False
    topic: Part | None = None
    presumed: bool = False


def has_predicate(parts: Sequence[Part]) -> bool:
    """Whether some parts say anything of something."""
    return any(
        part.has(*PREDICATES) or part.amount is not None or part.norm in HAVE or part.norm == "=" or _verb(part)
        for part in parts
    )


def _verb(part: Part) -> bool:
    """Whether a word the lexicon lacks is written like a verb."""
    return part.kind == "word" and not part.entries and part.norm.endswith(("ed", "es"))


def has_topic(parts: Sequence[Part]) -> bool:
    """Whether some parts name or stand for something to speak of."""
    return any(
        part.name is not None
        or part.has("pronoun", "model word", "train", "price", "limit")
        or part.norm in ("this", "that")
        for part in parts
    )


def attributed(parts: Sequence[Part], *, question: bool) -> Attributed:
    """The claim inside a sentence; the sentence itself where nobody else is speaking."""
    question = question or any(part.has("asking") for part in parts)
    found = _asked(_unmarked(_behind_preface(parts)), question=question)
    for step in (_quoted, _amid, _according, _colon, _fronted, _tailed):
        found = step(found)
    found = _asked(found.parts, question=question, so_far=found) if found.said_by else found
    found = replace(found, parts=_whose(found.parts, parts))
    return replace(found, presumed=any(part.has("presumes") for part in parts[:2]))


def _whose(kept: tuple[Part, ...], parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts with "theirs" read as the one lab before it: "X staff say that amber-fox is theirs"."""
    at = next((n for n, part in enumerate(kept) if n > 1 and part.norm == "theirs" and kept[n - 2].model), None)
    labs = [part for part in parts if at is not None and part.lab and part.start < kept[at].start]
    if at is None or not kept[at - 1].has("be") or len({part.name.slug for part in labs if part.name}) != 1:
        return kept
    return (*kept[:at], replace(labs[0], start=kept[at].start, end=kept[at].end), *kept[at + 1 :])


def _behind_preface(parts: Sequence[Part]) -> Sequence[Part]:
    """What is said behind an opening: "Nobody told me, but …", "No tweet, yet …"."""
    stop = next((n for n, part in enumerate(parts) if part.norm in ("but", "yet") or part.name is not None), 0)
    head, behind = parts[:stop], parts[stop + 1 :]
    if stop < _PAIR or parts[stop].name is not None or head[0].norm in _ANOTHER or head[0].has("pronoun"):
        return parts
    if any(part.has("deny", "aside") or part.kind in _NO_SPEAKERS for part in head):
        return parts
    return behind if any(part.name is not None for part in behind[:_SPEAKERS]) and has_predicate(behind) else parts


def _quoted(found: Attributed) -> Attributed:
    """Read '"…," said somebody', where no model is named behind the quote."""
    inner, rest = _within_quotes(found.parts)
    if not rest or not _claims(inner) or any(part.has("train") or _topical(part) for part in rest):
        return found
    lab = next((part for part in rest if part.lab), None)
    inner = inner if lab is None else tuple(one for part in inner for one in _of_speaker(part, lab))
    return Attributed(_unmarked(inner), _said_by(rest) or found.said_by, found.denied, found.asked)


def _within_quotes(parts: tuple[Part, ...]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """What a quote at the head says, a second one joined, and what stands behind."""
    marks = [n for n, part in enumerate(parts) if part.norm == '"']
    if marks[:1] != [0] or len(marks) < _PAIR or parts[marks[1] - 1].norm not in _CLOSES:
        return (), ()
    inner, rest = parts[1 : marks[1] - 1], parts[marks[1] + 1 :]
    if len(marks) > _PAIR:
        rest = parts[marks[1] + 1 : marks[2]]
        inner = (*inner, *rest[-1:], *parts[marks[2] + 1 : -1])
    return inner, rest


def _claims(parts: Sequence[Part]) -> bool:
    return has_topic(parts) and has_predicate(parts)


def _topical(part: Part) -> bool:
    """Whether a part is of a claim, and not of who makes it."""
    return part.model or part.kind in _NO_SPEAKERS


def _of_speaker(part: Part, lab: Part) -> tuple[Part, ...]:
    """A part of a quote: "we" is the speaker's lab, what is "ours" is the lab's."""
    meant = replace(lab, text=part.text, start=part.start, end=part.end)
    if part.norm in _OURSELVES:
        return (meant,)
    return (part, meant) if part.norm.endswith("ours") else (part,)


def _said_by(parts: Sequence[Part]) -> str | None:
    """Who says it: "a Yandex engineer told me", "wrote Mensch, laughing"."""
    told = [n for n, part in enumerate(parts) if _tells(part)]
    ends = [n for n in told if n + 1 not in told or parts[n].has("be")]
    verb = next(iter(ends), len(parts))
    comma = next((n for n, part in enumerate(parts) if n > verb and part.norm == ","), len(parts))
    return _speaker(parts[:verb]) or _speaker(parts[verb + 1 : comma]) or None


def _tells(part: Part) -> bool:
    return part.name is None and (part.has("report", "deny", "be") or part.norm.endswith("ed"))


def _unmarked(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts without marks and fillers at their head."""
    start = 0
    while start < len(parts) and (_is_bare_mark(parts, start) or _opens(parts, start)):
        start += 1
    return tuple(parts[start:])


def _is_bare_mark(parts: Sequence[Part], place: int) -> bool:
    """Whether a mark opens nothing and changes nothing: no quote, bracket or "!(…)"."""
    part = parts[place]
    return part.kind == "mark" and part.norm not in "=\"'(@" and not carries(parts, place)


def _opens(parts: Sequence[Part], at: int) -> bool:
    """Whether a part only opens a sentence: "BREAKING:", "rumour has it"."""
    part = parts[at]
    speaks = part.norm in _PEOPLE and any(one.has("report") for one in parts[at + 1 : at + 2])  # "leaker says"
    if speaks or part.norm in ("the", "and", "but", "it", "next", "new") or part.name is not None:
        return False
    if part.has("filler", "rumour", "asking", "presumes"):
        return True
    marked = any(one.norm in (":", "!") for one in parts[at + 1 : at + 2])
    return marked and part.kind == "word" and part.has("affirmed", "report", "trace", "announce")


def _asked(parts: tuple[Part, ...], *, question: bool, so_far: Attributed | None = None) -> Attributed:
    """A yes-or-no question as the statement it asks about."""
    base = so_far or Attributed(parts)
    asked = question
    end = _without_tag(parts, question=question)
    kept = _asked_of_somebody(parts[:end]) if question else parts[:end]
    if kept and kept[0].norm in AUXILIARIES and (question or _inverted(kept)):
        rest = kept[1:]
        kept = rest if kept[0].norm in _VANISHES else (*rest[:1], kept[0], *rest[1:])
        asked = True
    return Attributed(kept, base.said_by, base.denied, asked, base.topic)


def _without_tag(parts: Sequence[Part], *, question: bool) -> int:
    """Where a sentence ends without its marks and, of a question, its tag: ", right?"."""
    end = len(parts)
    while end and parts[end - 1].kind == "mark" and parts[end - 1].norm in "?!.":
        end -= 1
    if question and end > 2 and parts[end - 1].norm in _TAGS and parts[end - 2].norm in (",", "or"):  # noqa: PLR2004 - tokens of a tag or an opening
        end -= 2
    return end


def _asked_of_somebody(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """What somebody is asked to confirm: "can anybody in the US confirm that …", "does anyone know if …"."""
    if not parts[:1] or parts[0].norm not in AUXILIARIES or not any(part.norm in ANYONE for part in parts[1:3]):
        return parts
    stop = next((n for n, part in enumerate(parts[:_FAR]) if part.norm in ("that", "if", "whether")), None)
    return parts if stop is None else parts[stop + 1 :]


def _inverted(parts: Sequence[Part]) -> bool:
    """Whether an auxiliary at the head is followed by a name: a question without its mark."""
    return any(part.name is not None or part.has("pronoun") for part in parts[1:3])


def _speaker(parts: Sequence[Part]) -> str:
    """Who some parts name as speaking; empty where they name a model or nobody."""
    heard = (part for part in parts if part.norm in _PEOPLE or not part.has("filler", "rumour"))
    words = [part for part in heard if part.kind != "mark"]
    if not words or len(words) > _SPEAKERS or any(part.model or part.kind in _NO_SPEAKERS for part in words):
        return ""
    return _person(words) if parts[0].norm != "@" else "".join(part.text for part in parts)


def _person(words: Sequence[Part]) -> str:
    return " ".join(part.text for part in words) if any(_speaks(part) for part in words) else ""


def _speaks(part: Part) -> bool:
    """Whether a part names a person, a lab or an outlet, or stands for people."""
    if part.lab or part.product or part.norm in _PEOPLE:
        return True
    return part.has("measurer", "report", "first person") or part.text[:1].isupper()


def _according(found: Attributed) -> Attributed:
    """Read "According to X, …" and "Per X: …"."""
    parts = found.parts
    if not parts or parts[0].norm not in ("according to", "per", "as reported by", "via"):
        return found
    stop = next((n for n, part in enumerate(parts) if part.norm in (",", ":", "—")), None)
    if stop is None:
        return found
    if parts[0].norm == "per" and parts[1].has("per", "unit", "scale"):
        return found  # "Per month: …"
    return Attributed(parts[stop + 1 :], " ".join(part.text for part in parts[1:stop]), found.denied, found.asked)


def _amid(found: Attributed) -> Attributed:
    """Read "Three days from now, says X, …": a source between commas."""
    parts = found.parts
    commas = [n for n, part in enumerate(parts) if part.norm in (",", "—")]
    for one, other in pairwise(commas):
        inner, behind = parts[one + 1 : other], parts[other + 1 :]
        if _is_source(inner) and _goes_on(parts[:one], behind):
            return Attributed((*parts[:one], *behind), _speaker(inner[1:]) or None, found.denied, found.asked)
    return found


def _is_source(parts: Sequence[Part]) -> bool:
    return parts[:1] != () and parts[0].has("report") and not any(map(_topical, parts))


def _goes_on(before: Sequence[Part], behind: Sequence[Part]) -> bool:
    """Whether what is said begins before an aside and goes on behind it."""
    if not before or has_predicate(before) or not has_predicate(behind):
        return False
    return behind[0].norm != "that" or before[-1].has("report")


def _colon(found: Attributed) -> Attributed:
    """A headline's way: a person, a lab or a paper, a colon, and what was said."""
    parts = found.parts
    stop = next((n for n, part in enumerate(parts[: _SPEAKERS + 1]) if part.norm == ":"), None)
    if not stop or not has_topic(parts[stop + 1 :]) or not has_predicate(parts[stop + 1 :]):
        return found
    speaker = _speaker(parts[:stop])
    behind = parts[stop + 1 :]
    listed = sum(part.model for part in behind) > 1 and any(part.norm == "," for part in behind)
    plain = listed or any(part.has(*_TOLD_OF_ALL) for part in parts[:stop])
    return found if not speaker or plain else Attributed(parts[stop + 1 :], speaker, found.denied, found.asked)


def _fronted(found: Attributed) -> Attributed:
    """Read "Altman said that …", "OpenAI denies …"; a lab that only announces a model is no speaker."""
    parts = found.parts
    for place in range(1, min(len(parts) - 1, _SPEAKERS + 2)):
        part = parts[place]
        if not _reports(parts, place):
            continue
        rest = parts[place + 1 + _dated(parts, place) :]
        inner = rest[1:] if rest and rest[0].norm in ("that", ":", ",", '"') else rest
        speaker = _speaker(parts[:place])
        if not speaker or not has_topic(inner) or not has_predicate(inner):
            continue
        if part.has("announce") and not _finite(inner):
            continue
        told_us = part.norm in _TELLS and parts[place + 1].has("first person")  # what "nobody told me" is so
        denied = part.has("deny") or (not told_us and _denies_saying(parts[:place]))
        return Attributed(_unmarked(inner), speaker, denied, found.asked)
    return found


def _denies_saying(head: Sequence[Part]) -> bool:
    """Whether a denial before a word of saying is of what is said, as in "don't believe me when I say" it is not."""
    asks = head[0].norm == "n't"  # "didn't they say …?"
    own = max((n for n, one in enumerate(head) if one.norm.rpartition(" ")[2] in _ANOTHER), default=asks)
    return any(one.has("negation", "denial") for one in head[own:])


def _dated(parts: Sequence[Part], place: int) -> int:
    """How many parts between a word of saying and its "that" tell when it was said: "said at I/O on May 10 that …"."""
    behind = parts[place + 1 : place + 1 + _FAR]
    stop = next((n for n, part in enumerate(behind) if part.norm == "that"), 0)
    told = any(part.kind == "day" for part in behind[:stop]) and not any(part.name for part in behind[:stop])
    return stop if told else 0


def _reports(parts: Sequence[Part], place: int) -> bool:
    """Whether a part tells that somebody says something; the "per" in the head of a list does not."""
    part = parts[place]
    opens = part.norm == "per" or any(one.norm == ":" for one in parts[place + 1 : place + 2])
    headed = opens and any(one.has(*_TOLD_OF_ALL) for one in parts[:place])
    return part.has("report", "deny") and not headed


def _finite(parts: Sequence[Part]) -> bool:
    """Whether a name stands first and a verb right behind it ("GPT-6 will ship")."""
    at = next((n for n, part in enumerate(parts[:4]) if part.name is not None or part.has("pronoun")), len(parts))
    return any(part.has("be", "may", "expected", "price", "score") for part in parts[at + 1 : at + 3])


def _tailed(found: Attributed) -> Attributed:
    """Read "…, according to X", "…, says X", "…, X says"."""
    parts = found.parts
    for place in range(len(parts) - 1, 1, -1):
        part = parts[place]
        if not part.has("report"):
            continue
        said = _said_before(parts[:place], parts[place + 1 :], part.norm)
        if said is not None:
            return Attributed(_trimmed(said[0]), said[1], found.denied, found.asked, said[2])
    return found


def _said_before(
    before: tuple[Part, ...], after: tuple[Part, ...], verb: str
) -> tuple[tuple[Part, ...], str, Part | None] | None:
    """What stands before a word of saying, who says it, and the model they speak of; None where nobody says it."""
    after = () if all(one.kind in ("mark", "day") or one.has("plain", "past state") for one in after) else after
    if (topic := _topic(after)) is not None and any(one.norm == '"' for one in before):
        return before, _speaker(after[: after.index(topic) - 1]), topic
    comma = max((n for n, one in enumerate(before) if one.norm in (",", "—")), default=-1)
    explicit = verb in _EXPLICIT or comma == len(before) - 1
    if (speaker := _speaker(after)) and explicit:
        return before, speaker, None
    return _speaker_before(before, comma) if not after else None


def _speaker_before(parts: tuple[Part, ...], comma: int) -> tuple[tuple[Part, ...], str, Part | None] | None:
    """Read "…, X says": what stands before the comma, and who says it."""
    speaker = _speaker(parts[comma + 1 :]) if comma >= 0 and has_predicate(parts[:comma]) else ""
    return (parts[:comma], speaker, None) if speaker else None


def _topic(parts: Sequence[Part]) -> Part | None:
    """The model that a speaker speaks of: "…, Hassabis said of Gemini 3.5 Pro"."""
    for place, part in enumerate(parts):
        if part.model and place and parts[place - 1].norm in ("of", "about", "on"):
            return part
    return None


def _trimmed(parts: Sequence[Part]) -> tuple[Part, ...]:
    end = len(parts)
    while end and parts[end - 1].norm in (",", "—", "-"):
        end -= 1
    return tuple(parts[:end])
