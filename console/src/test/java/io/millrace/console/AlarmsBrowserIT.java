package io.millrace.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.console.HubDesk.AlarmAction;
import io.millrace.console.fixture.Browser;
import io.millrace.console.fixture.LimeWorks;
import io.millrace.console.fixture.ServedConsole;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walks through the room of alarms, as the person does who has to see to them. */
class AlarmsBrowserIT {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @TempDir
    static Path profile;

    private static Browser browser;
    private ServedConsole served;

    @BeforeAll
    static void open() throws Exception {
        browser = Browser.open(profile);
    }

    @AfterAll
    static void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void aFreshHub() throws Exception {
        served = ServedConsole.start(new LimeWorks(System.currentTimeMillis() / 1000.0));
        served.desk().alarms().withMore();
        browser.size(1440, 900);
        browser.dark(true);
        browser.errors().clear();
    }

    @AfterEach
    void stop() throws Exception {
        browser.go("about:blank");
        served.close();
    }

    @Test
    void theWorstStandsFirstAndAFloodIsSaid() throws Exception {
        visit("#/alarms");
        browser.until("alarms", "document.querySelectorAll('[aria-label=\"Open alarms\"] tr.alarm').length === 4");
        assertThat(text("tr.alarm .which b")).isEqualTo("cooling-lost");
        assertThat(text("tr.alarm .how")).contains("E over, held until it is reset");
        assertThat(text(".alarms h1")).contains("4 open").contains("3 that nobody sees to");
        assertThat(text(".flood")).startsWith("Flood. 11 alarms were raised in the last ten minutes");
        assertThat(text("nav .badge.alarm")).isEqualTo("3");
        // one was raised two days ago: its value is looked up
        browser.until("its value", row("filler-fault") + ".textContent.replace('\u202f', '').includes('1151.5')");
        String aside = "[aria-label=\"Alarms that are put aside\"]";
        assertThat(text(aside)).contains("no-bags").contains("by ann: sensor is being changed");
        assertThat(text(".raised")).contains("not so far").contains("ann").contains("30 s");
        shoot("alarms");
        browser.dark(false);
        shoot("alarms-light");
        browser.dark(true);
        browser.size(1024, 768);
        assertThat(browser.eval("document.documentElement.scrollWidth <= 1024").asBoolean())
                .isTrue();
        shoot("alarms-small");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void oneIsAcknowledgedAndResetInOnesOwnName() throws Exception {
        visit("#/alarms");
        browser.until("alarms", "document.querySelectorAll('tr.alarm').length === 5");
        click(row("burner-hot") + ".querySelector('.act')");
        browser.until("seen to", row("burner-hot") + ".querySelector('.how').textContent.includes('seen to')");
        assertThat(text(".said")).startsWith("burner-hot at limeworks/liege/kilns/kiln-1: acknowledged by local.");
        browser.until("the count", "document.querySelector('nav .badge.alarm').textContent === '2'");

        // what latches is acknowledged, with a comment, and then reset
        click(row("cooling-lost") + ".querySelector('.toggle')");
        browser.until("its ways", "document.querySelector('.acting')");
        assertThat(browser.eval("location.hash").asText()).startsWith("#/alarms?alarm=umh/v1/limeworks");
        assertThat(text(".acting")).contains("Once it is acknowledged it can be reset");
        browser.eval("document.querySelector('.acting input').focus()");
        browser.type("pump is back");
        shoot("alarms-open");
        click("document.querySelector('.acting .primary')");
        browser.until("to be reset", row("cooling-lost") + ".textContent.includes('over, to be reset')");
        click(row("cooling-lost") + ".querySelector('.toggle')");
        browser.until("the button", "document.querySelector('.acting .primary')?.textContent.trim() === 'Reset'");
        click("document.querySelector('.acting .primary')");
        browser.until("normal", "!(" + row("cooling-lost") + ")");
        assertThat(served.desk().alarms().actions())
                .extracting(AlarmAction::action, AlarmAction::by, AlarmAction::comment)
                .containsExactly(
                        tuple("acknowledge", "local", ""),
                        tuple("acknowledge", "local", "pump is back"),
                        tuple("reset", "local", ""));
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void oneIsShelvedForATimeAndTakenBack() throws Exception {
        visit("#/alarms");
        browser.until("alarms", "document.querySelectorAll('tr.alarm').length === 5");
        click(row("scale-silent") + ".querySelector('.toggle')");
        browser.until("its ways", "document.querySelector('.acting')");
        click("[...document.querySelectorAll('.acting .act')].at(-1)");
        browser.until("the question", "document.activeElement.matches('.acting.confirm input')");
        browser.type("scale is being cleaned");
        shoot("alarms-shelve");
        browser.key("Escape", 27);
        browser.until("no question", "!document.querySelector('.acting.confirm')");
        click("[...document.querySelectorAll('.acting .act')].at(-1)");
        browser.until("the question", "document.activeElement.matches('.acting.confirm input')");
        browser.type("scale is being cleaned");
        click("[...document.querySelectorAll('.acting.confirm .act')][2]");
        browser.until("aside", aside() + ".includes('by local: scale is being cleaned')");
        assertThat(text(".said")).contains("shelved for 2 h by local");

        click(row("scale-silent") + ".querySelector('.toggle')");
        browser.until("the way back", "document.querySelector('.acting .primary')?.textContent.trim() === 'Unshelve'");
        click("document.querySelector('.acting .primary')");
        browser.until("back", "!" + aside() + ".includes('scale-silent')");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void aLogThatIsAwayIsSaid() throws Exception {
        visit("#/alarms");
        browser.until("alarms", "document.querySelectorAll('tr.alarm').length === 5");
        served.desk().logAway(true);
        click(row("burner-hot") + ".querySelector('.act')");
        browser.until("the refusal", "document.querySelector('.said.bad')");
        assertThat(text(".said")).contains("The log does not answer.");
        assertThat(browser.eval(row("burner-hot") + ".textContent").asText()).contains("nobody sees to it");
    }

    private static String row(String alarm) {
        return "[...document.querySelectorAll('tr.alarm')].find((row) => row.querySelector('b').textContent === '"
                + alarm + "')";
    }

    private static String aside() {
        return "document.querySelector('[aria-label=\"Alarms that are put aside\"]').textContent";
    }

    private static void click(String element) throws Exception {
        browser.eval(element + ".click()");
    }

    private void visit(String hash) throws Exception {
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
