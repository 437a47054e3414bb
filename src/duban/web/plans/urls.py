from __future__ import annotations

from django.urls import path

from duban.web.plans import owners, views, writing

urlpatterns = [
    path("plans/", views.index, name="plans"),
    path("plans/new/", writing.new, name="plan-new"),
    path("plans/<int:plan>/", views.plan, name="plan"),
    path("plans/<int:plan>/move/", views.move, name="plan-move"),
    path("plans/<int:plan>/edit/", writing.edit, name="plan-edit"),
    path("plans/<int:plan>/causes/", writing.causes, name="plan-causes"),
    path("plans/<int:plan>/measures/", writing.measures, name="plan-measures"),
    path("plans/<int:plan>/measures/new/", writing.measure_new, name="plan-measure-new"),
    path("ownerless/", owners.index, name="ownerless"),
]
