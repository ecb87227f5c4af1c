"""The verbs of the command line: one module each, found by walking this folder.

A verb's module has ``arguments(parser)`` and ``run(args) -> exit status``; the first line of its docstring is its help.
"""
