"""Parts of a whole."""

from orders.figures.sections import Rows, Section, bars
from orders.figures.statistics import share


def shares(
    key: str, title: str, sentence: str, name: str, counted: str, named: list[tuple[str, int]]
) -> Section:
    """A figure of parts of a whole: `named` are words and how often; `name` and `counted` head the table."""
    total = sum(count for _, count in named)
    rows = Rows((name, counted, "Of 100"))
    for words, count in named:
        rows.add(words, count, share(count, total))
    plot = bars(
        [
            (words, f"{share(count, total)} %", 100 * count / total if count else None)
            for words, count in named
        ]
    )
    return Section(key=key, title=title, sentence=sentence, plot=plot, table=rows.table())
