from __future__ import annotations

from django.urls import path

from duban.web.admin import record, units, views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/<int:user>/", views.person, name="person"),
    path("units/", units.units, name="units"),
    path("units/<int:unit>/", units.unit, name="unit"),
    path("calendar/", views.calendar, name="calendar"),
    path("record/", record.record, name="record"),
]
