from __future__ import annotations

from django.urls import path

from duban.web.projects import (
    lists,
    page,
    schedule_activity,
    schedule_acts,
    schedule_boards,
    schedule_file,
    schedules,
)

# A board's word comes before a project's code: no project is called by one of them (RESERVED in the register).
urlpatterns = [
    path("projects/", lists.index, name="projects"),
    path("projects/last-start/", schedule_boards.last_start, name="last-start"),
    path("projects/schedules/calendar/", schedule_boards.site_calendar, name="site-calendar"),
    path("projects/schedules/templates/", schedule_boards.templates, name="schedule-templates"),
    path("projects/<slug:code>/", page.project, name="project"),
    path("projects/<slug:code>/schedule/", schedules.schedule, name="project-schedule"),
    path("projects/<slug:code>/schedule/activity/", schedule_activity.activity, name="schedule-activity"),
    path("projects/<slug:code>/schedule/answers/", schedules.answers, name="schedule-answers"),
    path("projects/<slug:code>/schedule/baseline/", schedule_acts.baseline, name="schedule-baseline"),
    path("projects/<slug:code>/schedule/begin/", schedule_acts.begin, name="schedule-begin"),
    path("projects/<slug:code>/schedule/chances/", schedule_acts.chances, name="schedule-chances"),
    path("projects/<slug:code>/schedule/dates/", schedule_acts.dates, name="schedule-dates"),
    path("projects/<slug:code>/schedule/export/<str:fmt>/", schedules.export, name="schedule-export"),
    path("projects/<slug:code>/schedule/file/", schedule_file.file, name="schedule-file"),
    path("projects/<slug:code>/schedule/history/", schedules.history, name="schedule-history"),
    path("projects/<slug:code>/schedule/restore/", schedule_acts.restore, name="schedule-restore"),
    path("projects/<slug:code>/schedule/save/", schedule_acts.save, name="schedule-save"),
    path("projects/<slug:code>/schedule/try/", schedule_acts.try_out, name="schedule-try"),
]
