"""A masked clause as the rules see it, and whether it speaks of what is to come or of what has happened."""
# ruff: noqa: E501 -- a pattern is read as one line

import re
from dataclasses import dataclass

from bot.domain.claims.comparisons import Comparison
from bot.domain.claims.parsed import Quantity

E = r"⟨e[a-z]⟩"
ANY = r"⟨[evp][a-z]⟩"
B = r"⟨b[a-z]⟩"
D = r"⟨d[a-z]⟩"
Q = r"⟨q[a-z]⟩"
_FUTURE = re.compile(
    r"\b(?:will|won't|wont|'ll|shall|going to|gonna|about to|set to|to be|to (?:launch|release|ship|drop|debut|arrive|come|announce|unveil|open|roll|land|reveal|hit|go|get|introduce)|expected|slated|scheduled|due|eta|imminent(?:ly)?|soon|shortly|coming|upcoming|planned|plans?(?! ?[.!,)]*$)|planning|aim(?:s|ing)?|target(?:s|ing|ed)?|delay(?:s|ed|ing)?|postpon(?:es?|ed|ing)|push(?:es|ed|ing)|(?<!let )slipp?(?:s|ed|ing)?|"
    r"is (?:launching|releasing|shipping|dropping|arriving|landing|debuting|unveiling|going live)|are (?:launching|releasing|shipping|dropping)|tomorrow|next|later this|any day|any moment|around the corner|release date|launch date|dropping|launching|may|might|could|likely|probably|should|would|must|cancel(?:s|l?ed|l?ing)?|scrap(?:s|ped)?|shelv(?:es?|ed)|predict(?:s|ed)?|bet|expects?)\b|'ll\b",
)
_PAST = re.compile(
    r"\b(?:released|launched|ended|wrapped|concluded|kicked off|started|began|cleared|shipped|dropped|debuted|came|rolled|went|landed|arrived|was|were|(?:has|have|had) (?:(?:now|just|already|also|not|since|never|quietly|officially|finally|recently|reportedly) )*(?:[a-z]+ed|been|gone|come|begun|done|built|cut|hit|made|met|run|seen|set|shown|shut|sent|said|told|put|got|taken|given|begun|won|lost|fallen|slipped|gotten)(?![a-z])|did(?:n't)?|put out|gave|made|got|(?<!to )hit|brought|announced|unveiled|revealed|open[- ]?sourced|published|introduced|just|finished|completed|already|ago|yesterday|since|finally)\b"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a clause holds, as the cascade needs it."""

    clause: str
    quantities: tuple[Quantity, ...]
    has_model: bool
    has_benchmark: bool
    dated: bool
    any_date: bool
    vague: bool
    compared: Comparison | None
    comparator: bool
    ahead: bool = False
    """The date is still to come."""
    traced: bool = False
    """A leak, a screenshot or a file is what shows it."""


def is_future(clause: str) -> bool:
    """Whether the clause speaks of what is to come."""
    return _FUTURE.search(clause) is not None


def is_past(clause: str) -> bool:
    """Whether the clause speaks of what has happened and not of what will."""
    return _PAST.search(clause) is not None and not re.search(
        r"\b(?:will|won't|going to|gonna|to be|expected|slated|scheduled|set to|about to|'ll|(?<!in )(?<!on )(?<!by )(?<!of )(?<!this )(?<!last )(?<!since )(?<!until )(?<!early )(?<!late )(?<!mid )(?<!mid-)may(?! ?\d)|might|could|should|hasn't|haven't|delay(?:ed|s)?|push(?:ed|es)?|slip(?:s|ped)|bump(?:s|ed)|shift(?:s|ed)|postponed?|moved|rescheduled|pencill?ed|earmarked|booked|brought forward|rumou?r has it|launches|ships|drops|lands|arrives|debuts|goes live|comes out)\b",
        clause,
    )
