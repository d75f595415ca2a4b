from django.urls import path

from zhijia.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.my_day, name="my_day"),
    path("year/", views.year, name="year"),
]
