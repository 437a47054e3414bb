"""
The drive of September 2020 as work: what the article names, and a made-up course of it (示例).

The article's own words are in titles, tasks, standards of done and bases. Days, steps, persons, reports and moves
beyond it are made up, and every item that has any is marked; an item unmarked says only what the article says.
"""

from duban.demo.work.course import DAY, SLIPS_ON, Act, Task
from duban.demo.work.duties import DUTIES, SAFETY
from duban.demo.work.indicators import INDICATORS
from duban.demo.work.projects import PROJECTS
from duban.demo.work.promotion import PROMOTION

__all__ = ["DAY", "SLIPS_ON", "TASKS", "Act", "Task"]

TASKS = (*INDICATORS, *PROJECTS, *PROMOTION, *SAFETY, *DUTIES)
