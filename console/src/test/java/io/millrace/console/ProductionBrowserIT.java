package io.millrace.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.console.fixture.Browser;
import io.millrace.console.fixture.FixtureLines;
import io.millrace.console.fixture.LimeWorks;
import io.millrace.console.fixture.ServedConsole;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What did the line make last shift, and why not more? Asked as a plant manager does. */
class ProductionBrowserIT {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String ADDRESS = "#/production/limeworks/liege/packing/";

    @TempDir
    static Path profile;

    private static ServedConsole served;
    private static Browser browser;

    @BeforeAll
    static void open() throws Exception {
        browser = Browser.open(profile);
        served = ServedConsole.start(new LimeWorks(System.currentTimeMillis() / 1000.0));
    }

    @AfterAll
    static void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (served != null) {
            served.close();
        }
    }

    @BeforeEach
    void aFreshPage() throws Exception {
        browser.go("about:blank");
        browser.size(1440, 900);
        browser.dark(true);
        browser.errors().clear();
    }

    @Test
    void theLastShiftIsTwoClicksAway() throws Exception {
        visit("#/production");
        browser.until("the lines", "document.querySelectorAll('.line').length === 5");
        assertThat(text(".lines")).contains("packing").contains("80.7 %");
        shoot("production-lines");

        click(line("line-1"));
        browser.until("the shift that runs", "document.querySelector('.so-far')");
        drawn();
        assertThat(text(".one[aria-current]")).contains("late").contains("so far");
        shoot("production-running");

        click("[...document.querySelectorAll('.one')][1]");
        browser.until("the last shift", "document.querySelector('.period h2')?.textContent.startsWith('early')");
        drawn();
        // the worked example of docs/concepts/oee.md
        assertThat(text(".output"))
                .contains("7020good pieces")
                .contains("180scrap")
                .contains("80.7 %OEE")
                .contains("89.0 %availability")
                .contains("93.0 %performance")
                .contains("97.5 %quality");
        assertThat(text(".corrected")).isEqualTo("corrected 2 times");
        // 27 min at 3 s a piece
        assertThat(text(".period .why"))
                .startsWith("Not more, because of speed 27 min ≈ 540 pieces")
                .contains("unplanned stops 25 min")
                .contains("changeover 20 min");
        assertThat(text("[aria-label=Waterfall]"))
                .contains("3.00 s for a piece")
                .contains("Nothing lost: not planned");
        assertThat(label(".pareto")).contains("jam at the infeed 25 min").contains("cleaning 15 min");
        assertThat(text(".legend")).contains("running").contains("changeover, setup");
        assertThat(text(".orders")).contains("4711 quicklime-25kgrunning").contains("9710");
        shoot("production");

        // under the pointer: the jam, 120 to 145 minutes after the shift began
        browser.eval("window.area = document.querySelector('.timeline canvas').getBoundingClientRect()");
        int x = browser.eval("Math.round(area.left + 112 + (area.width - 122) * 132 / 480)")
                .asInt();
        browser.mouse("mouseMoved", x, browser.eval("Math.round(area.top + 27)").asInt(), Map.of());
        browser.until("the tip", "!document.querySelector('.timeline .tip').hidden");
        assertThat(text(".timeline .tip"))
                .startsWith("stoppedjam at the infeed")
                .contains("25 min")
                .endsWith("line-1");
        shoot("production-tip");
        browser.mouse("mouseMoved", x, 2, Map.of());
        browser.until("no tip", "document.querySelector('.timeline .tip').hidden");
        browser.dark(false);
        drawn();
        shoot("production-light");
        browser.size(1024, 768);
        drawn();
        assertThat(browser.eval("document.documentElement.scrollWidth <= 1024").asBoolean())
                .isTrue();
        shoot("production-small");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void whatCannotBeToldSaysWhy() throws Exception {
        visit(ADDRESS + "line-2");
        browser.until("the figure", "document.querySelector('.remark')");
        assertThat(text(".remark")).isEqualTo("No ideal cycle time is known for quicklime-40kg.");
        assertThat(text(".equation")).contains("–OEE").contains("–performance").contains("98.7 %quality");
        assertThat(text(".period .why")).as("no pieces without a cycle").doesNotContain("pieces");
        assertThat(text("[aria-label=Waterfall]")).contains("cannot be told without an ideal cycle time");
        browser.until(
                "no states",
                "document.querySelector('[aria-label=States]').textContent.includes('No states are known')");
        shoot("production-absent");

        visit(ADDRESS + "line-3");
        browser.until("remarks", "document.querySelectorAll('.remark').length === 2");
        assertThat(text(".output")).contains("12unplanned").contains("111.3 %performance");
        browser.until("the waterfall", "document.querySelector('.waterfall[data-drawn]')");
        shoot("production-too-fast");

        visit("#/production/limeworks/liege/kilns/kiln-1");
        browser.until(
                "nothing planned", "document.querySelector('.remark')?.textContent.includes('Nothing was planned')");
        shoot("production-unplanned");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void hoursDaysAndOrdersAreThereToo() throws Exception {
        visit(ADDRESS + "line-1?kind=hour");
        browser.until("hours", "document.querySelectorAll('.one').length === 12");
        shoot("production-hours");
        click("[...document.querySelectorAll('.periods .ranges button')].at(-1)");
        browser.until("the order", "document.querySelector('.period h2')?.textContent.startsWith('Order 4711')");
        assertThat(browser.eval("location.hash").asText()).isEqualTo(ADDRESS + "line-1?kind=order");
        assertThat(text(".orders tr.within")).contains("4711");
        click("[...document.querySelectorAll('.periods .ranges button')][1]");
        browser.until("the day", "document.querySelector('.one .gauge') && location.hash.endsWith('kind=day')");
        visit(ADDRESS + "line-1?period=2020-01-01T00:00:00Z");
        browser.until("the word", "document.querySelector('.none')?.textContent.startsWith('There is no such period')");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void anotherMachineOfTheLineHasStopsOfItsOwn() throws Exception {
        visit(ADDRESS + "line-1");
        browser.until("the running shift", "document.querySelector('.part select')");
        click("[...document.querySelectorAll('.one')][1]");
        browser.until("the last shift", "document.querySelector('.period h2')?.textContent.startsWith('early')");
        browser.until("its machines", "document.querySelectorAll('.part select option').length === 2");
        browser.eval("(() => { const pick = document.querySelector('.part select'); pick.value = pick.options[1].value;"
                + " pick.dispatchEvent(new Event('change')); })()");
        browser.until(
                "its stops",
                "document.querySelector('.pareto .plot-canvas')?.getAttribute('aria-label').includes('blocked 29 min')");
        visit(ADDRESS + "line-1/filler");
        browser.until(
                "the way to its line",
                "document.querySelector('.none a')?.getAttribute('href') === '" + ADDRESS + "line-1'");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void aSiteWithOneLineOpensItAndOneWithoutSaysWhatToDo() throws Exception {
        List<String> all = served.lines().locations();
        try {
            served.lines().locations(List.of(FixtureLines.LINE));
            visit("#/production");
            browser.until("the line", "location.hash === '" + ADDRESS + "line-1'");
            browser.until("its figure", "document.querySelector('.so-far')");
            served.lines().locations(List.of());
            visit("#/production");
            browser.until("a hint", "document.querySelector('.empty')?.textContent.includes('oee:')");
            assertThat(browser.errors()).isEmpty();
        } finally {
            served.lines().locations(all);
        }
    }

    @Test
    void figuresThatAreNoLongerRenewedDoNotLookFine() throws Exception {
        try {
            visit(ADDRESS + "line-1");
            browser.until("the figure", "document.querySelector('.so-far')");
            served.lines().unavailable(true);
            browser.until("the problem", "document.querySelector('.production.old .problem')");
            assertThat(text(".periods .problem")).contains("refuses connections");
            assertThat(text(".output")).as("what was known stays").contains("2690good pieces");
            shoot("production-old");
        } finally {
            served.lines().unavailable(false);
        }
        browser.until("it is there again", "!document.querySelector('.production.old')");
    }

    @Test
    void theKeyboardWalksTheLinesAndPeriods() throws Exception {
        visit(ADDRESS + "line-1");
        browser.until("periods", "document.querySelectorAll('.one').length > 5");
        browser.eval("document.querySelector('.one').focus()");
        browser.key("ArrowDown", 40);
        browser.eval("document.activeElement.click()");
        browser.until("the last shift", "document.querySelector('.period h2')?.textContent.startsWith('early')");
        browser.eval("document.querySelector('.line').focus()");
        browser.key("ArrowDown", 40);
        assertThat(browser.eval("document.activeElement.querySelector('b').textContent")
                        .asText())
                .isEqualTo("line-1");
    }

    @Test
    void aReasonIsGivenAndAStateCorrectedWhereItStood() throws Exception {
        visit(ADDRESS + "line-1");
        browser.until("the running shift", "document.querySelector('.so-far')");
        click("[...document.querySelectorAll('.one')][1]");
        browser.until("the last shift", "document.querySelector('.period h2')?.textContent.startsWith('early')");
        browser.until("when it stood", "document.querySelectorAll('.when tr').length > 2");
        drawn();
        int told = served.desk().production().told().size();
        click(button(".when", "Correct…"));
        browser.until("the form", "document.querySelector('.when form')");
        assertThat(browser.eval("document.activeElement.name").asText()).isEqualTo("reason");
        assertThat(text(".when datalist + label")).contains("maintenance");
        browser.eval("document.querySelector('.when form').scrollIntoView({block: 'center'})");
        shoot("production-correct");
        browser.dark(false);
        shoot("production-correct-light");
        browser.eval(
                "(() => { const form = document.querySelector('.when form'); form.elements.reason.value = 'no pallets';"
                        + " form.elements.state.value = 'maintenance'; form.requestSubmit(); })()");
        browser.until("the word", "document.querySelector('.when .told.good')");
        assertThat(text(".when .told")).startsWith("maintenance, no pallets: told by local.");
        assertThat(served.desk().production().told())
                .hasSize(told + 1)
                .last()
                .asString()
                .startsWith(FixtureLines.LINE + " ")
                .endsWith(" maintenance no pallets by local");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void anOrderIsCreatedStartedAndStoppedInTheList() throws Exception {
        visit(ADDRESS + "line-1");
        browser.until("the orders", "document.querySelector('mr-new-order button')");
        drawn();
        click("document.querySelector('mr-new-order button')");
        browser.until("the form", "document.querySelector('mr-new-order form')");
        browser.eval(
                "(() => { const form = document.querySelector('mr-new-order form').elements; form.order.value = '4720';"
                        + " form.product.value = 'quicklime-25kg'; form.quantity.value = '500'; form.start.checked = true; })()");
        browser.eval("document.querySelector('mr-new-order form').scrollIntoView({block: 'center'})");
        shoot("production-order");
        browser.eval("document.querySelector('mr-new-order form').requestSubmit()");
        browser.until(
                "the word",
                "document.querySelector('mr-new-order .told')?.textContent.includes('Order 4720: started by local')");
        assertThat(served.desk().production().told())
                .anySatisfy(
                        fact -> assertThat(fact).contains("Create[order=4720, product=quicklime-25kg, quantity=500"))
                .anySatisfy(fact -> assertThat(fact).contains("Start[order=4720"));
        click(button(".orders", "Stop"));
        browser.until(
                "it is stopped", "document.querySelector('mr-new-order .told')?.textContent.includes('4711: stopped')");
        shoot("production-order-told");
        assertThat(browser.errors()).isEmpty();
    }

    private static String button(String within, String label) {
        return "[...document.querySelectorAll('" + within + " button')].find((one) => one.textContent.trim() === '"
                + label + "')";
    }

    private static String line(String name) {
        return "[...document.querySelectorAll('.line')].find((row) => row.querySelector('b').textContent === '" + name
                + "')";
    }

    private static void click(String element) throws Exception {
        browser.eval(element + ".click()");
    }

    private static void drawn() {
        browser.until("the drawings", "document.querySelectorAll('mr-plot[data-drawn]').length === 3");
    }

    private static String label(String plot) throws Exception {
        return browser.eval("document.querySelector('" + plot + " .plot-canvas').getAttribute('aria-label')")
                .asText();
    }

    private static void visit(String hash) throws Exception {
        browser.go("about:blank");
        browser.go(served.console().url() + hash);
        browser.until("the console", "document.querySelector('mr-app .bar')");
        browser.until("live", "document.querySelector('.indicator.live')");
    }

    private static String text(String selector) throws Exception {
        return browser.eval(
                        "document.querySelector('" + selector + "')?.textContent.replace(/\\s+/g, ' ').trim() ?? ''")
                .asText();
    }

    private static void shoot(String name) throws Exception {
        browser.eval(
                "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(true), 150))))");
        browser.screenshot(SCREENSHOTS.resolve(name + ".png"));
    }
}
