from zhijia.letters.views import house, letters

app_name = "letters"
urlpatterns = [*letters.urlpatterns, *house.urlpatterns]
