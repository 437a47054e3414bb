from tests.domain.blocker_desk import blocker_desk
from tests.domain.notice_desk import notice_desk

__all__ = ["blocker_desk", "notice_desk"]
