"""What somebody means who types no command: the name their sentence is about, put into three questions."""

from typing import Final

from bot.command import order
from bot.errors import shorten
from bot.reply import Button

LONGEST: Final = 60  # characters of a name; what is longer is no name
READ: Final = 40  # words of a sentence that are looked at

# Words that lead to a name or go on after it, and are no name themselves.
_BESIDE: Final = frozenset(
    """
    a about am an and any anyone anything are be been beat beats before best better by can check claim coming could
    date deal did do does doing event find for from get give going good got happened happening has have heard hello hey
    hi how i in info is it its just know launch launched launches launching look lookup me mean means more much my name
    need new news no not odds of on or out please probability real release released releases releasing rumor rumors
    rumour rumours search see should show status tell than thank thanks that the there this to up us versus vs want was
    we what what's whats when when's whens where which who who's whos whose why will with worse would yes yet you your
    help model codename called ship shipped ships shipping arrive arrives drop drops price chance chances likely soon
""".split()  # noqa: SIM905 - a list of words reads as one
)
_MARKS: Final = " \t\r\n?!.,;:…\"'`“”‘’«»()[]{}<>*_~|\\/�"


def name_in(sentence: str) -> str:
    """What a sentence is about: ``spud`` in "what is spud?" and in "spud beats Opus"; '' in "help me"."""
    return next(iter(_names(sentence)), "")


def lone_name(sentence: str) -> str:
    """The one name that a sentence says nothing else of: ``spud`` in "will spud be out?"; '' in "spud beats Opus"."""
    found = _names(sentence)
    return found[0] if len(found) == 1 else ""


def _names(sentence: str) -> list[str]:
    """The runs of words that are none of those beside a name; '' for one too long, or without a letter."""
    runs: list[list[str]] = [[]]
    for word in sentence[: READ * LONGEST].split()[:READ]:
        bare = word.strip(_MARKS)
        if bare and bare.casefold().replace("’", "'") not in _BESIDE:
            runs[-1].append(bare)
        else:
            runs.append([])
    return [name if _nameable(name := " ".join(run)) else "" for run in runs if run]


def _nameable(name: str) -> bool:
    return len(name) <= LONGEST and name.isprintable() and any(map(str.isalpha, name))


def three_questions(name: str, sentence: str) -> tuple[Button, ...]:
    """The three things to ask about a name, as buttons; a sentence that says something of it is checked as a claim."""
    shown = shorten(name, 40)
    says = sentence.startswith(name) and len(sentence) > len(name) and not sentence.rstrip().endswith("?")
    check = order("claimcheck ask", claim=sentence) if says else order("claimcheck list", about=name)
    return (
        Button(f"Odds of {shown}", order("odds show", about=name), "main"),
        Button(f"{shown} in a picker", order("checkpoint show", label=name)),
        Button("Check that claim" if says else f"Claims about {shown}", check),
    )
