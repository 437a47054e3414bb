"""What others may hold of projects."""

from duban.projects.types.register import (
    Ownership,
    Place,
    ProjectCounts,
    ProjectDates,
    ProjectDraft,
    ProjectFilter,
    ProjectRow,
    ProjectState,
    Regime,
    YearClass,
    year_class,
)

__all__ = [
    "Ownership",
    "Place",
    "ProjectCounts",
    "ProjectDates",
    "ProjectDraft",
    "ProjectFilter",
    "ProjectRow",
    "ProjectState",
    "Regime",
    "YearClass",
    "year_class",
]
