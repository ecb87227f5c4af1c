"""Models of this place: add one, give it another name, take two for one."""

DEFAULT = "add"
