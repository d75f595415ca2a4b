from django.urls import path

from zhijia.people import sign_in, views

app_name = "people"
urlpatterns = [
    path("seat/", sign_in.choose_seat, name="seat"),
    path("members/", views.members, name="members"),
]
