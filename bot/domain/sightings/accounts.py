"""Accounts that are one person, by the pairs that the desk declared."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Accounts:
    """The declared pairs. A chain of them is one person."""

    pairs: list[tuple[str, str]] = field(default_factory=list)
    same: dict[str, str] = field(default_factory=dict)

    def person(self, name: str) -> str:
        """Return one name for all accounts of a person."""
        return self.same.get(name, name)

    def match(self, one: str, other: str, *, same: bool) -> None:
        """Declare two accounts one person, or take that back.

        It was once taken back without the other account (``one`` is ``other``): then the last pair of ``one`` goes.
        """
        if one == other:
            other = next((second for first, second in reversed(self.pairs) if first == one), other)
        self.pairs = [pair for pair in self.pairs if set(pair) != {one, other}]
        self.pairs += [(one, other)] if same else []
        who: dict[str, str] = {}
        for first, second in self.pairs:
            mine, theirs = who.setdefault(first, first), who.setdefault(second, second)
            who = {name: mine if person == theirs else person for name, person in who.items()}
        self.same = who
