from django.urls import path

from zhijia.kernel.ui import views

app_name = "ui"
urlpatterns = [
    path("scope/", views.choose_union, name="choose_union"),
    path("all/", views.everything, name="everything"),
    path("help/", views.help_index, name="help"),
    path("help/<slug:slug>/", views.help_chapter, name="help_chapter"),
    path("design/", views.gallery, name="gallery"),
]
