"""The possible meanings of a name in a text, as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum


class NameKind(StrEnum):
    """The origin of a reading.

    ``ledger`` and ``discovered`` are known subjects; ``grammar`` is an unlisted model parsed from family and version;
    ``label`` a name as a surface showed it; ``family`` several models at once ("Gemini", "Opus"); ``lab`` a maker,
    ``product`` a place where models are used.
    """

    LEDGER = "ledger"
    DISCOVERED = "discovered"
    GRAMMAR = "grammar"
    LABEL = "label"
    FAMILY = "family"
    LAB = "lab"
    PRODUCT = "product"


class NameCertainty(IntEnum):
    """Certainty of a reading.

    Only ``CERTAIN`` may be graded without stating the reading.
    """

    POSSIBLE = 1
    LIKELY = 2
    CERTAIN = 3

    @property
    def lower(self) -> NameCertainty:
        """One step less sure."""
        return NameCertainty(max(self - 1, NameCertainty.POSSIBLE))


@dataclass(frozen=True, slots=True)
class NameReading:
    """One possible subject of a name.

    ``version`` and ``variant`` are spelled as in the slug; ``stamp`` is the date in a dated id. ``members`` are the
    slugs of the models the name covers (GPT-5.6: Sol, Terra, Luna); for a whole family ("Gemini") only
    `NameReader.resolve` lists them. ``dated`` distinguishes readings: the day of the release if known, else since when
    the subject is known. ``why`` explains, to a reader, a reading that is not certain. ``standing`` is the alias's
    status: good, speculation or refuted.
    """

    kind: NameKind
    slug: str
    name: str
    lab: str = ""
    family: str = ""
    version: str = ""
    variant: str = ""
    stamp: str = ""
    certainty: NameCertainty = NameCertainty.CERTAIN
    members: tuple[str, ...] = ()
    state: str = ""
    dated: date | None = None
    standing: str = "good"
    why: str = ""

    @property
    def is_model(self) -> bool:
        """Whether it is a single model, and no family, lab, product or mere label."""
        return self.kind in (NameKind.LEDGER, NameKind.DISCOVERED, NameKind.GRAMMAR)

    @property
    def is_guess(self) -> bool:
        """Whether the text was read as a label only because it contains no known name."""
        return self.kind is NameKind.LABEL and self.certainty is NameCertainty.POSSIBLE

    @property
    def is_supposed(self) -> bool:
        """Whether it is put together like a model's name, of parts that no list has shown.

        It may be a label.
        """
        return self.kind is NameKind.GRAMMAR and self.certainty < NameCertainty.CERTAIN

    @property
    def key(self) -> str:
        """What a command is given for it: its slug, or the name that may mean several."""
        return self.name if self.kind is NameKind.FAMILY else self.slug or self.name

    @property
    def is_place(self) -> bool:
        """Whether it is a lab or a product: where a model comes from or is used."""
        return self.kind in (NameKind.LAB, NameKind.PRODUCT)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: its position, spelling and possible meanings, likeliest first.

    ``disguised``: letters of another script were read as the Latin letters they resemble.
    """

    start: int
    end: int
    text: str
    readings: tuple[NameReading, ...]
    disguised: bool = False

    @property
    def best(self) -> NameReading:
        """The likeliest reading."""
        return self.readings[0]

    @property
    def ambiguous(self) -> bool:
        """Whether several readings are equally certain, so that the user should be asked."""
        return len(self.readings) > 1 and self.readings[1].certainty >= self.readings[0].certainty


@dataclass(frozen=True, slots=True)
class NameResolution:
    """The meaning of a whole text that should be one name.

    ``readings`` are the likeliest first; ``left`` are the words outside every reading; ``near`` are similarly spelled
    names of known subjects, for "did you mean". Without a reading, the text contains no name.
    """

    text: str
    readings: tuple[NameReading, ...] = ()
    left: tuple[str, ...] = ()
    near: tuple[NameReading, ...] = ()
    disguised: bool = False

    @property
    def best(self) -> NameReading | None:
        """The likeliest reading; None if there is none or several are equally certain."""
        return None if not self.readings or self.ambiguous else self.readings[0]

    @property
    def ambiguous(self) -> bool:
        """Whether several readings are equally certain, so that the user should be asked."""
        return len(self.readings) > 1 and self.readings[1].certainty >= self.readings[0].certainty

    @property
    def is_name(self) -> bool:
        """Whether the text contains a name.

        False if it is read as a label for lack of one.
        """
        return bool(self.readings) and not self.readings[0].is_guess

    @property
    def slug(self) -> str:
        """The slug of the best reading, or of the first of equals; '' without one."""
        return self.readings[0].slug if self.readings else ""
