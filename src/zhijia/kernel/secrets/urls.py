from django.urls import path

from zhijia.kernel.secrets import views

app_name = "secrets"
urlpatterns = [path("<slug:table>/<int:pk>/<slug:field>/", views.open_sealed, name="open")]
