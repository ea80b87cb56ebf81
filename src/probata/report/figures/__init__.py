"""All figures: the registered methods, and the one function that computes them.

To add a figure: write its method in the file of its family (or a new one), add it to that file's ``METHODS``, and put
its name and meaning into ``docs/figures.md``; a test compares the two.
"""

from collections.abc import Sequence

from probata.errors import BadInput
from probata.report.figures import (
    audit,
    authenticity,
    cameras,
    classes,
    days,
    devices,
    division,
    examination,
    examination_checked,
    folders,
    judged,
    persons,
    persons_agreement,
    persons_class,
    persons_draws,
    photographers,
    population,
    readability,
    received,
    reconciliation,
    statements,
)
from probata.report.figures.basis import Basis
from probata.report.figures.figure import Figure, Maker, Method, Undefined, slug
from probata.report.findings import Findings
from probata.settings import FILE_NAME, Settings, nearest
from probata.snapshot import Snapshot

__all__ = ["METHODS", "Figure", "Maker", "Method", "Undefined", "check_published", "figures", "meanings", "slug"]

METHODS: tuple[Method, ...] = (
    *received.METHODS,
    *readability.METHODS,
    *classes.METHODS,
    *cameras.METHODS,
    *devices.METHODS,
    *photographers.METHODS,
    *authenticity.METHODS,
    *days.METHODS,
    *folders.METHODS,
    *judged.METHODS,
    *persons.METHODS,
    *persons_class.METHODS,
    *persons_draws.METHODS,
    *audit.METHODS,
    *division.METHODS,
    *persons_agreement.METHODS,
    *examination.METHODS,
    *examination_checked.METHODS,
    *population.METHODS,
    *statements.METHODS,
    *reconciliation.METHODS,
)


def meanings() -> dict[str, str]:
    """Meaning by figure name, of all registered methods; ``stem.*`` where one figure is made for each of many."""
    return {name: meaning for method in METHODS for name, meaning in method.meanings.items()}


def figures(snapshot: Snapshot, findings: Findings) -> tuple[Figure, ...]:
    """All figures of a snapshot, in the order of the methods; the same inputs give the same figures.

    Raises:
        BadInput: a published figure is to be compared with one that does not exist.
    """
    check_published(snapshot.settings)
    basis = Basis.of(snapshot, findings)
    made: dict[str, Figure] = {}
    for method in METHODS:
        for figure in method.compute(Maker(method, basis, made)):
            if figure.name in made:
                raise RuntimeError(f"two figures are named {figure.name}")
            made[figure.name] = figure
    return tuple(made.values())


def check_published(settings: Settings) -> None:
    """Whether each published figure is compared with a figure that can exist; to be called before the long work.

    Raises:
        BadInput: there is no figure of that name; the nearest name is given.
    """
    known = meanings()
    for published in settings.published:
        name = published.compares
        if name not in known and f"{name.split('.', 1)[0]}.*" not in known:
            raise BadInput(
                f"{FILE_NAME}: [[published]] {published.name!r} compares with {name!r}",
                expected="the name of a figure",
                found=f"none of that name{nearest(name, tuple(known))}",
                do="see docs/figures.md",
            )


def by_stem(found: Sequence[Figure], stem: str) -> tuple[Figure, ...]:
    """The figures ``stem.*`` in their order."""
    return tuple(figure for figure in found if figure.stem == stem and figure.name != stem)
