from __future__ import annotations

from typing import ClassVar

from django.db import models


class Run(models.Model):
    """One turn of a task that has been queued. Whoever writes it first queues the task, and nobody else."""

    task = models.CharField(max_length=48)
    slot = models.CharField(max_length=24)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "slot"], name="jobs_run_once"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.slot}"
