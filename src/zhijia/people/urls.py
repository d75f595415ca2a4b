from django.urls import path

from zhijia.kernel.ledger import ledgers
from zhijia.people import (
    account_pages,
    duplicates,
    forgotten,
    joining,
    member_pages,
    officers,
    own_mail,
    sign_in,
)

app_name = "people"
urlpatterns = [
    path("seat/", sign_in.choose_seat, name="seat"),
    # Pages that say more than the register's own; these stand before it at the same addresses.
    path("members/join/", member_pages.enrol, name="members_join"),
    path("members/duplicates/", duplicates.page, name="duplicates"),
    path("members/duplicates/merge/", duplicates.merge_two, name="merge"),
    path("members/duplicates/<int:pk>/part/", duplicates.take_back, name="part"),
    path("members/<int:pk>/", member_pages.page, name="members_row"),
    path("members/<int:pk>/details/", member_pages.details, name="details"),
    path("members/<int:pk>/rejoin/", member_pages.come_back, name="rejoin"),
    *ledgers()["people.members"].urls(),
    *ledgers()["people.cards"].urls(),
    *ledgers()["people.card-targets"].urls(),
    path("officers/", officers.officers, name="officers"),
    path("officers/new/", officers.appoint_list, name="appoint-list"),
    path("officers/slips/", officers.slips, name="slips"),
    path("officers/<int:pk>/", officers.officer, name="officer"),
    path("officers/<int:pk>/end/", officers.end_post, name="end-post"),
    path("officers/<int:pk>/stop/", officers.sign_in_of, {"verb": "stop"}, name="stop"),
    path("officers/<int:pk>/let-in/", officers.sign_in_of, {"verb": "let-in"}, name="let-in"),
    path(
        "officers/<int:pk>/lift-second-step/",
        officers.sign_in_of,
        {"verb": "lift-second-step"},
        name="lift-second-step",
    ),
    path("sign-in/code/", sign_in.second_step, name="second-step"),
    *account_pages.urlpatterns,
    *own_mail.urlpatterns,
    *forgotten.urlpatterns,
    path("join/", joining.join, name="join"),
    path("join/<str:ref>/", joining.join, name="join-by-slip"),
]
