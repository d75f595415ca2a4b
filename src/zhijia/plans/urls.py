from zhijia.plans.views import reading, summaries, tasks, traces, year

app_name = "plans"
urlpatterns = [
    *year.urlpatterns,
    *reading.urlpatterns,
    *tasks.urlpatterns,
    *traces.urlpatterns,
    *summaries.urlpatterns,
]
