from django.urls import path

from zhijia.joining import doors
from zhijia.kernel.ledger import ledgers

app_name = "joining"
urlpatterns = [
    path("code/", doors.code, name="code"),
    path("apply/received/", doors.received, name="received"),
    path("apply/<str:ref>/", doors.apply, name="apply"),
    *ledgers()["joining.applications"].urls(),
    *ledgers()["joining.transfers"].urls(),
]
