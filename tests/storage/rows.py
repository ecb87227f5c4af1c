"""A row as the tests of the engines write it."""


def add(name: str):
    return lambda db: db.execute("INSERT INTO counters VALUES (?, 1)", [name])
