from django.urls import path

from zhijia.relief import views

app_name = "relief"
urlpatterns = [
    path("visits/", views.visits, name="visits"),
    path("visits/arrange/", views.arrange, name="arrange"),
    path("visits/record/", views.record, name="record"),
    path("visits/figures/", views.figures, name="figures"),
    path("visits/<int:pk>/", views.visit, name="visit"),
    path("visits/<int:pk>/reveal/", views.reveal_note, name="reveal"),
    path("visits/<int:pk>/undo/<slug:verb>/", views.undo, name="undo"),
    path("visits/<int:pk>/<slug:verb>/", views.step, name="step"),
]
