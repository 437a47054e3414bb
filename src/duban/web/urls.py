from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from duban.web.gap import views as gap
from duban.web.notices import views as notices
from duban.web.session import views as session

# Each area lists its own pages under /<zone>/; a new area adds its module's urlpatterns here.
zone_pages: list[URLPattern | URLResolver] = [
    path("gap/", gap.index, name="gap"),
    path("gap/why/", gap.why, name="gap-why"),
    path("gap/export/<str:fmt>/", gap.export, name="gap-export"),
    path("", include("duban.web.indicators.urls")),
    path("", include("duban.web.plans.urls")),
    path("", include("duban.web.entry.urls")),
    path("", include("duban.web.exchange.urls")),
    path("", include("duban.web.blockers.urls")),
    path("", include("duban.web.notices.urls")),
    path("", include("duban.web.admin.urls")),
    path("", include("duban.web.ledger.urls")),
    path("", include("duban.web.enterprises.urls")),
    # last: a board under projects/ has its own word, and only what is left is a project's code
    path("", include("duban.web.projects.urls")),
]

urlpatterns = [
    path("", session.home, name="home"),
    path("healthz", session.healthz, name="healthz"),
    path("sign-in/", session.sign_in, name="sign-in"),
    path("sign-out/", session.sign_out, name="sign-out"),
    path("password/", session.password, name="password"),
    path("language/", session.language, name="language"),
    path("feed/<str:token>.ics", notices.feed, name="feed"),
    path("<slug:zone>/", include(zone_pages)),
]
