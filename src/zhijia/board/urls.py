from django.urls import path

from zhijia.board import views

app_name = "board"
urlpatterns = [
    path("", views.board, name="board"),
    path("charts/", views.charts_part, name="charts"),
    path("ranking/", views.ranking, name="ranking"),
    path("excel/", views.as_excel, name="excel"),
    path("targets/", views.targets, name="targets"),
    path("targets/<str:code>/", views.target, name="target"),
]
