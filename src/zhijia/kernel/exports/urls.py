from django.urls import path

from zhijia.kernel.exports import views

app_name = "exports"
urlpatterns = [
    path("<int:pk>/", views.made, name="made"),
    path("<int:pk>/file/", views.fetch, name="file"),
]
