from zhijia.house import mail_pages, views

app_name = "house"
urlpatterns = [*views.urlpatterns, *mail_pages.urlpatterns]
