"""The third-party assets reach the page from this machine alone."""


def test_first_page_is_dressed(page, live_server):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/sign-in/")
    assert all(url.startswith((live_server.url, "data:")) for url in asked)
    assert "tabler.min.css" in " ".join(asked)
    assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--tblr-primary')")
