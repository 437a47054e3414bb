from __future__ import annotations

from django.urls import path

from duban.web.blockers import causes, views

urlpatterns = [
    path("blockers/", views.blockers, name="blockers"),
    path("blockers/new/", views.blocker_raise, name="blocker-raise"),
    path("blockers/rule/", views.blocker_rule, name="blocker-rule"),
    path("blockers/causes/", causes.index, name="causes"),
    path("blockers/<int:blocker>/", views.blocker, name="blocker"),
    path("blockers/<int:blocker>/move/", views.blocker_move, name="blocker-move"),
]
