"""What is done over several rooms at once."""

from duban.boards.services.days import prepare_day

__all__ = ["prepare_day"]
