"""Addresses of recorded work: the form, the list, one record and what may be done with it."""

from django.urls import path

from zhijia.plans.views import record, trace_list, trace_pages

urlpatterns = [
    path("traces/", trace_list.traces, name="traces"),
    path("traces/new/", record.record, name="record"),
    path("traces/new/part/", record.record_part, name="record_part"),
    path("traces/<int:pk>/", trace_pages.trace, name="trace"),
    path("traces/<int:pk>/correct/", trace_pages.correct, name="trace_correct"),
    path("traces/<int:pk>/fill/", trace_pages.fill, name="trace_fill"),
    path("traces/<int:pk>/undo/", trace_pages.undo, name="trace_undo"),
    path("traces/<int:pk>/withdraw/", trace_pages.withdraw, name="trace_withdraw"),
    path("traces/<int:pk>/files/", trace_pages.files, name="trace_files"),
    path("traces/<int:pk>/files/<int:file>/remove/", trace_pages.remove_file, name="trace_file_remove"),
]
