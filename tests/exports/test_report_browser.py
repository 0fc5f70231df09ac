"""The report in a browser: it shows what it knows, answers, requests nothing, and can be used by everyone."""

import shutil
from pathlib import Path

import pytest
from corpus import corpus, hostile

from pipeline.exports.report import page as report_page

playwright = pytest.importorskip("playwright.sync_api")

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
AXE = Path(__file__).parents[2] / "build/report-template/node_modules/axe-core/axe.min.js"
PAGES = ["overview", "people", "places", "map", "network", "timeline", "documents", "document/002_windhoek"]
PAGES += ["entity/loc%2Fsy%2Fidlib", "entity/per%2Fx-wael-qasim-0a1b2c"]
LOOKS = [
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"viewport": {"width": 390, "height": 844}, "locale": "ar"},
]

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    for name, make in (("corpus", corpus), ("hostile", hostile)):
        (folder / f"{name}.html").write_text(report_page(make()), "utf-8")
    return folder


@pytest.fixture
def visit(browser, files):
    """Give what opens a page of a report; whatever the test does, the browser must have nothing to complain of."""
    complaints, contexts = [], []

    def opened(path="overview", name="corpus", **look):
        context = browser.new_context(**{"locale": "en-GB", "reduced_motion": "reduce", **look})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on(
            "request",
            lambda request: complaints.append(request.url) if not request.url.startswith(("file:", "data:")) else None,
        )
        page.goto(f"{(files / name).as_uri()}.html#{path}")
        page.wait_for_function("!document.querySelector('.room')")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "phone"])
def test_pages_fit_their_width(visit, path, look):
    page = visit(path, **look)
    assert page.locator("main h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (make report-template)")
@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "phone"])
def test_pages_have_no_serious_barrier(visit, look):
    page = visit(**look)
    for path in PAGES:
        page.evaluate("(path) => { location.hash = path; }", path)
        page.wait_for_function("!document.querySelector('.room')")
        page.evaluate(f"{AXE.read_text('utf-8')}; 0")
        found = page.evaluate("axe.run().then((result) => result.violations)")
        assert [
            (path, one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")
        ] == []


def test_the_overview_counts_and_ranks(visit):
    page = visit()
    assert page.locator(".tiles b").all_inner_texts() == ["4", "3", "4", "2", "17"]
    assert "Idlib" in page.locator(".bars").nth(1).locator("li").first.inner_text()
    assert page.locator(".note").inner_text().startswith("Before you quote: 3 suggestions")


@pytest.mark.parametrize(
    ("query", "first"), [("ادلب", "Idlib"), ("samer", "Samer al-Haddad"), ("حداد", "Samer al-Haddad"), ("وصول", "وصول")]
)
def test_search_finds_folded_arabic_and_english(visit, query, first):
    page = visit()
    page.keyboard.press("/")
    page.keyboard.type(query)
    assert page.locator("#found li").first.inner_text().startswith(first)
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash.startsWith('#entity/') || location.hash.startsWith('#document/')")
    assert page.locator("#found").is_hidden()


def test_search_that_finds_nothing_says_so(visit):
    page = visit()
    page.locator("#search").fill("xyzxyz")
    assert page.locator("#found").inner_text() == "Nothing found"
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.locator("#found").is_hidden()


def test_an_entity_has_its_page(visit):
    page = visit()
    page.get_by_role("link", name="Samer al-Haddad").first.click()
    page.wait_for_function("location.hash.startsWith('#entity/')")
    assert page.locator("h1").inner_text() == "سامر الحداد"
    assert page.locator(".concordance li").count() == 3
    assert page.locator(".concordance li a").all_inner_texts() == ["سامر الحداد", "سامر الحداد", "الحداد"]
    assert page.get_by_role("link", name="Wikidata").get_attribute("href") == "https://www.wikidata.org/wiki/Q1001"


def test_a_line_leads_to_its_place_in_the_document(visit):
    page = visit("entity/per%2Fsamer-al-haddad")
    page.locator(".concordance li a").nth(1).click()
    page.wait_for_function("location.hash.startsWith('#document/')")
    assert page.locator(".m.here").inner_text() == "سامر الحداد"


def test_a_document_shows_its_mentions_in_place(visit):
    page = visit("document/002_windhoek")
    assert page.locator(".text").evaluate("(text) => text.textContent") == corpus()["texts"]["text"][1]
    assert (
        page.locator(".text .m").all_inner_texts()
        == corpus()["mentions"].query("doc_id == '002_windhoek'")["surface"].tolist()
    )
    assert page.locator(".text").evaluate("(text) => getComputedStyle(text).direction") == "rtl"
    button = page.get_by_role("button", name="Places")
    button.click()
    assert button.get_attribute("aria-pressed") == "false"


def test_letters_before_a_mention_stay_joined(visit):
    page = visit("document/002_windhoek")
    widths = page.evaluate(
        """() => {
            const mention = [...document.querySelectorAll('.text .m')].find((m) => m.textContent === 'سامر الحداد');
            const measure = (...parts) => {
                const line = document.createElement('span');
                line.style.whiteSpace = 'pre';
                line.append(...parts);
                mention.parentNode.append(line);
                const { width } = line.getBoundingClientRect();
                line.remove();
                return width;
            };
            const marked = mention.cloneNode(true);
            marked.removeAttribute('data-mark');
            marked.textContent = 'سراقب';
            return [measure('بسراقب'), measure('ب', marked), measure('ب') + measure('سراقب')];
        }"""
    )
    assert abs(widths[0] - widths[1]) < 0.1
    assert abs(widths[0] - widths[2]) > 1


def test_the_map_zooms(visit):
    page = visit("map")
    before = page.locator(".land").first.locator("..").get_attribute("transform")
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_function(
        "(before) => document.querySelector('.land').parentNode.getAttribute('transform') !== before", arg=before
    )
    assert page.locator("a.place").count() == 4
    assert page.locator("path.governorate").count() == 14


def test_a_name_of_the_network_can_be_dragged(visit):
    page = visit("network")
    node = page.locator("a.node").first
    node.scroll_into_view_if_needed()
    box = node.locator("circle").bounding_box()
    before = node.get_attribute("transform")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 30, steps=4)
    page.mouse.up()
    assert node.get_attribute("transform") != before
    assert page.evaluate("location.hash") == "#network"


def test_the_timeline_is_filtered_and_zoomed(visit):
    page = visit("timeline")
    assert page.locator("main li").count() == 3
    box = page.locator(".brush").bounding_box()
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.995 * box["width"], box["y"] + 60, steps=4)
    page.mouse.up()
    assert page.locator("main li").count() == 2
    page.locator("#of").select_option(label="Windhoek")
    assert page.locator(".bar").count() == 1
    page.get_by_role("button", name="Zoom in").click()
    assert page.locator(".bar").count() == 1


def test_the_interface_is_arabic_when_asked(visit):
    page = visit()
    page.locator("#language").click()
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    assert page.locator("nav a").first.inner_text() == "نظرة عامة"
    page.reload()
    assert page.evaluate("document.documentElement.lang") == "ar"


def test_the_keyboard_reaches_the_content(visit):
    page = visit()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_print_has_no_controls(visit):
    page = visit("document/001_idlib")
    page.emulate_media(media="print")
    assert page.locator("nav").is_hidden()
    assert page.locator("#search").is_hidden()
    assert page.locator(".text").is_visible()


def test_addresses_that_lead_nowhere_say_so(visit):
    page = visit("entity/nobody")
    assert page.locator("main").inner_text() == "This page is not here."


def test_nothing_in_hostile_texts_runs_or_breaks(visit):
    page = visit(name="hostile")
    hrefs = page.evaluate("[...entities.map(entityPath), ...documents.map((one) => documentPath(one))]")
    for path in [
        "#overview",
        "#people",
        "#places",
        "#organisations",
        "#map",
        "#network",
        "#timeline",
        "#documents",
        *hrefs,
    ]:
        page.evaluate("(path) => { location.hash = path; }", path)
        page.wait_for_function("!document.querySelector('.room')")
        assert page.locator("main h1").count() == 1, path[:80]
        assert page.locator("main script, main img, main style, main iframe").count() == 0
        assert page.evaluate(
            "[...document.querySelectorAll('main a')].every((link) => /^(#|https:)/.test(link.getAttribute('href')))"
        )
