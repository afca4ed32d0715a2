"""Addresses of the figures, under `/admin/figures/`."""

from django.urls import path

from orders.figures import views

app_name = "figures"

urlpatterns = [
    path("", views.figures, name="page"),
    path("csv/", views.as_file, name="csv"),
    path("colours.css", views.colours, name="colours"),
]
