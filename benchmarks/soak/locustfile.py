"""One person of the fifty, for locust: looks at lists, rows, my day and the board, thinks, and writes a record now and then.

What was saved, and what was sent without an answer, goes line by line into SOAK_TOLD, so that it can be counted
afterwards.
"""

import os
import re
import secrets
from html import unescape
from itertools import cycle

from locust import HttpUser, between, task

PASSWORD = os.environ["SOAK_PASSWORD"]
RUN = os.environ["SOAK_RUN"]
TOLD = os.environ["SOAK_TOLD"]
LOGINS = cycle(os.environ["SOAK_LOGINS"].split(","))
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
LOADS = re.compile(r'hx-get="([^"]+)"[^>]*hx-trigger="load')
ROW = {
    "/members/": re.compile(r'href="(/members/\d+/)'),
    "/relief/visits/": re.compile(r'href="(/relief/visits/\d+/)'),
    "/plans/traces/": re.compile(r'href="(/plans/traces/\d+/)'),
}
SAVED = 302


class Officer(HttpUser):
    wait_time = between(5, 15)

    def on_start(self) -> None:
        self.login = next(LOGINS)
        self.seen: dict[str, list[str]] = {}
        form = dict(HIDDEN.findall(self.client.get("/sign-in/").text))
        form |= {"login": self.login, "password": PASSWORD}
        self.client.post("/sign-in/", form, allow_redirects=False)

    def look(self, address: str, name: str) -> str:
        """A page as a browser opens it: with the parts that it fetches by itself."""
        page = self.client.get(address, name=name).text
        for part in LOADS.findall(page):
            base = address.split("?")[0] if part.startswith("?") else ""
            headers = {"HX-Request": "true"}
            self.client.get(base + unescape(part), name=f"{name}: fetched after", headers=headers)
        return page

    @task(3)
    def my_day(self) -> None:
        self.look("/", "my day")

    @task(6)
    def a_list(self) -> None:
        address = secrets.choice([*ROW])
        page = self.look(address, f"list {address}")
        self.seen[address] = ROW[address].findall(page)

    @task(4)
    def a_row(self) -> None:
        address = secrets.choice([*ROW])
        rows = self.seen.get(address)
        if rows:
            self.look(secrets.choice(rows), f"row of {address}")
        else:
            self.seen[address] = ROW[address].findall(self.look(address, f"list {address}"))

    @task(3)
    def board(self) -> None:
        self.look("/board/", "board")

    @task(2)
    def year(self) -> None:
        self.look("/plans/", "year of plans")

    @task(2)
    def save(self) -> None:
        """One in ten: a record of work, and now and then the same form twice."""
        form = self.client.get("/plans/traces/new/", name="form")
        title = f"{RUN}-{secrets.token_hex(6)}"
        main = form.text[form.text.find("<main") :]
        values = dict(reversed(HIDDEN.findall(main))) | {"title": title, "who": "各小组长，会议室"}
        values["on"] = re.search(r'name="on"[^>]*value="([\d-]+)"', form.text)[1]
        for _ in range(secrets.choice([1, 1, 1, 2])):
            with self.client.post(
                "/plans/traces/new/", values, name="save", allow_redirects=False, catch_response=True
            ) as answer:
                saved = answer.status_code == SAVED
                answer.success() if saved else answer.failure(f"answered {answer.status_code}")
            with open(TOLD, "a", encoding="utf-8") as told:
                told.write(f"{self.login} {title} {'saved' if saved else 'unsure'}\n")
