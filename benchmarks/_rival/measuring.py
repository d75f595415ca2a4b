"""Its import, list page and search, measured; printed as one line of JSON. Unions and rows come on stdin."""

import datetime as dt
import gc
import io
import json
import statistics
import sys
import time

import xlsxwriter
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from import_export.formats.base_formats import XLSX

from benchmarks._rival.admin import Bulk, Plain
from benchmarks._rival.models import Member, Union

NAMES = [field.name for field in Member._meta.fields if field.name != "id"]
ROUNDS = 15


def figures() -> None:
    told = json.load(sys.stdin)
    rows, bad, listed = told["rows"], set(told["bad"]), told["listed"]
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in (Union, Member):
            editor.create_model(model)
    Union.objects.bulk_create(Union(name=name) for name in told["unions"])
    found = {}
    for name, resource in (("plain", Plain), ("bulk", Bulk)):
        found |= {f"{name} {what}": n for what, n in brought(resource, rows, bad).items()}
        Member.objects.all().delete()
    unions = dict(Union.objects.values_list("name", "pk"))
    Member.objects.bulk_create((member(row, unions) for row in listed), batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    browser = Client(headers={"host": "localhost"})
    browser.force_login(User.objects.create_superuser("town"))
    gc.collect()  # as zhijia.wsgi does for ours
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    found["list"] = milliseconds(browser, "/admin/_rival/member/")
    found["search"] = milliseconds(browser, "/admin/_rival/member/?q=建国")
    print(json.dumps(found))


def brought(resource: type[Plain], rows: list, bad: set[int]) -> dict[str, float]:
    """Seconds to read and check the whole file, and to import it once its bad rows are taken out; how many it found."""
    whole, good = workbook(rows), workbook([row for at, row in enumerate(rows) if at not in bad])
    begun, cpu = time.perf_counter(), time.process_time()
    checked = resource().import_data(XLSX().create_dataset(whole), dry_run=True, raise_errors=False)
    reported = len(checked.invalid_rows) + len(checked.row_errors())
    done = resource().import_data(XLSX().create_dataset(good), dry_run=False, raise_errors=True)
    taken = {
        "seconds": time.perf_counter() - begun,
        "processor": time.process_time() - cpu,
        "reported": reported,
    }
    if done.has_validation_errors() or Member.objects.count() != len(rows) - len(bad):
        sys.exit(
            f"{resource.__name__}: {Member.objects.count()} rows, {[str(r.error) for r in done.invalid_rows[:3]]}"
        )
    return taken


def workbook(rows: list) -> bytes:
    """The same rows below one line of headings, without title and signatures."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True, "in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, NAMES)
        for y, row in enumerate(rows, 1):
            for x, cell in enumerate(row):
                if cell is not None:
                    (page.write_string if isinstance(cell, str) else page.write_number)(y, x, cell)
    return file.getvalue()


def member(row: list, unions: dict[str, int]) -> Member:
    values = dict(zip(NAMES, row, strict=True))
    union, _ = values.pop("union"), values.pop("joined")
    return Member(**values, union_id=unions[union], joined=dt.date(2015, 3, 1 + row[0] % 28))


def milliseconds(browser: Client, address: str) -> float:
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        if browser.get(address).status_code != 200:
            sys.exit(f"{address} did not answer")
        taken.append(time.perf_counter() - begun)
    return 1000 * statistics.median(taken)
