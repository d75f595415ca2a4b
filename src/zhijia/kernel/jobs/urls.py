from django.urls import path

from zhijia.kernel.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/stop/", views.stop, name="stop"),
    path("<int:pk>/file/", views.fetch, name="file"),
]
