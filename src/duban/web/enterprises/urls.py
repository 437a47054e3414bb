from __future__ import annotations

from django.urls import path

from duban.web.enterprises import views

urlpatterns = [
    path("enterprises/", views.index, name="enterprises"),
    path("enterprises/new/", views.new, name="enterprise-new"),
    path("enterprises/<int:firm>/", views.enterprise, name="enterprise"),
    path("enterprises/<int:firm>/edit/", views.edit, name="enterprise-edit"),
    path("enterprises/<int:firm>/lists/", views.lists, name="enterprise-lists"),
]
