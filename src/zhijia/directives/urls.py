from zhijia.directives.views import demands, directives, editions

app_name = "directives"
urlpatterns = [*directives.urlpatterns, *demands.urlpatterns, *editions.urlpatterns]
