"""Settings of this server or workspace, its data, and the audit trail."""

DEFAULT = "show"
