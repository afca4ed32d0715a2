"""Addresses of the gallery."""

from django.urls import path

from orders.gallery import views

urlpatterns = [
    path("", views.index, name="gallery"),
    path("pictures/<slug:name>.svg", views.picture, name="gallery-picture"),
    path("<slug:name>/", views.state, name="gallery-state"),
    path("<slug:name>/status/", views.no_news, name="gallery-status"),
]
