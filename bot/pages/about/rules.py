"""How grades are made, what the words mean, what is public and what is not."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.evidence.grade_rules import RULES
from bot.domain.sightings.sightings import STANDARD
from bot.messages import words
from bot.pages.page import Page, PageRequest, PreviewCard, stamp
from bot.ports import Ports

ADDRESS = "/rules"
LEVELS = (
    "First-party document about an accomplished fact, or a benchmark's own board for its own score.",
    "Independent measurement with task, n and one harness; or two independent named press origins.",
    "One named press origin with first-hand basis; the vendor about its future or its own number.",
    "A checkable trace: a listing, a corroborated label, an anonymous document, a community measurement.",
    "An anonymous word, a picture alone, a one-shot demo, a model's word about itself, a name, an inference.",
)
_GLOSSARY = dict(words.GLOSSARY)
WORDS = {
    **{word: _GLOSSARY[word] for word in ("origin", "load-bearing", "release checklist", "NO EVIDENCE HERE")},
    "repeat": "An item that only passes on what another said. It counts zero.",
    "first-party": "The lab's own document: announcement, model card, API list, price page, help page.",
    "name seen": "A name exactly as somebody saw it in a picker, an arena or a list. It is not a model.",
    "odds": "The middle of the book where the spread is at most 10 points, else a trade of that day, else no signal.",
    "as of": "Every page can be read as it stood on any day: nothing learned later is on it.",
}
PUBLIC = (
    "The public ledger, with the page that each row was read on.",
    "Counts and grades of servers and workspaces that chose to publish them. Names of people never.",
    "No account, no cookie, no tracker, no script needed, no request to anybody else's server.",
    f"{words.PRICE_RAISES_NOTHING} It is shown as a price, with its age.",
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what it means."""

    word: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage(Page):
    """The rules as they are printed with every grade."""

    grades: tuple[Term, ...]
    levels: tuple[Term, ...]
    rules: tuple[Term, ...]
    sightings: tuple[str, ...]
    words: tuple[Term, ...]
    public: tuple[str, ...]


def build(ports: Ports, request: PageRequest) -> RulesPage:
    """The rules of this version."""
    del ports
    lead = "A grade is computed from the evidence by rules that are printed here, and never typed by anybody."
    return RulesPage(
        path=ADDRESS,
        title="Rules",
        lead=lead,
        as_of=stamp(request),
        card=PreviewCard("How grades are made", "Rules", "", lead),
        dated=False,
        grades=tuple(Term(grade.value, meaning) for grade, meaning in words.GRADE_MEANINGS.items()),
        levels=tuple(Term(str(len(LEVELS) - number), meaning) for number, meaning in enumerate(LEVELS)),
        rules=tuple(Term(rule.name, rule.sentence) for rule in RULES.values()),
        sightings=STANDARD.sentences,
        words=tuple(Term(word, meaning) for word, meaning in WORDS.items()),
        public=PUBLIC,
    )
