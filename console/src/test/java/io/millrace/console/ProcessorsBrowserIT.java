package io.millrace.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.console.fixture.Browser;
import io.millrace.console.fixture.FixtureProcessors;
import io.millrace.console.fixture.LimeWorks;
import io.millrace.console.fixture.ServedConsole;
import io.millrace.model.Headers;
import io.millrace.model.LogPartition;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walks through the room of processors, and from a derived tag to what it was made of, as a person does. */
class ProcessorsBrowserIT {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String LINE = "umh/v1/limeworks/liege/packing/line-1/";

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
    void troubleComesFirstAndAProcessorUnfoldsToItsTopics() throws Exception {
        visit("#/processors");
        browser.until("the table", "document.querySelectorAll('tr.processor').length === 4");
        assertThat(text("tr.processor"))
                .startsWith("degraded")
                .contains("weighed")
                .contains("Make it a number");
        assertThat(text(".room h1")).contains("4 in all").contains("1 in trouble");
        browser.until("a rate", row("bags") + ".textContent.includes('/s')");
        assertThat(browser.eval(row("bags") + ".textContent").asText()).contains("1 too late");
        shoot("processors");
        browser.dark(false);
        shoot("processors-light");
        browser.dark(true);

        browser.eval(row("bags") + ".querySelector('.toggle').click()");
        browser.until("its topics", "document.querySelectorAll('.making a').length === 2");
        assertThat(browser.eval("location.hash").asText()).isEqualTo("#/processors/bags");
        assertThat(text(".making")).contains("pieces_historian/palletiser/bags").contains("nothing so far");
        String total = "document.querySelector('.making [aria-label=Writes] .figure').textContent";
        String before = browser.eval(total).asText();
        browser.until("live", total + " !== '" + before + "'");
        shoot("processors-open");
        browser.eval("document.querySelector('.making [aria-label=Writes] a').click()");
        browser.until("the tag", "document.querySelector('.topic h1')?.textContent === 'bags/total'");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void whatOneRefusedIsOneClickAway() throws Exception {
        visit("#/processors/weighed");
        browser.until("why", "document.querySelector('.making .refused')?.textContent.includes('Last refused')");
        browser.size(1024, 768);
        assertThat(browser.eval("document.documentElement.scrollWidth <= 1024").asBoolean())
                .isTrue();
        shoot("processors-small");
        browser.eval("document.querySelector('.making .refused a').click()");
        browser.until("the account", "document.querySelector('mr-deliveries')");
        assertThat(browser.eval("location.hash").asText())
                .isEqualTo("#/deliveries?source=processor:weighed&hop=processor:weighed");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void aDerivedTagLeadsToItsProcessorAndItsInputs() throws Exception {
        visit("#/namespace/" + LINE + "_historian/bags/total");
        browser.until("the making", "document.querySelector('.made .inputs a')");
        assertThat(text(".made")).contains("bags counter").contains("Made from _historian/palletiser/bags");
        assertThat(browser.eval("document.querySelector('.correction')").isNull())
                .isTrue();
        shoot("derived");
        browser.eval("document.querySelector('.made .inputs a').click()");
        browser.until("the input", "document.querySelector('.topic h1')?.textContent === 'palletiser/bags'");
        browser.until("no making", "!document.querySelector('.made')");

        correction("bags/hour", "{\"timestamp_ms\":1795248000000,\"value\":812}", Map.of());
        visit("#/namespace/" + LINE + "_historian/bags/hour");
        browser.until("the word", "document.querySelector('.correction')");
        assertThat(text(".correction")).startsWith("corrected");
        assertThat(text(".made")).contains("and 17 more").contains("earlier configuration");
        shoot("derived-corrected");
        correction(
                "bags/hour",
                "{\"timestamp_ms\":1795248000000,\"value\":null,\"quality\":\"Bad_NoData\"}",
                Map.of(Headers.RETRACTED, "true"));
        browser.until("the end of it", "document.querySelector('.correction')?.textContent.includes('taken back')");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void theWayBackToWorkIsSeenAndAnEmptySiteSaysWhatToDo() throws Exception {
        try {
            served.hub().processors(FixtureProcessors.restoring(Instant.now(), 25_000, 75_000));
            visit("#/processors");
            browser.until("the bar", "document.querySelector('.restore progress')?.position === 0.25");
            assertThat(text(".restore").replace('\u202f', ' ')).contains("25 000 of 100 000 records");
            assertThat(text("tr.processor .state")).isEqualTo("restoring");
            shoot("processors-restoring");
            served.hub().processors(List.of());
            browser.until("a hint", "document.querySelector('.empty')?.textContent.includes('processors:')");
            shoot("processors-none");
        } finally {
            served.hub().processors(null);
        }
    }

    private static void correction(String name, String payload, Map<String, String> more) throws Exception {
        Map<String, String> headers = new java.util.HashMap<>(Map.of(
                Headers.SOURCE,
                "processor:bags",
                Headers.PROCESSOR,
                "bags@00000000",
                Headers.INPUTS,
                LINE + "_historian/palletiser/bags@1795247999000000+17",
                Headers.CORRECTION,
                "2"));
        headers.putAll(more);
        served.console()
                .live()
                .handle(List.of(new StoredRecord(
                        new LogPartition(LogTopic.SAMPLES, 3),
                        1,
                        System.currentTimeMillis(),
                        new LogRecord(
                                LogTopic.SAMPLES,
                                LINE + "_historian/" + name,
                                payload.getBytes(StandardCharsets.UTF_8),
                                headers))));
    }

    private static String row(String name) {
        return "[...document.querySelectorAll('tr.processor')].find((row) => row.querySelector('b').textContent === '"
                + name + "')";
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
        browser.eval("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
        browser.screenshot(SCREENSHOTS.resolve(name + ".png"));
    }
}
