"""Everything about one model: whether it is out, the odds, the price, the claims; and what is coming."""

DEFAULT = "show"
