"""One module a verb of the command line, each with ``arguments(parser)`` and ``run(args) -> exit status``."""
