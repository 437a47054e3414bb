from django.urls import include, path

urlpatterns = [path("", include("duban.web.urls"))]

handler400 = "duban.web.errors.bad_request"
handler403 = "duban.web.errors.forbidden"
handler404 = "duban.web.errors.not_found"
handler500 = "duban.web.errors.server_error"
