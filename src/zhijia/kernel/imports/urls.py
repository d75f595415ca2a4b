from django.urls import path

from zhijia.kernel.imports import views

app_name = "imports"
urlpatterns = [
    path("<slug:kind>/", views.begin, name="begin"),
    path("<slug:kind>/template/", views.template, name="template"),
    path("<slug:kind>/sample/", views.sample, name="sample"),
    path("batch/<int:pk>/", views.batch, name="batch"),
    path("batch/<int:pk>/columns/", views.columns, name="columns"),
    path("batch/<int:pk>/mend/", views.mend_cell, name="mend"),
    path("batch/<int:pk>/again/", views.again, name="again"),
    path("batch/<int:pk>/offer/", views.offer, name="offer"),
    path("batch/<int:pk>/confirm/", views.confirm_batch, name="confirm"),
    path("batch/<int:pk>/undo/", views.undo_batch, name="undo"),
    path("batch/<int:pk>/drop/", views.drop_batch, name="drop"),
    path("batch/<int:pk>/problems/", views.problems, name="problems"),
]
