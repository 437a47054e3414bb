from __future__ import annotations

from django.urls import path

from duban.web.projects import lights, progress, reporting

urlpatterns = [
    path("projects/lights/", lights.board, name="project-lights"),
    path("projects/lights/export/<str:fmt>/", lights.export, name="project-lights-export"),
    path("projects/lights/rule/", lights.rule, name="project-lights-rule"),
    path("projects/<slug:code>/progress/", progress.page, name="project-progress"),
    path("projects/<slug:code>/progress/report/", reporting.report, name="project-report"),
    path("projects/<slug:code>/progress/<int:report>/review/", progress.review, name="project-review"),
    path("projects/<slug:code>/progress/pictures/", progress.add_picture, name="project-picture-add"),
    path("projects/<slug:code>/progress/pictures/<int:picture>/", progress.picture, name="project-picture"),
    path("projects/<slug:code>/progress/works/", progress.set_work, name="project-work"),
    path("projects/<slug:code>/progress/rhythm/", progress.set_rhythm, name="project-rhythm"),
    path("projects/<slug:code>/progress/judge/", progress.judge, name="project-judge"),
]
