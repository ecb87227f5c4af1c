"""The commands: a folder is a command, a file in it a subcommand."""
