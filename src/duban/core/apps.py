from django.apps import AppConfig


class Config(AppConfig):
    name = "duban.core"
    label = "core"
