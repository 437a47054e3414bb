"""What can be asked of projects."""

from duban.projects.selectors.heads import project_head
from duban.projects.selectors.lists import all_projects, list_projects
from duban.projects.selectors.picking import count_projects

__all__ = ["all_projects", "count_projects", "list_projects", "project_head"]
