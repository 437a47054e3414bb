from __future__ import annotations

from django.urls import path

from duban.web.projects import lists, page

# A board's word comes before a project's code: no project is called by one of them (RESERVED in the register).
urlpatterns = [
    path("projects/", lists.index, name="projects"),
    path("projects/<slug:code>/", page.project, name="project"),
]
