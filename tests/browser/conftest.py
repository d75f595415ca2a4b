"""Real pages in a real browser: `page` is an office screen, `phone` a telephone in the hand."""

import os
import shutil

import pytest
from playwright.sync_api import Page, expect, sync_playwright

# Playwright keeps an event loop in the test's thread; the database is used from outside of it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # Each of these would look up hosts outside of the machine.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM:
        sentence = (
            "没有安装 Chromium，浏览器部分没有测。Debian 上请运行：apt-get install chromium fonts-noto-cjk"
        )
        pytest.fail(sentence) if os.environ.get("CI") == "true" else pytest.skip(sentence)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, live_server):
    yield from watched_page(browser, live_server.url, {"width": 1366, "height": 768})


@pytest.fixture
def phone(browser, live_server):
    yield from watched_page(browser, live_server.url, {"width": 390, "height": 844}, has_touch=True)


@pytest.fixture
def enter(live_server, client_as):
    """`enter(page, "town")`: sign in beforehand, so that the test begins where the work begins."""

    def signed_in(page: Page, login: str) -> Page:
        page.context.clear_cookies()
        cookie = client_as(login).cookies["sessionid"]
        page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
        return page

    return signed_in


def watched_page(browser, address, viewport, **options):
    """A page in a session of its own. What the console complains of, or what did not load, fails the test.

    A test that provokes an error on purpose says so: `page.expected_complaints.append("403")`.
    """
    context = browser.new_context(
        base_url=address, viewport=viewport, locale="zh-CN", timezone_id="Asia/Shanghai", **options
    )
    page: Page = context.new_page()
    complaints: list[str] = []
    page.expected_complaints = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    # Leaving a page ends what it was still asking for; that is no failure.
    page.on(
        "requestfailed",
        lambda request: (
            "ERR_ABORTED" in (request.failure or "") or complaints.append(f"{request.url}: {request.failure}")
        ),
    )
    yield page
    context.close()
    unexpected = [text for text in complaints if not any(part in text for part in page.expected_complaints)]
    assert not unexpected
