"""Django settings, all read from the environment; `.env.example` explains each variable."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from orders.domain.carriers import UnusableTemplate, validate_override
from orders.domain.timeline.usual_times import UnusableTimes, read_usual_times
from tracking_site import static_files
from tracking_site.connection import read_connection
from tracking_site.countries import read_country
from tracking_site.environment import Environment
from tracking_site.languages import LANGUAGE_NAMES
from tracking_site.logs import FORMATS, build_configuration
from tracking_site.mail import read_mailers, read_sender, read_sms_gateway
from tracking_site.paths import BASE_DIR
from tracking_site.secret_key import read_secret_key
from tracking_site.serving import read_serving
from tracking_site.web_addresses import read_allowed_hosts, read_site_url

env = Environment.of_process()

# The site ----------------------------------------------------------------------------------------------------------

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = read_secret_key(env, debug=DEBUG)
SITE_URL = env.web_address("SITE_URL", "http://127.0.0.1:8000" if DEBUG else "")
if not SITE_URL:
    raise ImproperlyConfigured(
        "SITE_URL is not set. Give the address shoppers will see, such as https://track.example.com."
    )
_site = read_site_url(SITE_URL)
SECURE = _site.scheme == "https"
if DEBUG and SECURE:
    raise ImproperlyConfigured(
        "DEBUG is on and SITE_URL begins with https://. DEBUG shows errors with their data; "
        "it is for http on this machine."
    )
ALLOWED_HOSTS = read_allowed_hosts(
    env.names("ALLOWED_HOSTS", str(_site.hostname)) + (["127.0.0.1", "localhost"] if DEBUG else []),
    site_host=str(_site.hostname),
)
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")

STORE_NAME = env.text("STORE_NAME", "Our shop")
SUPPORT_EMAIL = env.email("SUPPORT_EMAIL")
SUPPORT_URL = env.web_address("SUPPORT_URL")
STORE_TIME_ZONE = env.time_zone("STORE_TIME_ZONE", "UTC")
STORE_COUNTRY = read_country("STORE_COUNTRY", env.text("STORE_COUNTRY"))
IMAGE_HOSTS = env.origins("IMAGE_HOSTS", "https://cdn.shopify.com")
CARRIER_LINKS = env.table("CARRIER_LINKS")
for _company, _template in CARRIER_LINKS.items():
    try:
        validate_override(_template)
    except UnusableTemplate as _error:
        raise ImproperlyConfigured(f"CARRIER_LINKS, {_company!r}: {_error}.") from _error
try:
    USUAL_TIMES = read_usual_times(env.table("SILENCE_DAYS"))
except UnusableTimes as _error:
    raise ImproperlyConfigured(f"SILENCE_DAYS: {_error}.") from _error
ORDER_LINK_DAYS = env.number("ORDER_LINK_DAYS", default=180, least=1, most=3650)
MESSAGE_LINK_DAYS = env.number("MESSAGE_LINK_DAYS", default=90, least=1, most=3650)
DIRECT_LINKS = env.flag("DIRECT_LINKS", default=False)
SHARED_LINK_DAYS = env.number("SHARED_LINK_DAYS", default=60, least=1, most=3650)
ORDER_RETENTION_DAYS = env.number("ORDER_RETENTION_DAYS", default=180, least=1, most=3650)
PARCEL_HISTORY = env.flag("PARCEL_HISTORY", default=True)
REFRESH_MOVING_SECONDS = env.number("REFRESH_MOVING_SECONDS", default=300, least=1, most=86_400)
REFRESH_WAITING_SECONDS = env.number("REFRESH_WAITING_SECONDS", default=7200, least=1, most=86_400)
LOOK_UP_SECONDS = env.number("LOOK_UP_SECONDS", default=3, least=1, most=3)
FIGURES = env.flag("FIGURES", default=True)
LOOK_UP_LIMIT_FACTOR = env.number("LOOK_UP_LIMIT_FACTOR", default=1, least=1, most=1_000_000)

# Shopify -----------------------------------------------------------------------------------------------------------

_shopify = read_connection(env, required=not DEBUG)
SHOPIFY_STORE_DOMAIN = _shopify.domain
SHOPIFY_API_URL = _shopify.url
SHOPIFY_API_VERSION = _shopify.version
SHOPIFY_CLIENT_ID = _shopify.client_id
SHOPIFY_CLIENT_SECRET = _shopify.client_secret
SHOPIFY_ACCESS_TOKEN = _shopify.access_token
SHOPIFY_STOREFRONT_TOKEN = _shopify.storefront_token
WEBHOOK_SECRETS = env.names("WEBHOOK_SECRETS", SHOPIFY_CLIENT_SECRET)
WEBHOOK_URL = env.web_address("WEBHOOK_URL", f"{SITE_URL}/webhooks/shopify") + "/"

# Messages to shoppers ----------------------------------------------------------------------------------------------

EMAIL_URL = env.text("EMAIL_URL")
MAILERS = read_mailers(EMAIL_URL)
MESSAGES_FROM = read_sender(env.text("MESSAGES_FROM"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MESSAGES_FROM or SUPPORT_EMAIL or "nobody@localhost"
MAIL_CALLBACK_SECRET = env.text("MAIL_CALLBACK_SECRET")
ANYMAIL = {"WEBHOOK_SECRET": MAIL_CALLBACK_SECRET} if MAIL_CALLBACK_SECRET else {}
MORNING_MAIL_TO = env.emails("MORNING_MAIL_TO")
MORNING_MAIL_HOUR = env.number("MORNING_MAIL_HOUR", default=7, least=0, most=23)
SMS_GATEWAY = read_sms_gateway(env.text("SMS_URL"))
STAFF_EMAIL = env.email("STAFF_EMAIL")
STAFF_WEBHOOK_URL = env.web_address("STAFF_WEBHOOK_URL")
STAFF_WEBHOOK_SECRET = env.text("STAFF_WEBHOOK_SECRET")
ADDRESS_KEYS = env.names("ADDRESS_KEYS") or [SECRET_KEY]

# Django ------------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "orders.branding.apps.BrandingConfig",
    "orders.audit.apps.AuditConfig",
    "orders.messages.apps.MessagesConfig",
    "orders.fulfilment.apps.FulfilmentConfig",
    "orders.rules.apps.RulesConfig",
    "orders.console.apps.ConsoleConfig",
    "orders.figures.apps.FiguresConfig",
    "orders.api.apps.ApiConfig",
    "orders.history.apps.HistoryConfig",
    "orders.second_factor.apps.SecondFactorConfig",
    "orders.apps.OrdersConfig",
    "django.contrib.admin.apps.SimpleAdminConfig",  # its pages are loaded with the addresses, not by every command
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
]
MIDDLEWARE = [
    "orders.web.app_proxy.headers.ShopsHost",
    "django.middleware.security.SecurityMiddleware",
    "orders.web.content_policy.ContentPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "orders.web.staff_only.StaffSessions",
    "orders.web.language.LanguageMiddleware",
    "orders.web.host.KnownHost",
    "orders.web.errors.DatabaseTrouble",
    "django.middleware.common.CommonMiddleware",
    "orders.web.staff_only.StaffCsrf",
    "orders.web.staff_only.StaffAuthentication",
    "orders.second_factor.gate.StaffDevices",
    "orders.second_factor.gate.SecondStepGate",
    "orders.web.staff_only.StaffMessages",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "tracking_site.urls"
WSGI_APPLICATION = "tracking_site.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "orders.web.context.page",
            ],
            "libraries": {"phrases": "orders.presenters.phrases"},
        },
    }
]

DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{BASE_DIR / 'var' / 'orders.sqlite3'}")}
_database = DATABASES["default"]
_database["CONN_MAX_AGE"] = None
_database["CONN_HEALTH_CHECKS"] = True
_database["DISABLE_SERVER_SIDE_CURSORS"] = (
    True  # a pooler in transaction mode would lose them between statements
)
DATABASE_POOL_SIZE = env.number("DATABASE_POOL_SIZE", default=4, least=0, most=256)
if _database["ENGINE"].endswith("sqlite3"):
    _database["CONN_HEALTH_CHECKS"] = False
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728; "
        "PRAGMA cache_size=-4000; PRAGMA temp_store=MEMORY; "
        "PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=500; PRAGMA journal_size_limit=2097152;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache("CACHE_URL", "locmem://")}
CACHES["default"].setdefault("OPTIONS", {})
if CACHES["default"]["BACKEND"].endswith("ProcessCache"):
    CACHES["default"]["OPTIONS"]["MAX_ENTRIES"] = 1000

LANGUAGES = env.languages("SHOP_LANGUAGES", spoken=LANGUAGE_NAMES)
LANGUAGE_CODE = LANGUAGES[0][0]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = static_files.URL
STATIC_ROOT = static_files.built_folder()
STATICFILES_DIRS = [static_files.SOURCES]
STORAGES = static_files.storage(debug=DEBUG)
WHITENOISE_USE_FINDERS = DEBUG

# Safety ------------------------------------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False  # the merchant's other subdomains are theirs to decide on
SECURE_SSL_REDIRECT = False  # the proxy in front knows better which requests came in plain
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.NONE],  # each page names the hash of its own style: orders.web.content_policy
    "img-src": [CSP.SELF, "data:", *IMAGE_HOSTS],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
# Only staff ever get a cookie: orders.web.staff_only.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_SAVE_EVERY_REQUEST = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "orders.web.errors.form_refused"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
STAFF_SECOND_FACTOR = env.choice("STAFF_SECOND_FACTOR", default="offered", choices=("offered", "required"))
AUTHENTICATION_BACKENDS = ["orders.second_factor.accounts.StaffAccounts"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_HANDLERS = ["orders.admin.uploads.SmallUploads"]
SILENCED_SYSTEM_CHECKS = [
    "mail.E001",  # no mail server: then no mail is meant to leave, and `check_messages` says so
    "security.W002",  # clickjacking: the CSP's frame-ancestors says it
    "security.W003",  # CSRF: shoppers have no cookie to borrow; for staff StaffCsrf checks it (decision 0003)
    "security.W005",  # HSTS for subdomains: see SECURE_HSTS_INCLUDE_SUBDOMAINS
    "security.W008",  # SSL redirect: see SECURE_SSL_REDIRECT
    "security.W021",  # HSTS preload: the merchant's domain is theirs to list
]

# Logs and metrics --------------------------------------------------------------------------------------------------

LOG_LEVEL = env.choice("LOG_LEVEL", default="INFO", choices=("DEBUG", "INFO", "WARNING", "ERROR"))
LIBRARIES_LEVEL = "INFO" if LOG_LEVEL == "DEBUG" else LOG_LEVEL  # see build_configuration
LOG_FORMAT = env.choice("LOG_FORMAT", default="plain", choices=FORMATS)
LOGGING = build_configuration(
    LOG_FORMAT,
    level=LOG_LEVEL,
    loggers={
        "django": {"handlers": [], "level": LIBRARIES_LEVEL, "propagate": True},
        "django.server": {"handlers": [], "level": LIBRARIES_LEVEL, "propagate": True},
        "urllib3": {"level": "WARNING"},
    },
)
METRICS_PORT = env.number("METRICS_PORT", default=0, least=0, most=65_535)
METRICS_TOKEN = env.token("METRICS_TOKEN")
if METRICS_TOKEN and len(METRICS_TOKEN) < 16:
    raise ImproperlyConfigured("METRICS_TOKEN must have at least 16 characters, or anybody could guess it.")
SERVING = read_serving(env)  # so that a mistake there is told by whatever is started
