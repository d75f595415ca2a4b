from allauth.account import views as account
from django.urls import include, path

from zhijia.gate.urls import api

# allauth names its pages itself; only the ones that an office needs have an address.
account_pages = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("password/", account.password_change, name="account_change_password"),
]

urlpatterns = [
    *account_pages,
    path("", include("zhijia.desk.urls")),
    path("", include("zhijia.people.urls")),
    path("", include("zhijia.house.urls")),
    path("", include("zhijia.privacy.urls")),
    path("", include("zhijia.kernel.ui.urls")),
    path("org/", include("zhijia.org.urls")),
    path("plans/", include("zhijia.plans.urls")),
    path("joining/", include("zhijia.joining.urls")),
    path("twins/", include("zhijia.twins.urls")),
    path("relief/", include("zhijia.relief.urls")),
    path("reports/", include("zhijia.reports.urls")),
    path("directives/", include("zhijia.directives.urls")),
    path("board/", include("zhijia.board.urls")),
    path("letters/", include("zhijia.letters.urls")),
    path("lists/", include("zhijia.kernel.ledger.urls")),
    path("imports/", include("zhijia.kernel.imports.urls")),
    path("jobs/", include("zhijia.kernel.jobs.urls")),
    path("made/", include("zhijia.kernel.exports.urls")),
    path("sealed/", include("zhijia.kernel.secrets.urls")),
    path("files/", include("zhijia.kernel.files.urls")),
    path("", include("zhijia.gate.urls")),
    api,
]

handler400 = "zhijia.kernel.ui.repairs.bad_request"
handler500 = "zhijia.kernel.ui.repairs.server_error"
