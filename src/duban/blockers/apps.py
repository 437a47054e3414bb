from django.apps import AppConfig


class Config(AppConfig):
    name = "duban.blockers"
    label = "blockers"
    default_auto_field = "django.db.models.BigAutoField"
