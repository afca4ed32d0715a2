"""Which of the languages spoken here somebody means."""


def find_spoken(wish: str, spoken: tuple[str, ...]) -> str | None:
    """The wish itself, or the same language as it is spoken here: `de` for `de-AT`, `pt-br` for `pt` and `pt-PT`."""
    if wish in spoken:
        return wish
    language = wish.partition("-")[0]
    return next((code for code in spoken if code.partition("-")[0] == language), None)
