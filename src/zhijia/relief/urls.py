from django.urls import path

from zhijia.kernel.ledger import ledgers
from zhijia.relief import views

app_name = "relief"
urlpatterns = [
    path("visits/figures/", views.figures, name="figures"),
    *ledgers()["relief.visits"].urls(),
]
