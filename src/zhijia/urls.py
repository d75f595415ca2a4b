from django.urls import include, path

urlpatterns = [
    path("", include("zhijia.desk.urls")),
    path("", include("zhijia.people.urls")),
    path("org/", include("zhijia.org.urls")),
    path("plans/", include("zhijia.plans.urls")),
    path("files/", include("zhijia.kernel.files.urls")),
]
