from django.urls import path

from zhijia.kernel.ledger import ledgers
from zhijia.org import figure_page, settings_pages, views

app_name = "org"
urlpatterns = [
    path("unions/new/", views.found_list, name="found-list"),
    *ledgers()["org.unions"].urls(),
    *ledgers()["org.employers"].urls(),
    *ledgers()["org.canvass"].urls(),
    *ledgers()["org.targets"].urls(),
    *ledgers()["org.bodies"].urls(),
    *ledgers()["org.reelections"].urls(),
    *ledgers()["org.foundings"].urls(),
    path("setup-rules/now/", views.setups, name="setups"),
    *ledgers()["org.setup-rules"].urls(),
    *ledgers()["org.cadres"].urls(),
    *ledgers()["org.days"].urls(),
    path("figures/", figure_page.figure, name="figure"),
    *settings_pages.urlpatterns,
]
