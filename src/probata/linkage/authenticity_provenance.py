"""The test of provenance: which photographs carry signed statements (C2PA) that don't fit their bytes.

Rules:
* That a photograph carries none is no evidence of anything: most don't.
* Who signed is told as the file says it; whether the signer is to be trusted is not examined.

Not here: how the statements are read (`probata.readings.analysers.provenance`).
"""

import pyarrow as pa

from probata.linkage.authenticity_outcome import Described, Outcome, upper_share
from probata.linkage.departure import CohortTest, Departure

C2PA = Described(
    "c2pa", 1,
    "A signed statement of provenance (C2PA) is embedded, and the file was changed after it was signed.",
    "Files without such a statement, which is no evidence; and whether the signer is to be trusted.",
)  # fmt: skip
INVALID = "invalid"
EXAMINED = ("valid", INVALID)


def provenance_outcome(provenance: pa.Table | None) -> Outcome:
    """What departs by its signed statements.

    Args:
        provenance: readings table with columns digest, c2pa, c2pa_state, c2pa_problem, c2pa_signer; None: not read.
    """
    rows = [] if provenance is None else provenance.to_pylist()
    carrying = [row for row in rows if row["c2pa_state"] is not None]
    held = [row for row in carrying if row["c2pa_state"] in EXAMINED]
    broken = [row for row in held if row["c2pa_state"] == INVALID]
    p = float(f"{(len(broken) + 1) / (len(held) + 1):.3g}")
    cohort = f"{len(held)} photographs with signed statements of provenance"
    departures = [
        Departure(row["digest"], C2PA.name, 1.0, p, cohort, _detail(row["c2pa_problem"], row["c2pa_signer"]))
        for row in broken
    ]
    test = CohortTest(
        C2PA.name, C2PA.version, C2PA.sees, C2PA.limits, len(held), 1 if held else 0, len(broken),
        0.0, upper_share(0, len(held)) if held else 1.0, _refused(len(rows), len(carrying), len(held)),
    )  # fmt: skip
    return Outcome(test, frozenset(row["digest"] for row in held), tuple(departures))


def _refused(rows: int, carrying: int, held: int) -> str:
    """Why the test was not run on some files."""
    if not rows:
        return "provenance was not read"
    reasons = [f"{rows - carrying} files carry no such statement"] if carrying < rows else []
    if held < carrying:
        reasons.append(f"{carrying - held} carry one that could not be read or is not in the file")
    return "; ".join(reasons)


def _detail(problem: str | None, signer: str | None) -> str:
    return f"the statement signed by {signer or 'somebody it does not name'} does not hold: {problem or 'no reason'}"
