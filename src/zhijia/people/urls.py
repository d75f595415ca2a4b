from django.urls import path

from zhijia.kernel.ledger import ledgers
from zhijia.people import sign_in

app_name = "people"
urlpatterns = [
    path("seat/", sign_in.choose_seat, name="seat"),
    *ledgers()["people.members"].urls(),
]
