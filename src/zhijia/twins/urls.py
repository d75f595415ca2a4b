from django.urls import path

from zhijia.kernel.ledger import ledgers
from zhijia.twins import views

app_name = "twins"
urlpatterns = [
    path("", views.index, name="index"),
    *ledgers()["twins.sendings"].urls(),
    *ledgers()["twins.numbers"].urls(),
    *ledgers()["twins.union-numbers"].urls(),
    path("<str:code>/", views.one, name="one"),
    path("<str:code>/counts/", views.counts, name="counts"),
    path("<str:code>/layout/", views.layout, name="layout"),
]
