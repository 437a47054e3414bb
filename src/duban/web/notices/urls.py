from __future__ import annotations

from django.urls import path

from duban.web.notices import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read, name="notices-read"),
    path("notices/settings/", views.preferences, name="notice-settings"),
    path("notices/channels/", views.channel_add, name="channel-add"),
    path("notices/channels/<int:channel>/", views.channel, name="channel"),
    path("notices/feed/", views.feed_change, name="feed-change"),
]
