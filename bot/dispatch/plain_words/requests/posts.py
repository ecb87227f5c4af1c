"""Sentences about digests and alerts, each with everything it says filled in.

What changes something is asked first; a new digest is shown as a preview, which posts nothing. What cannot be done by a
sentence says first that nothing was changed, and then the command with what was understood.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import dropwhile
from typing import Final

from bot.dispatch.plain_words.asked_names import is_report
from bot.dispatch.plain_words.question_forms import Intent
from bot.dispatch.plain_words.read_as import ReadAs
from bot.dispatch.plain_words.requests.silence import pause_end
from bot.dispatch.plain_words.requests.timetable import SaidTimetable, said_timetable
from bot.dispatch.plain_words.requests.words import request_words
from bot.dispatch.plain_words.sentence import Sentence, words_of, written
from bot.domain.names import NameKind, NameReading
from bot.domain.text import shorten
from bot.messages.errors import Alternative, BadArgument
from bot.messages.order import Order, order

NOTHING: Final = "Nothing was changed"
NAMED: Final = 60  # characters of a name that is made of what a digest is about
_CALLED = re.compile(
    r"(?i)\b(?:called|named|name it|call it)\s+[\"“']?([\w -]{1,40}?)[\"”']?(?=$|[,.!]| (?:at|every|on|in|for|about)\b)"
)
_RENAMED = re.compile(r"(?i)\brename\b.*\b(?:to|as|into)\s+[\"“']?([\w -]{1,60}?)[\"”']?[.!]*$")
_POINTS = re.compile(r"(?i)\b(\d{1,2})\s?(?:points?|pp|pts|%|percent)(?!\w)")
_A_DAY = re.compile(r"(?i)\b(\d{1,2})\s?(?:x |times |messages |alerts )?(?:a|per|each) day\b")
_QUIET = re.compile(r"(?i)\bquiet\b.*?(\d[\w:.]*\s?(?:-|–|to|until)\s?\d[\w:.]*)")
_ALL = re.compile(r"(?i)\b(?:all|every one) (?:of )?(?:my|the|these|those)?\s*alerts\b|\bmy alerts\b")
_ASKS: Final = frozenset({"when", "whens", "who", "where", "which", "what", "whats"})
_DEFINITE: Final = frozenset({"the", "my", "our", "this", "that"})
_HAVE: Final = frozenset({"how", "where", "can", "could"})  # open a question for what one may have
_PART_OF_DAY: Final = frozenset({"morning", "evening", "afternoon", "night", "noon"})


def read_post(sentence: Sentence) -> ReadAs | None:
    """How a sentence about digests or alerts is read; None for any other."""
    words = [word for word in sentence.words if word != "?"]
    of_alert, of_digest = _is_of_alert(sentence), _is_of_digest(sentence)
    if not (of_digest or of_alert) or is_report(sentence) or {"dont", "not", "never"} & set(words):
        return None
    if of_digest and _asks_for_one(sentence, words):
        return _offered(sentence)
    if words[:1] == ["how"] and of_digest and not {"often", "many"} & set(words[1:2]):
        return _help(words)
    if of_digest and not of_alert and set(words[:1]) & (_ASKS | {"how"}):
        return _asked(sentence)
    verb = _verb(words) or (_of_schedule(sentence, words) if of_digest else None)
    if verb is None:
        return None
    return _alert(sentence, verb) if of_alert else _digest(sentence, verb)


def _is_of_alert(sentence: Sentence) -> bool:
    words = set(sentence.words)
    return sentence.named("N").startswith("AL") or (bool(request_words()["posts"]["alerts"] & words) and "all" in words)


def _is_of_digest(sentence: Sentence) -> bool:
    known, words = request_words()["posts"], set(sentence.words)
    regular = known["messages"] & words and _HAVE & {*sentence.words[:1]}
    regular = regular and (known["regular"] & words or said_timetable(sentence.text).days)
    sends = known["sends"] & words and len(words & (known["messages"] | known["sends"])) > 1
    sends = sends and not known["asks"] & {*sentence.words[:1]}
    regular = regular or (sends and said_timetable(sentence.text).days)
    return sentence.named("N").startswith("DG") or bool(known["things"] & words or regular)


def _of_schedule(sentence: Sentence, words: list[str]) -> str | None:
    """A wish without a verb: "digest every monday at 9"."""
    asks = set(words[:1]) & request_words()["posts"]["asks"] or sentence.asks
    return "create" if not asks and said_timetable(sentence.text).days else None


def _verb(words: list[str]) -> str | None:
    """What the first verb of a sentence does: create, pause, resume, delete, edit, show."""
    known, leads = request_words()["posts"], request_words()["silence"]["leads"]
    rest = words[:]
    while rest and rest[0] in leads and rest[0] not in ("want", "need"):
        rest = rest[1:]
    if rest[:3] == ["get", "rid", "of"] or (rest[:1] in (["turn"], ["switch"]) and "off" in rest):
        return "delete" if rest[0] == "get" else "pause"
    if rest[:1] in (["turn"], ["switch"]) and "on" in rest:
        return "resume"
    order_of = (
        ("pause", "resume", "delete", "edit", "show") if _is_definite(rest) else ("create", "pause", "delete", "show")
    )
    return next((name for name in order_of if rest[:1] and rest[0] in known[name]), None)


def _is_definite(words: list[str]) -> bool:
    """Whether a digest that is there is meant: "the morning digest", "DG-03"."""
    return bool((_DEFINITE | {"all"}) & set(words[1:4])) or "N" in words


def _help(words: list[str]) -> ReadAs:
    known = request_words()["posts"]
    found = next((name for name in ("pause", "delete", "resume", "edit") if known[name] & set(words)), "create")
    topic = f"digest {'create' if found == 'edit' and not _is_definite(words) else found}"
    return ReadAs(Intent.HELP, "", "", order("spudwatch help", topic=topic), said=f"how {topic} works")


def _asks_for_one(sentence: Sentence, words: list[str]) -> bool:
    """Whether somebody asks how, where or whether to have a digest, and says no time: "how do i get a recap"."""
    gets = _HAVE & set(words[:1]) and request_words()["posts"]["gets"] & set(words)
    asks = bool(gets) and bool({"i", "we"} & set(words[:3])) and not _DEFINITE & set(words)
    return asks and not said_timetable(sentence.text).time


def _offered(sentence: Sentence) -> ReadAs:
    """The form of a digest, where somebody asks how to get one: "how do i get a regular recap"."""
    about = said_subjects(sentence)
    form = Alternative(
        "Set up a digest", {"channel": "here"} | ({"about": about} if about else {}), "digest create", ()
    )
    return _refused(
        BadArgument(
            "A digest is posted on the days and at the time that you choose.",
            why="Nothing is set up yet.",
            todo='Or say it whole: "digest every monday at 9 berlin".',
            instead=(form,),
        )
    )


def _asked(sentence: Sentence) -> ReadAs | None:
    """A question about digests: when the next one runs, who gets one."""
    if "is" in sentence.words and "a" in sentence.words:  # "what is a digest"
        return None
    named = _named(sentence)
    return ReadAs(Intent.DIGEST, "", named, order("digest list", id=named or None), said="digests")


def _named(sentence: Sentence) -> str:
    """The id of a digest, else what stands before "digest" and may be its name."""
    if number := sentence.named("N"):
        return number
    posts, leads = request_words()["posts"], request_words()["silence"]["leads"]
    aside = posts["aside"] | leads
    for verbs in ("pause", "resume", "delete", "edit", "show", "create", "asks"):
        aside |= posts[verbs]
    found = re.search(rf"(?i)^(.*?)\b(?:{'|'.join(sorted(posts['things']))})\b", sentence.text)
    before = words_of(found[1]) if found else []
    at = max((place + 1 for place, word in enumerate(before) if word in _DEFINITE), default=0)
    name = list(dropwhile(lambda word: word in aside, before[at:])) if not at else before[at:]
    return "" if set(name) <= posts["aside"] else " ".join(name)


def _digest(sentence: Sentence, verb: str) -> ReadAs | None:
    said = said_timetable(sentence.text)
    if verb == "create":
        return _created(sentence, said)
    named = _named(sentence) or None
    if verb == "pause":
        return _sure(order("digest pause", id=named, until=pause_end(sentence.text) or None))
    if verb == "resume":
        return _sure(order("digest resume", id=named))
    if verb == "delete":
        return _sure(order("digest delete", id=named)) if named else _needs("digest delete", "which digest")
    if verb == "show":
        return ReadAs(Intent.DIGEST, "", "", order("digest preview", id=named), said="a digest")
    new = _RENAMED.search(sentence.text)
    about = said_subjects(sentence)
    given = {
        "channel": said.channel or None,
        "name": new[1] if new else None,
        "days": _days_moved_to(sentence.text, named or "") or None,
        "time": said.time or None,
        "timezone": said.zone or None,
        "about": about or None,
    }
    if not any(given.values()):
        return _needs(f"digest edit{f' id:{_quoted(named)}' if named else ''}", "what is to change")
    return _sure(order("digest edit", id=named, **given))


def _days_moved_to(text: str, named: str) -> str:
    """The days that are no part of the digest's own name."""
    rest = re.sub(rf"(?i)\b{re.escape(named)}\b", " ", text, count=1) if named else text
    return said_timetable(rest).days


def _created(sentence: Sentence, said: SaidTimetable) -> ReadAs | None:
    if said.uneven:
        todo = "Days are the same every week: /digest create channel:here name:… days:weekly time:09:00"
        return _refused(BadArgument(f"{NOTHING}: a digest cannot be posted {said.uneven}.", todo=todo))
    if not said.days and not said.time:
        return None
    said = _with_part(sentence, said)
    made = order(
        "digest create",
        channel=said.channel or "here",
        name=_new_name(sentence, said),
        days=said.days or None,
        time=said.time or None,
        timezone=said.zone or None,
        about=said_subjects(sentence) or None,
    )
    missing = tuple(name for name, value in (("days", said.days), ("time", said.time)) if not value)
    if missing:
        return _incomplete(made, missing)
    return ReadAs(Intent.DIGEST, "", "", made, said="a new digest; nothing is posted until you start it")


def _with_part(sentence: Sentence, said: SaidTimetable) -> SaidTimetable:
    """What a part of the day adds: a morning digest is daily, and noon is a time."""
    part = said.part or next((word for word in sentence.words if word in _PART_OF_DAY), "")
    if not part:
        return said
    return replace(said, part=part, days=said.days or "daily", time=said.time or ("noon" if part == "noon" else ""))


def _new_name(sentence: Sentence, said: SaidTimetable) -> str:
    """The name it is given, else what it is about and when: "Anthropic daily"."""
    if named := _CALLED.search(sentence.text):
        return named[1].strip()
    about = ", ".join(one.name for one in (*sentence.models, *_labs(sentence)))
    days = said.days or "daily"
    return shorten(f"{about} {days}", NAMED) if about else said.part or f"{days} {said.time}".strip()


def _incomplete(made: Order, missing: tuple[str, ...]) -> ReadAs:
    """The refusal of a digest that lacks a day or a time, with the form of the rest."""
    form = Alternative("Fill in the rest", dict(made.values), "digest create", missing)
    what = " and ".join({"days": "on which days", "time": "at what time"}[one] for one in missing)
    todo = f"/{made.line} {' '.join(f'{one}:…' for one in missing)}"
    return _refused(BadArgument(f"{NOTHING}: say {what} the digest is posted.", todo=todo, instead=(form,)))


def said_subjects(sentence: Sentence) -> str:
    """The models and labs that a sentence names, as an option takes them."""
    return ", ".join(map(written, (*sentence.models, *_labs(sentence))))


def _labs(sentence: Sentence) -> tuple[NameReading, ...]:
    return tuple(one for one in sentence.places if one.kind is NameKind.LAB)


def _alert(sentence: Sentence, verb: str) -> ReadAs | None:
    number, text = sentence.named("N"), sentence.text
    named = number or ("all" if _ALL.search(text) else "")
    if not named:
        return None
    if verb == "pause":
        return _sure(order("alerts pause", id=named, until=pause_end(text) or None))
    if verb == "resume":
        return _sure(order("alerts pause", id=named, until="now"))
    if verb == "delete":
        return _sure(order("alerts remove", id=named)) if number else None
    if verb != "edit" or not number:
        return None
    points, most, quiet = _POINTS.search(text), _A_DAY.search(text), _QUIET.search(text)
    given = {
        "about": said_subjects(sentence) or None,
        "threshold": points[1] if points else None,
        "quiet_hours": quiet[1] if quiet else None,
        "max_per_day": most[1] if most else None,
    }
    if not any(given.values()):
        return _needs(f"alerts edit id:{number}", "what is to change")
    return _sure(order("alerts edit", id=number, **given))


def _sure(made: Order) -> ReadAs:
    intent = Intent.DIGEST if made.name.startswith("digest") else Intent.WATCH
    return ReadAs(intent, "", "", made, said=made.name, confirm=True)


def _needs(command: str, what: str) -> ReadAs:
    return _refused(BadArgument(f"{NOTHING}: say {what}.", todo=f"The command is /{command} …"))


def _refused(why: BadArgument) -> ReadAs:
    return ReadAs(Intent.DIGEST, "", "", None, refused=why)


def _quoted(text: str | None) -> str:
    return f'"{shorten(text or "", 60)}"' if " " in (text or "") else text or ""
