"""The world: platforms, the network, pictures and the command line. Thin, and without rules of its own."""
