"""What changed: the recorder of the change log, and the feeds that are filters over it."""
