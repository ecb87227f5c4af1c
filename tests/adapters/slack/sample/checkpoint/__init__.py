"""Names seen in pickers."""

DEFAULT = "report"
