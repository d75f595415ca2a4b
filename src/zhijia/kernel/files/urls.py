from django.urls import path

from zhijia.kernel.files import views

app_name = "files"
urlpatterns = [
    path("<int:pk>/", views.download, name="download"),
    path("<int:pk>/remove/", views.take_down, name="remove"),
    path("of/<slug:table>/<int:pk>/", views.attach, name="attach"),
]
