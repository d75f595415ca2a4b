from django.urls import path

from zhijia.kernel.ledger import ledgers
from zhijia.org import settings_pages, views

app_name = "org"
urlpatterns = [
    path("unions/", views.unions, name="unions"),
    path("unions/new/", views.found_list, name="found-list"),
    path("employers/", views.employers, name="employers"),
    *ledgers()["org.days"].urls(),
    *settings_pages.urlpatterns,
]
