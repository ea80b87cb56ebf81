"""Names of files and folders as real drives hold them: by date, by branch, as on the card, by photographer.

Not here: anything that names a person. A folder may carry a branch, as such drives do.
"""

from datetime import datetime
from typing import Literal

from probata.proficiency.cameras import Body

Style = Literal["date", "branch", "dcim", "initials"]


def session_folder(
    style: Style, shown: datetime, branch: str, photographer: str, kind: str, body: Body, number: int
) -> str:
    """The folder of one photograph.

    Args:
        style: how its session was filed.
        shown: what the body's clock showed at the first photograph of the group.
        branch: number of the branch, or nothing.
        photographer: initials.
        kind: of what it shows.
        body: the body.
        number: running number of the file.
    """
    if style == "branch":
        return f"branch {branch}/{shown:%m-%Y}" if branch else f"various/{kind}s/{shown:%m-%Y}"
    if style == "dcim":
        return f"card {body.index + 1}/DCIM/{100 + number // 1000 % 800:03d}{body.model.folder}"
    if style == "initials":
        return f"{photographer}/{shown:%Y}/{shown:%d.%m}"
    return f"{shown:%Y-%m-%d}"


def file_names(folder: str, body: Body, number: int, taken: set[str]) -> str:
    """The path of a photograph, not taken before (it is taken then)."""
    name = body.model.file_name.format(number % 10_000)
    path = f"{folder}/{name}"
    stem, _, suffix = path.rpartition(".")
    again = 1
    while path in taken:
        path = f"{stem} ({again}).{suffix}"
        again += 1
    taken.add(path)
    return path
