from __future__ import annotations

from django.urls import path

from duban.web.admin import views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/<int:user>/", views.person, name="person"),
    path("units/", views.units, name="units"),
    path("calendar/", views.calendar, name="calendar"),
    path("record/", views.record, name="record"),
]
