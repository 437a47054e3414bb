"""Settings. Everything that differs between places comes from the environment; policy is dated data, never here."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from duban.config.env import Env, database, kept_secret

env = Env()
PACKAGE = Path(__file__).resolve().parents[1]
VAR = env.path("VAR", Path.cwd() / "var")
VAR.mkdir(parents=True, exist_ok=True)

DUBAN_DEMO = env.flag("DEMO", default=False)
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY") or kept_secret(VAR / "secret-key")
ALLOWED_HOSTS = env.words("HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("ORIGINS")
BEHIND_TLS = env.flag("TLS", default=False)
TRUSTED_PROXY = env.flag("BEHIND_PROXY", default=False)

DATABASES = {"default": database(env.text("DATABASE_URL", f"sqlite:///{VAR / 'duban.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "template_partials",
    "django_tasks",
    "django_tasks_db",
    "duban.core",
    "duban.audit",
    "duban.orgs",
    "duban.notices",
    "duban.blockers",
    "duban.enterprises",
    "duban.indicators",
    "duban.projects",
    "duban.ledger",
    "duban.exchange",
    "duban.demo",
    "duban.web",
    "duban.jobs",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "duban.web.middleware.SafeHeadersMiddleware",
    "duban.web.middleware.BodyMiddleware",
    "duban.web.middleware.ActorMiddleware",
    "duban.web.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "duban.config.urls"
WSGI_APPLICATION = "duban.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "duban.web.context.page",
            ],
        },
    },
]

AUTH_USER_MODEL = "orgs.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": env.number("PASSWORD_LENGTH", 10, least=8, most=64)},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "duban.core.passwords.MixedValidator"},
]
LOGIN_URL = "sign-in"
CSRF_FAILURE_VIEW = "duban.web.errors.csrf_failed"
DUBAN_PASSWORD_DAYS = env.number("PASSWORD_DAYS", 180, least=0, most=3650)
DUBAN_IDLE_MINUTES = env.number("IDLE_MINUTES", 30, least=1, most=1440)
DUBAN_SESSION_HOURS = env.number("SESSION_HOURS", 12, least=1, most=168)
SESSION_COOKIE_AGE = DUBAN_SESSION_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

AXES_FAILURE_LIMIT = env.number("LOCK_AFTER", 5, least=3, most=20)
AXES_COOLOFF_TIME = env.number("LOCK_MINUTES", 15, least=1, most=1440) / 60
AXES_LOCKOUT_PARAMETERS = ["username"]
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # a name is locked wherever the attempts come from
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # the record has it, in its chain
AXES_CLIENT_IP_CALLABLE = "duban.web.requests.address_of"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "duban_language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = env.text("TIME_ZONE", "Asia/Shanghai")
USE_I18N = USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
FRONTEND = env.path("FRONTEND", VAR / "frontend")
STATICFILES_DIRS = [FRONTEND] if FRONTEND.is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.choice(
            "STATIC_STORAGE",
            "django.contrib.staticfiles.storage.StaticFilesStorage",
            (
                "django.contrib.staticfiles.storage.StaticFilesStorage",
                "whitenoise.storage.CompressedManifestStaticFilesStorage",
            ),
        )
    },
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

UPLOAD_LIMIT = env.number("UPLOAD_MB", 20, least=1, most=200) * 1024 * 1024
DUBAN_ATTACHMENT_LIMIT = env.number("ATTACHMENT_MB", 20, least=1, most=200) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DUBAN_ADDRESS = env.text("ADDRESS", "http://127.0.0.1:8000").rstrip("/")
DUBAN_NOTICE_HOSTS = env.words("NOTICE_HOSTS", "qyapi.weixin.qq.com,oapi.dingtalk.com,open.feishu.cn")
EMAIL_HOST = env.text("MAIL_HOST")
EMAIL_PORT = env.number("MAIL_PORT", 25, least=1, most=65535)
EMAIL_HOST_USER = env.text("MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("MAIL_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "duban@localhost")

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["console"],
        "level": env.choice("LOG", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR")),
    },
}

env.refuse_unknown(also_known=("TEST_POSTGRES_URL", "REQUIRE_BROWSER", "CHROMIUM"))
