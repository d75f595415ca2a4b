"""While a file is being read the button says so, and cannot be pressed again."""

import pytest
from playwright.sync_api import expect

from zhijia.planreader import fenced
from zhijia.planreader.tests.pdf_parts import pdf, text

pytestmark = pytest.mark.django_db(transaction=True)

PLAN = pdf(text(90, 100, "顺达机械工会2026年工作计划", 20) + text(90, 150, "一、3月走访困难职工10户。"))
# Playwright asks a page nothing while a form's answer is awaited, but the page may speak
WATCHED = """() => {
  const button = document.querySelector('button[data-busy]');
  const look = () => console.log(button.textContent.trim() + ' ' + button.disabled);
  new MutationObserver(look).observe(button, { childList: true });
  button.click();
}"""


def test_a_pdf_takes_its_time_and_says_so(page, enter, monkeypatch):
    monkeypatch.setattr(fenced, "PATIENCE", 60)
    enter(page, "officer").goto("/plans/read/")
    page.get_by_label("计划文件").set_input_files(
        {"name": "计划.pdf", "mimeType": "application/pdf", "buffer": PLAN}
    )
    with (
        fenced.turn(),  # somebody else's file is being read: ours has to wait
        page.expect_console_message(lambda message: message.text == "正在读… true"),
    ):
        page.evaluate(WATCHED)
    expect(page.get_by_role("heading", name="顺达机械工会2026年工作计划", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="走访困难职工10户")).to_be_visible()
