"""Every address of the API."""

from django.contrib.auth.decorators import login_not_required

from zhijia.gate.api import api

urlpatterns = list(api.urls[0])
for _route in urlpatterns:  # a program brings its token, not a session: the sign-in page is not for it
    _route.callback = login_not_required(_route.callback)
