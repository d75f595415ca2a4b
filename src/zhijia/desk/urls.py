from django.urls import path

from zhijia.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.my_day, name="my_day"),
    path("year/", views.year, name="year"),
    path("handover/", views.hand_over, name="handover"),
    path("handover/word/", views.hand_over_word, name="handover_word"),
]
