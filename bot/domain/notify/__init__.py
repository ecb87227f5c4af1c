"""Which changes become alerts and digest items, and when."""
