from __future__ import annotations

from django.urls import path

from duban.web.entry import views

urlpatterns = [
    path("entry/", views.entry, name="entry"),
    path("entry/deadline/", views.deadline, name="deadline"),
    path("entry/exception/", views.exception, name="exception"),
    path("entry/<int:unit>/<str:period>/", views.filing, name="filing"),
    path("entry/<int:unit>/<str:period>/move/", views.filing_move, name="filing-move"),
]
