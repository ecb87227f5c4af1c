"""The recorder of the change log, and the feeds that filter it."""
