"""The inquiry's text file, ``inquiry.toml``: what was asked, and everything to be set by hand that changes a figure.

Rules:
* One commented TOML file, edited by hand. Unknown keys are errors, and the nearest known key is named.
* What can change a figure is here and in no user setting, so that another computer gives the same figures.
* What is not stated stays empty text here and is printed as "not stated" in the report.

Values (`values`) are read (`reading`) from checked tables (`table`); `template` is what ``init`` writes.

Not here: the file's place on disk and its digest in the snapshot's inputs (`probata.inquiry`).
"""

from probata.settings.lists import ListSettings
from probata.settings.population import PopulationSettings
from probata.settings.reading import parse
from probata.settings.table import FILE_NAME, nearest
from probata.settings.template import template
from probata.settings.values import (
    PERSON_CLASSES,
    ROLES,
    ClassSettings,
    Commission,
    DivisionSettings,
    ExaminationSettings,
    JudgementSettings,
    LinkageSettings,
    NumberScheme,
    PersonRule,
    Published,
    RoleLimits,
    Settings,
)

__all__ = [
    "FILE_NAME",
    "PERSON_CLASSES",
    "ROLES",
    "ClassSettings",
    "Commission",
    "DivisionSettings",
    "ExaminationSettings",
    "JudgementSettings",
    "LinkageSettings",
    "ListSettings",
    "NumberScheme",
    "PersonRule",
    "PopulationSettings",
    "Published",
    "RoleLimits",
    "Settings",
    "nearest",
    "parse",
    "template",
]
