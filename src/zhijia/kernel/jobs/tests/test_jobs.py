"""A job from the asking to its one end, in line: who it runs as, what it leaves, how it stops, what it says."""

import datetime as dt
from pathlib import Path
from tempfile import mkdtemp

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked
from zhijia.kernel.jobs import Progress, Result, job, start
from zhijia.kernel.jobs.models import Job
from zhijia.kernel.jobs.progress import Interrupted
from zhijia.kernel.jobs.running import MOST_LOST, run
from zhijia.kernel.jobs.sweeping import sweep
from zhijia.kernel.scope import current_seat, scope, system
from zhijia.kernel.testing import settled_queries, work_off
from zhijia.org import actions as org
from zhijia.people.models import Account
from zhijia.plans.actions.traces import record
from zhijia.plans.models import Trace

pytestmark = pytest.mark.django_db
TITLE = "后台记下的一条"


def write_down(progress: Progress, by, n: int):
    record(Trace(on=clock.today(), title=TITLE, who=f"第{n}位"), by=by, key=f"job-{progress.job.pk}-{n}")


@job("记三条")
def three(progress, *, by, fails=0):
    """Three traces; an error of ours after the second where `fails` says so."""
    for n in progress.over([1, 2, 3], "正在记"):
        write_down(progress, by, n)
        if n == fails:
            raise KeyError("王建平")
    return Result(f"记了 3 条，身份 {current_seat().key}。", url="/plans/traces/", label="看台账")


@job("分步记三条", whole=False)
def three_in_steps(progress, *, by, stops=0):
    for n in progress.over([1, 2, 3]):
        write_down(progress, by, n)
        if n == stops:
            with system("测试：有人按了停下"):
                Job.objects.filter(pk=progress.job.pk).update(stop_wanted=True)
            progress.write()
    return Result("记了 3 条。")


@job("不许办")
def refused(progress, *, by):
    write_down(progress, by, 1)
    raise Blocked("上年的帐已经封了。请找会计。")


@job("写文件")
def file(progress, *, by):
    path = Path(mkdtemp()) / "rows.csv"
    path.write_text(progress.words["写什么"], encoding="utf-8")
    return Result("写好了。", file=path, file_name="名单.csv")


@pytest.fixture
def officer(seat_of):
    return seat_of("officer")


def traces():
    with system("测试"):
        return Trace.objects.filter(title=TITLE).count()


def left(pk):
    with system("测试"):
        return Job.objects.get(pk=pk)


def test_a_job_waits_runs_as_its_asker_and_ends_once(officer):
    asked = start(three, by=officer, key="form-1")
    assert (asked.state, asked.title, asked.percent) == ("waiting", "记三条", 0)
    (done,) = work_off()
    assert (done.state, done.done, done.total, done.percent) == ("done", 3, 3, 100)
    assert done.told == f"记了 3 条，身份 {officer.key}。"
    assert done.shown["links"] == [{"label": "看台账", "url": "/plans/traces/"}]
    run(asked.pk, watched=False)  # the queue may bring it again
    assert traces() == 3


def test_the_same_form_sent_twice_asks_once(officer, seat_of):
    first = start(three, by=officer, key="form-2")
    assert start(three, by=officer, key="form-2").pk == first.pk
    with pytest.raises(Blocked, match="已经交过"):
        start(three, by=seat_of("town"), key="form-2")
    assert len(work_off()) == 1


def test_the_queue_carries_ids_alone(officer):
    with pytest.raises(TypeError, match="name must be ids"):
        start(three, by=officer, name="王建平")
    with pytest.raises(TypeError, match="person's seat"), system("测试") as nobody:
        start(three, by=nobody)
    asked = start(three, by=officer, fails=2)
    assert [row.args for row in ProcrastinateJob.objects.all()] == [{"job": asked.pk}]


def test_an_error_of_ours_takes_everything_back_and_says_nothing_of_it(officer, caplog):
    start(three, by=officer, fails=2)
    (done,) = work_off()
    assert done.state == "failed"
    assert (
        done.told == f"系统出错了，不是您操作的问题。请再提交一次；还是不行，把任务号 {done.pk} 告诉管理员。"
    )
    assert traces() == 0


def test_a_refusal_is_shown_and_takes_everything_back(officer):
    start(refused, by=officer)
    (done,) = work_off()
    assert (done.state, done.told) == ("failed", "上年的帐已经封了。请找会计。")
    assert traces() == 0


def test_a_post_that_ended_meanwhile_ends_the_job(officer):
    start(three, by=officer)
    with system("测试：任期到了") as by:
        yesterday = clock.today() - dt.timedelta(days=1)
        org.end(int(officer.key.split("-")[1]), by=by, held_to=yesterday, reason="任期到了")
    (done,) = work_off()
    assert done.state == "failed"
    assert "职务已经到期或停用" in done.told
    assert traces() == 0


def test_a_stopped_account_ends_the_job(officer):
    start(three, by=officer)
    Account.objects.filter(person=officer.person_id).update(is_active=False)
    assert work_off()[0].state == "failed"
    assert traces() == 0


def test_a_run_that_was_cut_off_waits_for_the_next_one_and_happens_once(officer):
    asked = start(three_in_steps, by=officer)
    leaves = iter([False, False, True])  # as the worker is asked to go after the first row
    with pytest.raises(Interrupted):
        run(asked.pk, leaving=lambda: next(leaves), watched=False)
    assert (left(asked.pk).state, traces()) == ("waiting", 1 + 1)
    assert work_off()[0].state == "done"
    assert traces() == 3


def test_a_run_that_somebody_else_took_over_changes_nothing(officer):
    """A worker that was thought dead comes to its end after all."""
    asked = start(three, by=officer)

    def overtake():
        with system("测试：另一个工人"):
            Job.objects.filter(pk=asked.pk).update(attempt=7)
        return False

    run(asked.pk, leaving=overtake, watched=False)
    assert (left(asked.pk).state, traces()) == ("running", 0)


def test_a_job_that_kills_its_worker_is_given_up(officer):
    asked = start(three, by=officer)
    with system("测试：三次都没有下文"):
        Job.objects.filter(pk=asked.pk).update(state="running", lost=MOST_LOST - 1)
    run(asked.pk, watched=False)
    assert left(asked.pk).state == "given_up"
    assert f"任务号 {asked.pk}" in left(asked.pk).told
    assert traces() == 0


def test_a_database_that_is_away_is_no_end(officer, monkeypatch):
    asked = start(three, by=officer)
    monkeypatch.setattr("zhijia.kernel.jobs.running.connection", type("C", (), {"close": lambda: None}))
    monkeypatch.setattr(Progress, "over", lambda *_: (_ for _ in ()).throw(OperationalError()))
    with pytest.raises(OperationalError):
        run(asked.pk, watched=False)
    assert left(asked.pk).state == "waiting"


def test_stopping_keeps_what_was_committed_and_no_more(officer, client_as):
    asked = start(three_in_steps, by=officer, stops=2)
    (done,) = work_off()
    assert (done.state, traces()) == ("stopped", 2)
    assert "停下以前办好的都算数" in done.told
    asked = start(three, by=officer)
    client = client_as("officer")
    client.post(reverse("jobs:stop", args=[asked.pk]))
    assert left(asked.pk).state == "stopped"
    assert work_off() == []


def test_a_file_is_fetched_by_its_asker_alone_and_leaves_the_disk(officer, client_as, logins, monkeypatch):
    asked = start(file, by=officer, words={"写什么": "王建平,1"})
    assert "王建平" not in str(left(asked.pk).words)
    work_off()
    door = reverse("jobs:file", args=[asked.pk])
    answer = client_as("officer").get(door)
    assert b"".join(answer.streaming_content).decode() == "王建平,1"
    assert not left(asked.pk).words
    for other in set(logins) - {"officer"}:
        assert client_as(other).get(door).status_code == 403
        assert client_as(other).get(reverse("jobs:one", args=[asked.pk])).status_code == 403
        assert client_as(other).post(reverse("jobs:stop", args=[asked.pk])).status_code == 403
    path = left(asked.pk).file
    later = clock.now() + dt.timedelta(days=3, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    with system("测试") as by:
        sweep(clock.today(), by)
    assert not default_storage.exists(path)
    assert client_as("officer").get(door).status_code == 403


def test_pages_tell_how_far_it_is_and_what_came_of_it(officer, client_as):
    client, asked = client_as("officer"), start(three, by=officer)
    page = client.get(reverse("jobs:one", args=[asked.pk])).content.decode()
    assert "排队中" in page
    assert f'hx-get="/jobs/{asked.pk}/"' in page
    with system("测试：做到一半"):
        begun = clock.now() - dt.timedelta(seconds=60)
        Job.objects.filter(pk=asked.pk).update(
            state="running", started_at=begun, done=1500, total=6000, told="正在记"
        )
    part = client.get(reverse("jobs:one", args=[asked.pk]), headers={"HX-Request": "true"}).content.decode()
    assert "已做 1,500 / 6,000，正在记，约剩 3 分钟" in part
    assert "<html" not in part
    assert "正在做" in client.get(reverse("jobs:mine")).content.decode()
    run(asked.pk, watched=False)
    part = client.get(f"/jobs/{asked.pk}/?reload=1", headers={"HX-Request": "true"})
    assert part["HX-Refresh"] == "true"
    assert "记了 3 条" in client.get(reverse("jobs:mine")).content.decode()
    assert asked.title not in client_as("town").get(reverse("jobs:mine")).content.decode()


def test_the_list_of_jobs_asks_no_more_for_more_of_them(officer, client_as):
    client = client_as("officer")
    start(three, by=officer)
    settled_queries(lambda: client.get("/jobs/"), lambda: [start(three, by=officer) for _ in range(12)])


def test_one_that_waits_for_long_says_whom_to_tell(officer, client_as):
    asked = start(three, by=officer)
    with system("测试：没有人来做"):
        Job.objects.filter(pk=asked.pk).update(asked_at=clock.now() - dt.timedelta(minutes=11))
    assert "请告诉管理员" in client_as("officer").get(f"/jobs/{asked.pk}/").content.decode()


def test_jobs_are_seen_in_scope_alone(officer, seat_of):
    start(three, by=officer)
    with scope(officer):
        assert Job.objects.count() == 1
    with scope(seat_of("town")):
        assert Job.objects.count() == 0
