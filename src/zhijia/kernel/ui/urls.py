from django.urls import path

from zhijia.kernel.ui import views

app_name = "ui"
urlpatterns = [
    path("scope/", views.choose_union, name="choose_union"),
    path("all/", views.everything, name="everything"),
    path("design/", views.gallery, name="gallery"),
]
