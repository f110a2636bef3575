"""Numbers with their nouns."""

_IRREGULAR = {"person": "people"}
_HISSING = ("s", "x", "ch", "sh")


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """`1 gate`, `1,200 gates`, `2 launches`, `3 people`."""
    return f"{number:,} {noun if number == 1 else plural or plural_of(noun)}"


def plural_of(noun: str) -> str:
    """The plural of a noun: `gates`, `launches`, `people`."""
    return _IRREGULAR.get(noun) or (f"{noun}es" if noun.endswith(_HISSING) else f"{noun}s")
