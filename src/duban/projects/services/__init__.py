"""What can be done to projects."""

from duban.projects.services.register import (
    amend_project,
    enter_dates,
    move_project,
    register_project,
)

__all__ = ["amend_project", "enter_dates", "move_project", "register_project"]
