"""Set up as the two projects' own pages advise: few columns, joined relations, no second count of all rows."""

from django.contrib import admin
from import_export import fields, resources
from import_export.admin import ImportExportModelAdmin
from import_export.instance_loaders import CachedInstanceLoader
from import_export.widgets import DateWidget, ForeignKeyWidget

from benchmarks._rival.models import Member, Union

SPELT = ["%Y-%m-%d", "%Y.%m.%d", "%Y年%m月", "%Y-%m-%d %H:%M:%S"]


class Plain(resources.ModelResource):
    """As it comes, with validation switched on."""

    union = fields.Field("union", "union", widget=ForeignKeyWidget(Union, "name"))
    joined = fields.Field("joined", "joined", widget=DateWidget())
    joined.widget.formats = SPELT  # its constructor takes a single spelling

    class Meta:
        model = Member
        import_id_fields = ["identity"]
        exclude = ["id"]
        clean_model_instances = True
        skip_unchanged = True


class Unions(ForeignKeyWidget):
    """Each name is looked up once."""

    def clean(self, value, row=None, **kwargs):
        if not hasattr(self, "known"):
            self.known = {union.name: union for union in Union.objects.all()}
        return self.known[value]


class Bulk(Plain):
    """With everything that its page on performance offers."""

    union = fields.Field("union", "union", widget=Unions(Union, "name"))

    class Meta(Plain.Meta):
        use_bulk = True
        batch_size = 1000
        skip_diff = True
        skip_html_diff = True
        instance_loader_class = CachedInstanceLoader


@admin.register(Member)
class MemberAdmin(ImportExportModelAdmin):
    resource_classes = [Plain]
    list_display = ["name", "sex", "identity", "phone", "union", "shop", "employment", "joined", "kind"]
    list_filter = ["sex", "employment", "migrant"]
    list_select_related = ["union"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["name", "identity", "phone"]
