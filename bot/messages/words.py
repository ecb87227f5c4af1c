"""The message catalogue: words that appear on more than one card.

Grade words, section titles, button labels and the standard cautions; changing one changes every card.
"""

from collections.abc import Iterable
from typing import Final

from bot.domain.evidence.grade_rules import Grade
from bot.domain.names.subjects import Subject
from bot.messages.request import RequestContext

# Buttons
ALL_NUMBERS: Final = "All numbers and sources"
ALL_COMMANDS: Final = "All commands"
WHOLE_ANSWER: Final = "The whole answer"
OPENS_ALL: Final = (ALL_NUMBERS, ALL_COMMANDS, WHOLE_ANSWER)  # what a short answer's button to the full one may say
SHORT_ANSWER: Final = "Short answer"
NEXT_PAGE: Final = "Next page"
SHARE: Final = "Share in channel"
MORE: Final = "More"
HOW_IT_MOVED: Final = "How it moved"
EXACT_RULES: Final = "Exact rules"
KNOWN_UP_TO: Final = "known up to"
OTHER_VENUES: Final = "Other venues"
TELL_ME_MOVES: Final = "Tell me when it moves"
TELL_ME_CHANGES: Final = "Tell me when it changes"
STOP_WATCHING: Final = "Stop watching"
UNDO: Final = "Undo"
REMOVE: Final = "Remove"
WITHDRAW: Final = "Withdraw"
TAKES_BACK: Final = frozenset(
    {UNDO, STOP_WATCHING, REMOVE}
)  # "undo" in plain words presses these; what they do can be done again
WHY_GRADE: Final = "Why this grade"
WHO_COPIED: Final = "Who copied whom"
ADD_EVIDENCE: Final = "Add evidence"
OBJECT: Final = "Object to the grade"
FILE_CLAIM: Final = "File this claim"
I_HAVE_IT: Final = "I have it"
NOT_THERE: Final = "I looked, not there"
WHO_GUESSES: Final = "Who guesses what"
TIMELINE: Final = "Timeline"
HOW_GRADES_WORK: Final = "How grades work"
REPORT_IT: Final = "Report a sighting"
ODDS: Final = "Odds"
CHECKLIST: Final = "Release checklist"
CLAIMS: Final = "Claims about it"
DOSSIER: Final = "Everything about it"
SEARCH_MARKETS: Final = "Search the markets"

# Section titles
COUNTS: Final = "What counts"
DOES_NOT_COUNT: Final = "Does not count"
CAUTION: Final = "Caution"
WOULD_SETTLE: Final = "Would settle it"
ITS_EVIDENCE: Final = "Its evidence alone"
WHAT_IS_IT: Final = "What is it?"
WOULD_LIFT: Final = "To lift the grade"
SUCH_NAMES: Final = "Base rate"
READ_AS: Final = "Read as"
FOR, AGAINST = "For", "Against"
MISSING: Final = "Missing"
NEAREST_KNOWN: Final = "Nearest known"
SKIPPED: Final = "Skipped"
REPORTED_BY_OTHERS: Final = "Reported by others, not verified at the venue"

# Standard cautions and notes
NOT_ADVICE: Final = "information, not advice"
NO_EVIDENCE: Final = "No evidence here is not evidence against it."
PRICE_RAISES_NOTHING: Final = "A market price never raises a grade."
NOT_READ_HERE: Final = "this market is not read here"
LINKED_BY_DESK: Final = "linked to the model by the desk, not by rule"
AS_ITS_LAB: Final = "Write the model's name as its lab does."
ADD_MODEL: Final = "If it is new, the desk can add it: model add."
NOTHING_NEWER: Final = "nothing newer"
NOTHING_POSTED: Final = "Nothing is posted where nobody asked for it."
UNDO_FOR: Final = "You can undo it for ten minutes."  # `bot.domain.undo`
SENT_AGAIN: Final = "Sent again: it is not known whether the first copy arrived."

GRADE_MEANINGS: Final = {
    Grade.CONFIRMED: "A first-party document of an accomplished fact, or a benchmark's own board, says so.",
    Grade.SUPPORTED: "An independent measurement, or two independent named press origins, say so.",
    Grade.REPORTED: "One named origin with first-hand basis, or the lab about its own future or number, says so.",
    Grade.UNCONFIRMED: "There is a trace that anyone can check, but no named first-hand origin.",
    Grade.SPECULATION: "Only an anonymous word, a picture, a demo, a name or an inference.",
    Grade.MIXED: "Strong evidence on both sides.",
    Grade.CONTRADICTED: "A first-party document, or measurements, say otherwise; or the day passed without it.",
}
# The glossary: the meaning of each term in a sentence
GLOSSARY: Final = (
    *((grade.value, meaning) for grade, meaning in GRADE_MEANINGS.items()),
    ("NO EVIDENCE HERE", "Nothing in the ledger speaks for or against it. That is no grade."),
    ("CASUAL", "A label reported at second hand, or without what others need to check it."),
    ("NEEDS CORROBORATION", "A label with one complete first-hand report."),
    ("CORROBORATED", "A label that two other people saw first-hand, at other hours, with other pictures."),
    ("RESOLVED", "It is known what the label was."),
    ("label", "A name exactly as a picker, an arena or a list showed it. A label is not yet a model."),
    ("origin", "The first in a chain of citations. Forty copies of one memo are one origin."),
    ("load-bearing", "An origin without which the grade would change."),
    ("attribution", "Someone's word that a label is a certain model, with the method behind it."),
    ("Brier", "The mean squared distance of prices from what happened: 0 is perfect, 0.25 a coin; lower is better."),
    ("release checklist", "Model card, pricing, context and output limits, agentic reliability, latency."),
    ("rung", "One deadline of a market that asks for several."),
    ("the desk", "The moderators here: they accept evidence, resolve and merge."),
)


def glossary_words(text: str) -> dict[str, str]:
    """The words of the glossary that a text names, with their meanings.

    A longer one hides a shorter one in it.
    """
    left, found = f" {' '.join(text.casefold().replace(',', ' ').split())} ", dict[str, str]()
    for word, meaning in sorted(GLOSSARY, key=lambda row: -len(row[0])):
        for form in (word.casefold(), f"{word.casefold()}s", word.casefold().removeprefix("the ")):
            if f" {form} " in left:
                found[word] = meaning
                left = left.replace(f" {form} ", "  ")
    return dict(sorted(found.items(), key=lambda pair: text.casefold().find(pair[0].casefold())))


def join_names(names: Iterable[str]) -> str:
    """Names in a row: ``a``, ``a and b``, ``a, b and c``."""
    *head, last = names
    return f"{', '.join(head)} and {last}" if head else last


def with_states(subjects: Iterable[Subject]) -> str:
    """Models in a row, each with its state: ``GLM-5 (released) · GLM-5.5 (rumoured)``."""
    return " · ".join(f"{one.name} ({one.state.value})" for one in subjects)


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: ``2 models``; ``plural`` where an s does not make it."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


_FLAGS: Final = {
    "stale": "nothing new for 60 days",
    "drift": "a copy says something else than its source",
    "no denominator": "how many attempts it took is not stated",
    "superlative without benchmark": "a comparison with no test behind it",
    "one-shot demo": "a single demonstration",
    "screenshot only": "a picture alone",
    "unnamed source": "a source without a name",
    "circular sourcing": "sources that cite each other",
    "different harness or build": "measured with another setup",
    "quoted number with no primary": "a number quoted without its source",
    "number older than it looks": "a number older than it looks",
    "origin withdrew": "a source took it back",
    "time-bound": "its day is still to come",
}


def flag_words(flag: str) -> str:
    """Say a flag of a claim in plain words; one that needs none is returned as it is."""
    return _FLAGS.get(flag, flag)


def markets_off(ctx: RequestContext) -> str:
    """Say which markets an admin switched off here; '' where all are shown."""
    if "odds" in ctx.off:
        return "odds are switched off here by an admin"
    return "markets that trade money are switched off here by an admin" if "real money" in ctx.off else ""
