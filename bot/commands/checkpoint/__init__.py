"""Names seen in model pickers: report them, look them up, say what they may be."""

DEFAULT = "show"
