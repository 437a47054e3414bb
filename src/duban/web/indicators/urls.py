from __future__ import annotations

from django.urls import path

from duban.web.indicators import split, views

urlpatterns = [
    path("indicators/", views.definitions, name="definitions"),
    path("indicators/new/", views.definition_new, name="definition-new"),
    path("indicators/<slug:code>/", views.indicator, name="indicator"),
    path("indicators/<slug:code>/edit/", views.definition_edit, name="definition-edit"),
    path("indicators/<slug:code>/targets/new/", views.target_new, name="target-new"),
    path("indicators/<slug:code>/targets/<int:target>/split/", split.target_split, name="target-split"),
    path("rules/", views.rules, name="rules"),
    path("checks/", views.checks, name="checks"),
    path("sources/", views.sources, name="sources"),
    path("sources/agree/", views.sources_agree, name="sources-agree"),
]
