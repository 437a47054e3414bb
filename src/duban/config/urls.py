from django.urls import include, path

urlpatterns = [path("", include("duban.web.urls"))]
