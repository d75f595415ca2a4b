from zhijia.house import views

app_name = "house"
urlpatterns = views.urlpatterns
