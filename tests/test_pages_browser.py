"""The pages of the timeline and of dependencies in a real browser: no network, real clicks and keys, axe."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from payloads import payloads
from pictures import Watch, browser, graph, of_size, timeline, titles, written
from prodops_cli.render import graph as graphs
from prodops_cli.render.timeline import picture, web


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as found:
        yield found


@pytest.fixture
def opened(chromium: Any, tmp_path: Path) -> Iterator[Any]:
    """Open a text as a page, offline; at the end nothing may have been asked of the network, logged or raised."""
    contexts, watches = [], []

    def open_page(text: str, name: str = "page.html", **options: Any) -> Any:
        context = chromium.new_context(offline=True, **{"viewport": {"width": 1400, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        watches.append(Watch(page))
        page.goto(written(tmp_path, name, text))
        return page

    yield open_page
    seen = [line for watch in watches for line in watch.seen]
    for context in contexts:
        context.close()
    assert seen == []


PAGES = {
    "timeline": lambda: web.render(of_size(12)),
    "many": lambda: web.render(of_size(150)),
    "nothing": lambda: web.render(timeline([])),
    "dependencies": lambda: graphs.page(graph(titles(12))),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(opened: Any, name: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page = opened(PAGES[name](), color_scheme=scheme)
    assert _violations(axe.run(page)) == []
    if name != "nothing":
        page.locator(".bar, .node").nth(1).focus()
        page.wait_for_selector("#details:not([hidden])")
        assert _violations(axe.run(page)) == []
    page.click("#switch")
    assert _violations(axe.run(page)) == []


def _violations(results: Any) -> list[str]:
    return [f"{found['id']}: {found['nodes'][0]['html'][:200]}" for found in results.response["violations"]]


def test_filters_say_how_many_are_shown(opened: Any) -> None:
    page = opened(web.render(of_size(30)))
    assert page.inner_text("#count") == "36 of 36 shown"
    page.select_option("#team", "Payments")
    bars = page.locator(".bar").count()
    assert page.inner_text("#count") == f"{bars} of 36 shown"
    assert bars == 6
    assert page.locator("#count").get_attribute("role") == "status"
    page.fill("#text", "no such words")
    assert page.inner_text("#count") == "0 of 36 shown. Nothing fits these filters."
    page.fill("#text", "")
    page.select_option("#team", "")
    page.check("#urgent")
    urgent = page.locator(".bar").count()
    assert 0 < urgent < 36
    page.select_option("#health", "at_risk")
    assert page.locator(".bar").count() < urgent


def test_groups_switch(opened: Any) -> None:
    page = opened(web.render(of_size(12)))
    assert page.locator(".group h2").first.inner_text().startswith("Customers")
    page.select_option("#by", "goal")
    heads = [head.split("\n")[0].strip() for head in page.locator(".group h2").all_inner_texts()]
    assert heads == ["Goal 0 4", "Goal 1 4", "Goal 2 4", "No goal 6"]
    page.select_option("#by", "status")
    assert page.locator(".bar").count() == 18


def test_zoom_by_buttons_keys_and_wheel(opened: Any) -> None:
    page = opened(web.render(of_size(12)))

    def width() -> float:
        return float(page.locator(".bar:not(.launch)").first.bounding_box()["width"])

    natural = width()
    page.click("#in")
    assert width() == pytest.approx(natural * 1.3, rel=0.05)
    page.locator(".bar").first.focus()
    page.keyboard.press("+")
    assert width() == pytest.approx(natural * 1.69, rel=0.05)
    page.keyboard.press("-")
    page.keyboard.press("0")
    assert width() == pytest.approx(natural, rel=0.02)
    box = page.locator("#view").bounding_box()
    page.mouse.move(box["x"] + 700, box["y"] + 200)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    page.wait_for_function("document.getElementById('fit').textContent !== '100 %'")
    assert width() > natural * 1.5
    page.focus("#text")
    page.keyboard.type("+0")  # typed, not zoomed
    assert page.input_value("#text") == "+0"


def test_focus_tells_every_date_and_arrows_travel(opened: Any) -> None:
    page = opened(web.render(of_size(12)))
    page.focus("#switch")
    page.keyboard.press("Tab")
    page.wait_for_selector("#details:not([hidden])")
    first = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "details"
    assert first.split(";")[0] in page.inner_text("#details h2")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") != first
    page.keyboard.press("End")
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == first
    moved = page.locator('.bar[aria-label*="2nd target"]').first
    moved.focus()
    told = page.inner_text("#details ol")
    assert "by Ada" in told
    assert "30 days later, said on 15 Oct by Noor: roadmap: the supplier moved" in told
    page.keyboard.press("Enter")
    page.mouse.move(5, 5)
    assert page.is_visible("#details")
    page.keyboard.press("Escape")
    assert not page.is_visible("#details")


def test_arrows_lead_to_what_it_waits_for_and_back(opened: Any) -> None:
    page = opened(web.render(of_size(12)))
    page.locator('.bar[aria-label^="' + titles(12)[1] + ';"]').focus()
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith(f"{titles(12)[0]};")
    assert page.locator(".links .lit").count() >= 1
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith(f"{titles(12)[1]};")


def test_hover_shows_and_leaving_hides(opened: Any) -> None:
    page = opened(web.render(of_size(12)))
    page.locator(".bar").nth(2).hover()
    page.wait_for_selector("#details:not([hidden])")
    page.mouse.move(3, 3)
    page.wait_for_selector("#details", state="hidden")


def test_details_never_cover_what_they_tell_about(opened: Any) -> None:
    page = opened(web.render(of_size(30)), viewport={"width": 1000, "height": 700})
    for bar in page.locator(".bar").all():
        bar.focus()
        own, details = bar.bounding_box(), page.locator("#details").bounding_box()
        assert (
            own["x"] + own["width"] <= details["x"]
            or details["x"] + details["width"] <= own["x"]
            or own["y"] + own["height"] <= details["y"]
            or details["y"] + details["height"] <= own["y"]
        )


def test_late_days_are_whole_at_the_right_edge_too(opened: Any) -> None:
    found = of_size(20)
    page = opened(web.render(replace(found, last=max(one.last for one in found.items if one.late_days))))
    for zoom in range(3):
        notes = page.locator(".note.is-late")
        assert notes.count() == sum(bool(one.late_days) for one in found.items)
        sheet = page.locator(".sheet").bounding_box()
        for box in (note.bounding_box() for note in notes.all()):
            assert box["x"] + box["width"] <= sheet["x"] + sheet["width"]
        if zoom == 0:
            assert page.evaluate("view.scrollWidth <= view.clientWidth")
        page.click("#in")


def test_launched_has_one_mark_in_the_list_and_in_the_picture(opened: Any) -> None:
    found = of_size(3)
    groups = tuple(
        replace(group, milestones=tuple(replace(one, status="launched") for one in group.milestones))
        for group in found.groups
    )
    page = opened(web.render(replace(found, groups=groups)))
    colours = page.evaluate(
        """() => [".name .gem", ".bar.launch", ".legend .gem.launched"].map(
            (where) => getComputedStyle(document.querySelector(where)).backgroundColor)"""
    )
    assert len(set(colours)) == 1
    assert page.locator(".legend").inner_text().split("\n")[:2] == ["on track", "at risk"]


def test_without_history_says_so(opened: Any) -> None:
    page = opened(web.render(timeline(titles(3), has_history=False)))
    assert "no history" in page.inner_text("header p")
    page.locator(".bar").first.focus()
    assert "no history here" in page.inner_text("#details")


@pytest.mark.parametrize("name", ["timeline", "dependencies"])
def test_table_takes_the_place_of_the_picture_and_is_filtered(opened: Any, name: str) -> None:
    page = opened(PAGES[name]())
    assert not page.is_visible("#table")
    page.click("#switch")
    assert page.is_visible("#table")
    assert not page.is_visible("#view")
    assert page.get_attribute("#switch", "aria-pressed") == "true"
    page.select_option("#team", "Payments")
    rows = page.locator("tbody tr:visible").count()
    assert page.inner_text("#count").startswith(f"{rows} of ")
    page.click("#switch")
    assert page.is_visible("#view")


@pytest.mark.parametrize("name", ["timeline", "dependencies"])
def test_without_javascript_there_are_the_picture_and_the_table(opened: Any, name: str) -> None:
    page = opened(PAGES[name](), java_script_enabled=False)
    assert page.locator("svg.picture").is_visible()
    assert page.locator("table").is_visible()
    assert not page.locator("#controls").is_visible()


def test_graph_filters_zooms_and_tells(opened: Any) -> None:
    page = opened(graphs.page(graph(titles(20))))
    page.select_option("#state", "broken")
    off, every = page.locator(".node.off").count(), page.locator(".node").count()
    assert page.inner_text("#count") == f"{every - off} of {every} shown"
    assert 0 < off < every
    page.select_option("#state", "")
    page.focus("#view")
    page.keyboard.press("Tab")
    page.wait_for_selector("#details:not([hidden])")
    assert "needed by 1 Dec" in page.inner_text("#details")
    assert page.locator(".edge.lit").count() > 0
    width = page.locator(".picture").bounding_box()["width"]
    page.keyboard.press("+")
    assert page.locator(".picture").bounding_box()["width"] == pytest.approx(width * 1.3, rel=0.02)
    page.keyboard.press("Escape")
    assert not page.is_visible("#details")


@pytest.mark.parametrize("width", [390, 1600])
@pytest.mark.parametrize("name", PAGES)
def test_page_never_scrolls_sideways(opened: Any, name: str, width: int) -> None:
    page = opened(PAGES[name](), viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("count", [10, 500])
def test_texts_of_the_picture_do_not_overlap(opened: Any, count: int) -> None:
    page = opened(picture.render(of_size(count)), "page.svg")
    boxes = page.evaluate(
        """() => [...document.querySelectorAll("text")].filter((text) => text.textContent).map((text) => {
          const box = text.getBoundingClientRect();
          return [box.left, box.top + 2, box.right, box.bottom - 2, text.textContent];
        })"""
    )
    assert len(boxes) > count
    assert [pair for pair in _overlaps(boxes) if "today" not in pair] == []


def _overlaps(boxes: list[Any]) -> list[tuple[str, str]]:
    return [
        (one[4], other[4])
        for index, one in enumerate(boxes)
        for other in boxes[index + 1 :]
        if one[0] < other[2] - 1 and other[0] < one[2] - 1 and one[1] < other[3] and other[1] < one[3]
    ]


def test_no_payload_runs_or_is_markup(opened: Any) -> None:
    """Whatever stands in titles, owners, teams, goals and notes is text, in the pages and in the pictures."""
    texts = list(payloads().values())
    plain = opened(web.render(timeline(["x"] * len(texts))), "plain.html")
    elements = plain.locator("*").count()
    hostile = opened(web.render(timeline(texts)), "titles.html")
    assert hostile.locator("#table *").count() == plain.locator("#table *").count()
    assert abs(hostile.locator("*").count() - elements) < 40  # labels in the still picture that have no room
    assert hostile.locator("img, iframe, object, embed, a:not(.skip)").count() == 0
    for name in ("image", "script", "autolink"):
        assert hostile.locator(f'.name b[title="{payloads()[name]}"]').count() > 0  # as it was typed
    assert hostile.locator("script").count() == 2
    for index, text in enumerate(texts[::9]):
        page = opened(web.render(timeline(["a", "b"], note=text)), f"{index}.html")
        assert page.locator("script").count() == 2
        page.close()


def test_no_payload_runs_in_the_dependencies(opened: Any) -> None:
    texts = list(payloads().values())
    page = opened(graphs.page(graph(texts)), "titles.html")
    assert page.locator(".node").count() == len(texts)
    page.locator(".node").first.focus()
    assert page.locator("script").count() == 2
    for index, text in enumerate(texts[::7]):
        other = opened(graphs.page(graph(["a", "b"], note=text)), f"{index}.html")
        assert other.locator(".node").count() == 2
        other.close()
