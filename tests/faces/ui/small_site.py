"""A small site of catalogue and forms: the design system without database, posts or sessions."""

from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import path

from chunfeng.faces.ui import views
from chunfeng.faces.ui.forms import Field, errors

POLICY = "default-src 'self'; form-action 'self'; frame-ancestors 'none'"
SETTINGS = {
    "ROOT_URLCONF": "tests.faces.ui.small_site",
    "MIDDLEWARE": [
        "tests.faces.ui.small_site.strict",
        "django.middleware.csrf.CsrfViewMiddleware",
        "tests.faces.ui.small_site.signed_in",
        "chunfeng.faces.ui.language.LanguageMiddleware",
    ],
    "TEMPLATES": [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "chunfeng.faces.ui.shown.page",
                ],
                "string_if_invalid": "UNDEFINED(%s)",
            },
        }
    ],
}
FORM = """{% extends "ui/page.html" %}{% load ui %}{% block title %}form{% endblock %}
{% block main %}<h1>form</h1>{% errors errors %}
<form method="post" class="stack" data-keep="test" data-fresh="{{ fresh }}">{% csrf_token %}
{% restored %}<input type="hidden" name="seen" value="7" data-kept>
{% for one in fields %}{% field one %}{% endfor %}
<button class="button">save</button></form>{% endblock %}"""


def strict(get_response):
    """The product's policy: nothing inline, nothing from elsewhere."""

    def answer(request):
        response = get_response(request)
        response["Content-Security-Policy"] = POLICY
        return response

    return answer


def signed_in(get_response):
    """The officer a cookie names; nobody when it is empty."""

    def answer(request):
        name = request.COOKIES.get("officer", "an")
        if name:
            request.officer = SimpleNamespace(
                user=name,
                name=name,
                language=request.COOKIES.get("language", "zh"),
                large_text=request.COOKIES.get("large") == "1",
            )
        return get_response(request)

    return answer


def fields() -> list[Field]:
    return [
        Field(name="name", label="name"),
        Field(name="reach", label="reach", kind="choices", options=[("a", "A"), ("b", "B")]),
        Field(name="phone", label="phone", secret=True),
    ]


def form(request: HttpRequest) -> HttpResponse:
    """A form that wants a name; "expired" as a name ends the session first."""
    shown = [field.typed(request.POST) for field in fields()]
    if request.method == "POST" and not getattr(request, "officer", None):
        return HttpResponseRedirect("/signin")
    if request.method == "POST" and shown[0].value:
        return HttpResponseRedirect("/saved")
    if request.method == "POST":
        shown[0].error = "missing"
    fresh = "1" if request.method == "POST" else ""
    told = {"fields": shown, "errors": errors(shown), "fresh": fresh}
    return HttpResponse(engines["django"].from_string(FORM).render(told, request))


def plain(request: HttpRequest) -> HttpResponse:
    return shown("plain", request)


def saved(request: HttpRequest) -> HttpResponse:
    return shown("page", request)


def shown(base: str, request: HttpRequest) -> HttpResponse:
    page = (
        f'{{% extends "ui/{base}.html" %}}{{% block title %}}{base}{{% endblock %}}'
        f"{{% block main %}}<h1>{base}</h1>{{% endblock %}}"
    )
    return HttpResponse(engines["django"].from_string(page).render({}, request))


def broken(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=500)


urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("form", form),
    path("saved", saved),
    path("broken", broken),
    path("signin", plain, name="signin"),
    *(path(name, saved, name=name) for name in ("posts", "account", "manner", "signout")),
]
