from zhijia.plans.views import lessons, reading, summaries, tasks, traces, year

app_name = "plans"
urlpatterns = [
    *year.urlpatterns,
    *lessons.urlpatterns,
    *reading.urlpatterns,
    *tasks.urlpatterns,
    *traces.urlpatterns,
    *summaries.urlpatterns,
]
