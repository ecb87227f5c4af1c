"""Who says a thing, apart from what is said: "according to Reuters", "Altman denied that …", "is it true that …?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

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
ANYONE = frozenset({"anyone", "anybody", "someone", "somebody", "everyone", "any"})
_TELLS = frozenset({"tell", "tells", "told"})
_NOBODY = frozenset({"nobody", "no one"})
_MERELY = frozenset({"say", "says", "said", "claim", "claims", "claimed"})  # who confirms would know it
_ANOTHER = frozenset({"when", "if", "because", "but"})  # before another clause
_PEOPLE = frozenset({"people", "someone", "somebody", "they", "he", "she", "leaker", "insiders"})
_EXPLICIT = frozenset({"according to", "per", "as reported by"})
_STOPS = frozenset({",", "—", '"'})  # between what is said and who says it
_OPENS = frozenset({"that", ":", ",", '"'})  # before what is said
_NO_SPEAKERS = ("benchmark", "day", "amount")
_TOLD_OF_ALL = (  # heads of lists
    "price", "limit", "score", "release", "output", "per", "unit", "currency", "way", "train", "cutoff", "retire",
    "fact", "open weights", "missed", "delay", "cancel",
)  # fmt: skip
_VANISHES = frozenset({"is", "are", "was", "were", "did", "does", "do", "has", "have"})  # what only asks
_OURSELVES = frozenset({"we", "us", "our"})
_FAR = 10  # parts from a word of saying to its "that"
_SPEAKERS = 6  # parts that name who says it


@dataclass(frozen=True, slots=True)
class Attributed:
    """What is said, who says it, whether they deny it, and whether it is asked, or ``presumed`` ("why isn't …?").

    ``unsaid`` is by whom it is told that nobody says it, which denies nothing of what is not said: "nobody at xAI".
    ``topic`` is the model that a quote is about: "…, Hassabis said of Gemini 3.5 Pro".
    """

    parts: tuple[Part, ...]
    said_by: str | None = None
    denied: bool = False
    unsaid: str = ""
    asked: bool = False
    topic: Part | None = None
    presumed: bool = False


def has_predicate(parts: Sequence[Part]) -> bool:
    """Whether some parts say anything of something."""
    return any(part.has(*PREDICATES) or part.amount is not None or part.norm in HAVE or _verb(part) for part in parts)


def _verb(part: Part) -> bool:
    """Whether a word the lexicon lacks is written like a verb."""
    return part.kind == "word" and not part.entries and part.norm.endswith(("ed", "es"))


def attributed(parts: Sequence[Part], *, question: bool) -> Attributed:
    """The claim inside a sentence; the sentence itself where nobody else is speaking."""
    question = question or any(part.has("asking") for part in parts)
    presumed = any(part.has("presumes") for part in parts[:2])
    found = _asked(Attributed(_unmarked(_behind_preface(parts)), presumed=presumed), question=question)
    for step in (_according, _colon, _fronted, _tailed, _tailed):  # the inner one speaks: "…, says X, per Y"
        found = step(found)
    return _asked(found, question=question) if found.said_by else found


def _behind_preface(parts: Sequence[Part]) -> Sequence[Part]:
    """What is said behind an opening: "Nobody told me, but …", "No tweet, yet …"."""
    stop = next((n for n, part in enumerate(parts) if part.norm in ("but", "yet") or part.name is not None), 0)
    behind = parts[stop + 1 :]
    opened = stop > 1 and parts[stop].name is None and any(part.name is not None for part in behind[:_SPEAKERS])
    return behind if opened and has_predicate(behind) else parts


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
    if part.has("filler", "rumour", "asking", "presumes"):
        speaks = part.norm in _PEOPLE and any(one.has("report") for one in parts[at + 1 : at + 2])  # "leaker says"
        return not speaks and part.name is None and part.norm not in ("the", "and", "but", "it", "next", "new")
    marked = any(one.norm in (":", "!") for one in parts[at + 1 : at + 2])
    return marked and part.name is None and part.has("affirmed", "report", "trace", "announce")


def _asked(found: Attributed, *, question: bool) -> Attributed:
    """A yes-or-no question as the statement it asks about; "has X shipped" may lack its mark."""
    parts = found.parts
    named = question or any(part.name is not None or part.has("pronoun") for part in parts[1:3])
    if not parts or parts[0].norm not in AUXILIARIES or not named:
        return replace(found, asked=True) if question else found
    verb = () if parts[0].norm in _VANISHES else parts[:1]
    return replace(found, parts=(*parts[1:2], *verb, *parts[2:]), asked=True)


def _speaker(parts: Sequence[Part]) -> str:
    """Who some parts name as speaking: a person, a lab, an outlet; empty where they name a model or nobody."""
    heard = (part for part in parts if part.norm in _PEOPLE or not part.has("filler", "rumour"))
    words = [part for part in heard if part.kind != "mark"]
    if not words or len(words) > _SPEAKERS or any(map(_topical, words)):
        return ""
    if parts[0].norm == "@":
        return "".join(part.text for part in parts)
    return " ".join(part.text for part in words) if any(map(_speaks, words)) else ""


def _stranger(head: Sequence[Part], part: Part) -> str:
    """A word that nobody listed before a word of saying: "elon says", "my boss says"."""
    told = [one for one in head if not one.has("plain", "first person")]
    unknown = len(told) == 1 and told[0].kind == "word" and not told[0].entries and part.norm not in _EXPLICIT
    return told[0].text if unknown and head[-1] is told[0] else ""


def _topical(part: Part) -> bool:
    """Whether a part is of a claim, and not of who makes it."""
    return part.model or part.kind in _NO_SPEAKERS


def _speaks(part: Part) -> bool:
    """Whether a part names a person, a lab or an outlet, or stands for people."""
    told = part.lab or part.norm in _PEOPLE or part.has("measurer", "report")
    return told or part.text[:1].isupper()


def _claims(parts: Sequence[Part]) -> bool:
    """Whether some parts say something of a thing that they name or stand for."""
    return any(part.name is not None or part.has("pronoun", "model word") for part in parts) and has_predicate(parts)


def _according(found: Attributed) -> Attributed:
    """Read "According to X, …" and "Per X: …"; "Per month: …" is no source."""
    parts = found.parts
    stop = next((n for n, part in enumerate(parts) if part.norm in (",", ":", "—")), 0)
    if not stop or parts[0].norm not in {"via", *_EXPLICIT} or parts[1].has("per", "unit", "scale"):
        return found
    return replace(found, parts=parts[stop + 1 :], said_by=" ".join(part.text for part in parts[1:stop]))


def _colon(found: Attributed) -> Attributed:
    """A headline's way: a person, a lab or a paper, a colon, and what was said."""
    parts = found.parts
    stop = next((n for n, part in enumerate(parts[: _SPEAKERS + 1]) if part.norm == ":"), 0)
    head, behind = parts[:stop], parts[stop + 1 :]
    if not stop or not _claims(behind) or any(part.has(*_TOLD_OF_ALL) for part in head):
        return found
    listed = sum(part.model for part in behind) > 1 and any(part.norm == "," for part in behind)
    speaker = "" if listed else _speaker(head)
    return replace(found, parts=behind, said_by=speaker) if speaker else found


def _fronted(found: Attributed) -> Attributed:
    """Read "Altman said that …", "OpenAI denies …"; a lab that only announces a model is no speaker."""
    parts = found.parts
    reach = _SPEAKERS + 2 if _relative(parts, _FAR) == _FAR else _FAR + 2
    for place in range(1, min(len(parts) - 1, reach)):
        if not _reports(parts, place):
            continue
        part, head, rest = parts[place], parts[: _relative(parts, place)], _behind_saying(parts, place)
        inner = rest[1:] if rest and rest[0].norm in _OPENS else rest
        if not _claims(inner) or not (speaker := _speaker(head) or _stranger(head, part)):
            continue
        if not _introduces(part, head, rest, inner):
            continue
        unsaid = speaker if len(head) > 1 and head[0].norm in _NOBODY and part.norm in _MERELY else ""
        denied = part.has("deny") != (_denies_saying(parts, place) and not unsaid)
        return replace(found, parts=_unmarked(inner), said_by=speaker, denied=denied, unsaid=unsaid)
    return found


def _behind_saying(parts: Sequence[Part], place: int) -> Sequence[Part]:
    """What stands behind a word of saying, when and to whom it was said ("told me") aside."""
    rest = parts[place + 1 + _dated(parts, place) :]
    return rest[bool(rest) and parts[place].norm in _TELLS and rest[0].has("first person", "pronoun") :]


def _introduces(part: Part, head: Sequence[Part], rest: Sequence[Part], inner: Sequence[Part]) -> bool:
    """Whether a word of saying is no "per" of a list, and no announcement of a model alone."""
    listed = (part.norm == "per" or rest[0].norm == ":") and any(one.has(*_TOLD_OF_ALL) for one in head)
    finite = any(one.has("be", "may", "expected", "price", "score") for one in inner[:4])
    return not listed and (finite or not part.has("announce"))


def _relative(parts: Sequence[Part], place: int) -> int:
    """Where what tells more of a speaker begins, or the place.

    "A leaker who got GPT-5 right says …".
    """
    return next((n for n, part in enumerate(parts[:place]) if n and part.norm in ("who", "whose")), place)


def _reports(parts: Sequence[Part], place: int) -> bool:
    """Whether a part says that somebody says something, and no word behind it does: "who called GPT-5 right says …"."""
    told = _relative(parts, place + 2) < place + 2 and any(one.has("report") for one in parts[place + 1 : place + _FAR])
    return parts[place].has("report", "deny") and not told


def _denies_saying(parts: Sequence[Part], place: int) -> bool:
    """Whether a denial before a word of saying is of what is said, as in "don't believe me when I say" it is not."""
    if parts[place].norm in _TELLS and parts[place + 1].has("first person"):
        return False  # what "nobody told me" is so
    head = parts[:place]
    asks = head[0].norm == "n't"  # "didn't they say …?"
    own = max((n for n, one in enumerate(head) if one.norm.rpartition(" ")[2] in _ANOTHER), default=asks)
    return any(one.has("negation", "denial", "backs out") for one in head[own:])


def _dated(parts: Sequence[Part], place: int) -> int:
    """How many parts between a word of saying and its "that" tell when it was said: "said at I/O on May 10 that …"."""
    behind = parts[place + 1 : place + 1 + _FAR]
    stop = next((n for n, part in enumerate(behind) if part.norm == "that"), 0)
    told = any(part.kind == "day" for part in behind[:stop]) and not any(part.name for part in behind[:stop])
    return stop if told else 0


def _tailed(found: Attributed) -> Attributed:
    """Read "…, according to X", "…, says X", "…, X says", and a quote before them."""
    for place in range(len(found.parts) - 1, 1, -1):
        if found.parts[place].has("report") and (told := _said_before(found.parts, place)) is not None:
            said, speaker, topic = told
            lab = next((part for part in found.parts[len(said) :] if part.lab), None)
            if said[0].norm == '"':
                said = said[1:] if lab is None else tuple(one for part in said[1:] for one in _of_speaker(part, lab))
            return replace(found, parts=said, said_by=speaker or None, topic=topic or found.topic)
    return found


def _said_before(parts: tuple[Part, ...], place: int) -> tuple[tuple[Part, ...], str, Part | None] | None:
    """What stands before a word of saying, who says it, and the model they speak of; None where nobody says it."""
    before, after = parts[:place], parts[place + 1 :]
    stop = max((n for n, one in enumerate(before) if one.norm in _STOPS), default=0)
    topic = _topic(after) if any(one.norm == '"' for one in before) else None
    after = after if topic is None else after[: after.index(topic) - 1]
    if parts[place].norm not in _EXPLICIT and stop and not _goes_on(after):
        speaker = _speaker([*takewhile(lambda part: not part.has("be"), before[stop + 1 :])])  # "X is said to …"
        if topic is not None or (speaker and has_predicate(before[:stop])):
            return before[:stop], speaker, topic
    explicit = parts[place].norm in _EXPLICIT or stop == place - 1
    return (before, speaker, topic) if explicit and (speaker := _speaker(after)) else None


def _goes_on(parts: Sequence[Part]) -> bool:
    """Whether what stands behind a word of saying is said, and not only when or to whom it was."""
    said = [*takewhile(lambda part: part.norm != ",", parts)]
    quiet = all(one.kind in ("mark", "day") or one.has("plain", "past state") for one in said)
    return not quiet and any(_topical(one) or one.has("negation", "denial") for one in said)


def _of_speaker(part: Part, lab: Part) -> tuple[Part, ...]:
    """A part of a quote: "we" is the speaker's lab, what is "ours" is the lab's."""
    meant = replace(lab, text=part.text, start=part.start, end=part.end)
    if part.norm in _OURSELVES:
        return (meant,)
    return (part, meant) if part.norm.endswith("ours") else (part,)


def _topic(parts: Sequence[Part]) -> Part | None:
    """The model that a speaker speaks of: "…, Hassabis said of Gemini 3.5 Pro"."""
    behind = (after for before, after in pairwise(parts) if before.norm in ("of", "about", "on"))
    return next((part for part in behind if part.model), None)
