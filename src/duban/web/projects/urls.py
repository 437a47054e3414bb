from __future__ import annotations

from django.urls import path

from duban.web.projects import (
    boards,
    investment,
    lists,
    page,
    permits,
    procedures,
    responsibility,
    site_urls,
    writing,
)

# A board's word comes before a project's code: no project is called by one of them (RESERVED_CODES of the register).
urlpatterns = [
    path("projects/", lists.index, name="projects"),
    path("projects/export/", lists.export, name="project-export"),
    path("projects/board/", boards.board, name="project-board"),
    path("projects/map/", boards.map_page, name="project-map"),
    path("projects/stages/", boards.stages, name="project-stages"),
    path("projects/permits/", permits.board, name="permits"),
    path("projects/procedures/", procedures.index, name="procedures"),
    path("projects/procedures/<str:regime>/<slug:step>/", procedures.step, name="procedure-step"),
    path("projects/investment/", investment.zone, name="zone-investment"),
    path("projects/new/", writing.new, name="project-new"),
    *site_urls.urlpatterns,
    path("projects/<slug:code>/", page.project, name="project"),
    path("projects/<slug:code>/edit/", writing.edit, name="project-edit"),
    path("projects/<slug:code>/dates/", writing.dates, name="project-dates"),
    path("projects/<slug:code>/move/", writing.move, name="project-move"),
    path("projects/<slug:code>/responsibility/", responsibility.page, name="project-responsibility"),
    path("projects/<slug:code>/responsibility/name/", responsibility.name, name="responsible-name"),
    path(
        "projects/<slug:code>/responsibility/<int:row>/papers/",
        responsibility.papers,
        name="responsible-papers",
    ),
    path("projects/<slug:code>/responsibility/export/", responsibility.export, name="responsible-export"),
    path("projects/<slug:code>/permits/", permits.page, name="project-permits"),
    path("projects/<slug:code>/permits/<slug:step>/", permits.entry, name="project-permit"),
    path("projects/<slug:code>/investment/", investment.page, name="project-investment"),
    path("projects/<slug:code>/investment/plan/", investment.plan, name="investment-plan"),
    path("projects/<slug:code>/investment/figure/", investment.figure, name="investment-figure"),
    path("projects/<slug:code>/investment/words/", investment.words, name="investment-words"),
    path("projects/<slug:code>/investment/evidence/", investment.evidence, name="investment-evidence"),
    path("projects/<slug:code>/investment/enrol/", investment.enrol, name="investment-enrol"),
]
