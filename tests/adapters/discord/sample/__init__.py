"""Commands of every kind of option and outcome, for tests of what carries them."""
