from __future__ import annotations

from django.urls import path

from duban.web.exchange import views

urlpatterns = [
    path("import/", views.index, name="import"),
    path("import/<str:kind>/template/", views.template, name="import-template"),
    path("import/<int:job>/", views.preview, name="import-preview"),
    path("import/<int:job>/confirm/", views.confirm, name="import-confirm"),
    path("import/<int:job>/returned/", views.returned, name="import-returned"),
    path("import/<int:job>/drop/", views.drop, name="import-drop"),
]
