"""Numbers with their nouns."""


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """`1 gate`, `1,200 gates`, `2 launches`."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
