"""What others may hold of projects."""

from duban.projects.types.register import (
    RESERVED_CODES,
    Ownership,
    Place,
    ProjectCounts,
    ProjectDates,
    ProjectDraft,
    ProjectFilter,
    ProjectHead,
    ProjectOrder,
    ProjectRow,
    ProjectsFound,
    ProjectState,
    Regime,
    YearClass,
    year_class,
)

__all__ = [
    "RESERVED_CODES",
    "Ownership",
    "Place",
    "ProjectCounts",
    "ProjectDates",
    "ProjectDraft",
    "ProjectFilter",
    "ProjectHead",
    "ProjectOrder",
    "ProjectRow",
    "ProjectState",
    "ProjectsFound",
    "Regime",
    "YearClass",
    "year_class",
]
