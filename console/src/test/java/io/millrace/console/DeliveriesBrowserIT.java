package io.millrace.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.console.fixture.Browser;
import io.millrace.console.fixture.LimeWorks;
import io.millrace.console.fixture.ServedConsole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walks through the room of deliveries, the trace and the gaps of a trend as a person does. */
class DeliveriesBrowserIT {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String LIEGE = "umh/v1/limeworks/liege/";
    private static final String LEVEL = LIEGE + "kilns/kiln-1/_historian/shaft/level";

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
    void theLedgerBalancesAndASourceOpensToItsTopics() throws Exception {
        visit("#/deliveries");
        browser.until("sources", "document.querySelectorAll('tr.source').length === 5");
        assertThat(text(".balance .verdict")).startsWith("balances");
        assertThat(text(".balance .figure b").replace('\u202f', ' ')).isEqualTo("3 561 883");
        browser.until("the badge", "document.querySelector('nav .badge:not(.alarm)')?.textContent === '5'");
        shoot("deliveries");
        browser.dark(false);
        shoot("deliveries-light");
        browser.dark(true);

        String gateway =
                "[...document.querySelectorAll('tr.source')].find((row) => row.textContent.includes('packing-gateway'))"
                        + ".querySelector('.toggle')";
        browser.eval(gateway + ".focus()");
        click(gateway);
        browser.until("topics", "document.querySelectorAll('tr.below a').length === 5");
        assertThat(text("tr.below .name")).as("what has trouble comes first").isEqualTo("filler/weight");
        assertThat(browser.eval("location.hash").asText()).isEqualTo("#/deliveries?source=mqtt:packing-gateway");
        assertThat(text(".reasons")).contains("5 not readable").contains("2 wrong type of value");
        shoot("deliveries-source");
        browser.key("ArrowDown", 40);
        assertThat(browser.eval("document.activeElement.textContent.trim()").asText())
                .isEqualTo("energy-meter");

        // a reason leads to its records
        browser.eval("document.querySelectorAll('.reasons .chip')[1].click()");
        browser.until("those records", "document.querySelectorAll('tr.record').length === 1");
        assertThat(text("tr.record .why b")).isEqualTo("wrong type of value");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void anAccountThatDoesNotBalanceIsNotPassedOver() throws Exception {
        served.deliveries().withAnError();
        visit("#/deliveries");
        browser.until("the verdict", "document.querySelector('.balance .verdict.bad')");
        assertThat(text(".balance .verdict")).contains("does not balance").contains("1 not accounted for");
        assertThat(text(".ledger .warn")).contains("does not balance");
    }

    @Test
    void aRecordIsReadReplayedAndDiscarded() throws Exception {
        visit("#/deliveries");
        browser.until("records", "document.querySelectorAll('tr.record').length === 5");
        click(row(112) + ".querySelector('.toggle')");
        browser.until("the record", "document.querySelector('.record-detail pre')");
        assertThat(text(".record-detail pre")).isEqualTo("{\"timestamp_ms\":1546300800000,\"value\":3.9}");
        assertThat(text(".headers")).contains("mr-place").contains("millrace.samples/2/81234");
        assertThat(browser.eval("location.hash").asText()).isEqualTo("#/deliveries?record=112");
        shoot("quarantine-record");

        click("document.querySelector('.actions .primary')");
        browser.until("the sentence", "document.querySelector('.result.good')");
        assertThat(text(".result")).contains("The message passes now and was written to millrace.samples.");
        browser.until("the row's end", row(112) + ".querySelector('.state').textContent.includes('replayed')");
        assertThat(browser.eval("document.querySelector('.record-detail .actions')")
                        .isNull())
                .as("what has ended offers nothing more")
                .isTrue();
        browser.until("the count", "document.querySelector('nav .badge:not(.alarm)')?.textContent === '4'");

        // what fails again comes again, and says so
        click(row(117) + ".querySelector('.toggle')");
        browser.until(
                "the record",
                "document.querySelector('.record-detail h3')?.nextElementSibling"
                        + " && document.querySelector('.record-detail')?.textContent.includes('Record 117')");
        click("document.querySelector('.actions .primary')");
        browser.until(
                "the sentence",
                "document.querySelector('.result.bad')?.textContent.includes('Refused again, and back in the quarantine: The payload')");
        browser.until("its next life", row(119) + "?.textContent.includes('not readable')");

        // bytes that are no text; and nothing is thrown away by a slip
        click(row(111) + ".querySelector('.toggle')");
        browser.until("its bytes", "document.querySelector('.record-detail pre')?.textContent.includes('08 01 12 c3')");
        click("[...document.querySelectorAll('.actions .act')].at(-1)");
        browser.until("the question", "document.querySelector('.actions.confirm')");
        shoot("quarantine-discard");
        browser.key("Escape", 27);
        browser.until("no question", "!document.querySelector('.actions.confirm')");
        assertThat(served.deliveries().quarantined(111).orElseThrow().resolvedBy())
                .isNull();
        click("[...document.querySelectorAll('.actions .act')].at(-1)");
        browser.until("the question", "document.querySelector('.actions.confirm')");
        click("document.querySelector('.actions .danger')");
        browser.until("its end", row(111) + ".querySelector('.state').textContent.includes('discarded')");
        assertThat(text("tr.said:has(+ tr.whole) .result")).contains("Record 111 was discarded by local.");
        click("document.querySelectorAll('.quarantine .ranges button')[2]");
        browser.until("the discarded", "document.querySelectorAll('tr.record.discarded').length === 2");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void aReplayThatTheLogDoesNotTakeLeavesTheRecordOpen() throws Exception {
        served.desk().logAway(true);
        visit("#/deliveries?record=112");
        browser.until("the record", "document.querySelector('.actions .primary')");
        click("document.querySelector('.actions .primary')");
        browser.until("the sentence", "document.querySelector('.result.bad')");
        assertThat(text(".result")).contains("The log does not answer. Try again when it does.");
        assertThat(text("tr.shown .state")).isEqualTo("open");
    }

    @Test
    void aLongQuarantineIsReadPageByPage() throws Exception {
        served.deliveries().withFlood(120);
        visit("#/deliveries");
        browser.until("the first page", "document.querySelectorAll('tr.record').length === 50");
        click("document.querySelector('.load')");
        browser.until("the second", "document.querySelectorAll('tr.record').length === 100");
        click("document.querySelector('.load')");
        browser.until("the rest", "document.querySelectorAll('tr.record').length === 125");
        assertThat(browser.eval("document.querySelector('.load')").isNull()).isTrue();
        browser.eval("(() => { const pick = document.querySelector('.pick select'); pick.value = 'payload-wrong-type';"
                + " pick.dispatchEvent(new Event('change')); })()");
        browser.until("one kind", "document.querySelectorAll('tr.record').length === 1");
        assertThat(browser.eval("location.hash").asText()).isEqualTo("#/deliveries?reason=payload-wrong-type");
    }

    @Test
    void theQuarantineShowsWhatOneHopRefused() throws Exception {
        visit("#/deliveries");
        browser.until("all", "document.querySelectorAll('tr.record').length === 5");
        browser.eval("(() => { const pick = document.querySelectorAll('.pick select')[1]; pick.value = 'historian';"
                + " pick.dispatchEvent(new Event('change')); })()");
        browser.until("the historian's", "document.querySelectorAll('tr.record').length === 1");
        assertThat(browser.eval("location.hash").asText()).isEqualTo("#/deliveries?hop=historian");
        assertThat(text("table.ledger thead")).contains("Corrected");
        visit("#/deliveries?hop=processor:bags");
        browser.until("nothing", "document.querySelector('.quarantine .none')?.textContent.includes('of this kind')");
    }

    @Test
    void emptyBooksSaySoAndAHistorianThatIsAwayToo() throws Exception {
        served.deliveries().emptied();
        visit("#/deliveries");
        browser.until("said", "document.querySelector('.quarantine .none')");
        assertThat(text(".quarantine .none")).isEqualTo("Nothing was refused so far.");
        assertThat(text(".deliveries .empty")).contains("Nothing was sent so far");
        shoot("deliveries-empty");
        served.deliveries().unavailable(true);
        browser.until(
                "said", "document.querySelector('.deliveries .problem')?.textContent.includes('refuses connections')");
    }

    @Test
    void aTraceShowsTheWayOfTheNewestSample() throws Exception {
        visit("#/namespace/" + LIEGE + "kilns/kiln-1/_historian/burner/temperature");
        browser.until("the action", "document.querySelector('.trace-action')");
        click("document.querySelector('.trace-action')");
        browser.until("the way", "document.querySelectorAll('.station').length === 6");
        assertThat(text(".stations"))
                .contains("device")
                .contains("14.3 ms")
                .contains("390 µs")
                .contains("stored");
        assertThat(text(".leg.longest")).isEqualTo("1.18 s");
        assertThat(text(".way .more")).contains("1.21 s").contains("millrace.samples/2/81234");
        browser.until("the trend", "document.querySelector('mr-trend canvas')");
        shoot("trace");
        assertThat(browser.errors()).isEmpty();
        click("document.querySelector('.way [aria-label=\"Close the trace\"]')");
        browser.until("closed", "!document.querySelector('.way')");

        visit("#/namespace/" + LIEGE + "packing/line-1/_historian/wrapper/film-left");
        browser.until("the action", "document.querySelector('.trace-action')");
        click("document.querySelector('.trace-action')");
        browser.until("said", "document.querySelector('.way .none')?.textContent.includes('No sample of')");
    }

    @Test
    void aTrendShowsItsGapAndWhy() throws Exception {
        visit("#/namespace/" + LEVEL);
        browser.until("the trend", "document.querySelector('mr-trend canvas')");
        browser.until(
                "the gap", "document.querySelector('mr-trend').curves.values().next().value.drawn?.gaps.length === 1");
        // the band lies around the middle of its span, and no pen crosses it
        String inGap =
                "(() => { const trend = document.querySelector('mr-trend'); const gap = [...trend.curves.values()][0].drawn.gaps[0];"
                        + " const [from, to] = trend.view; const width = trend.canvas.clientWidth - 62 - trend.chart.right;"
                        + " const box = trend.canvas.getBoundingClientRect();"
                        + " return { x: 62 + ((gap.from + gap.to) / 2 - from) / (to - from) * width, left: box.left, top: box.top, height: box.height }; })()";
        JsonNode place = browser.eval(inGap);
        int x = place.path("x").asInt();
        browser.until("the hatch", inked(x, "--gap"));
        assertThat(browser.eval(inked(x, "--pen-1")).asBoolean())
                .as("no line across a gap")
                .isFalse();
        browser.mouse(
                "mouseMoved",
                place.path("left").asInt() + x,
                place.path("top").asInt() + place.path("height").asInt() / 2,
                Map.of());
        browser.until("the reason", "document.querySelector('.tip .why')");
        assertThat(text(".tip"))
                .contains("nothing published, 7 min 0 s, 84 lost")
                .contains("due every 5 s");
        shoot("gap");
        browser.dark(false);
        shoot("gap-light");
        assertThat(browser.errors()).isEmpty();
    }

    /** Whether a column of the chart, 30 pixels wide, holds something tinted like a colour. */
    private static String inked(int x, String variable) {
        return "(() => { const c = document.querySelector('mr-trend canvas'); const ink = getComputedStyle(document.documentElement)"
                + ".getPropertyValue('" + variable
                + "').trim(); const [r, g, b] = [1, 3, 5].map((i) => parseInt(ink.slice(i, i + 2), 16));"
                + " const d = c.getContext('2d').getImageData(" + (x - 15)
                + ", 40, 30, c.height - 80).data; let hits = 0;"
                + (variable.equals("--gap")
                        ? " for (let i = 0; i < d.length; i += 4) if (d[i + 3] > 30 && Math.abs(d[i] - d[i + 1]) < 40) hits++;"
                        : " for (let i = 0; i < d.length; i += 4) if (d[i + 3] > 200 && Math.abs(d[i] - r) < 12 && Math.abs(d[i + 1] - g) < 12 && Math.abs(d[i + 2] - b) < 12) hits++;")
                + " return hits > " + (variable.equals("--gap") ? 500 : 0) + "; })()";
    }

    @Test
    void aPenIsLiftedOverAGapButKeepsWhatCameLater() throws Exception {
        visit("");
        String good =
                "(s) => ({ start: iso(s), first: s, last: s, min: s, max: s, firstTime: iso(s), lastTime: iso(s), good: 1, bad: 0, lastBad: false })";
        String runs = "import('/ui/pen.js').then((pen) => { const start = Date.parse('2026-01-01T00:00:00Z');"
                + " const iso = (s) => new Date(start + s * 1000).toISOString(); const good = " + good + ";"
                + " const gap = (from, to) => ({ from: iso(from), to: iso(to), reason: 'disconnected', count: 0, sentence: '' });"
                + " const draw = (times, ...gaps) => pen.draw({ from: iso(0), to: iso(600), points: 600, buckets: times.map(good), gaps });"
                + " const runs = (drawn) => drawn.runs.map((run) => run.map((p) => (p.t - start) / 1000));"
                + " const rare = draw([0, 100, 200, 300], gap(120, 160));"
                + " const at = (drawn, s) => pen.at(drawn, start + s * 1000)?.v ?? null;"
                + " return [runs(rare), runs(draw([0, 10, 20, 30, 40, 50], gap(19.5, 39.8))),"
                + " runs(draw([0, 10, 20, 30, 40, 50, 60], gap(9.9, 52))), runs(draw([0, 10, 20], gap(20.02, 70))),"
                + " [at(rare, 110), at(rare, 140), at(rare, 250)], at(draw([0, 10, 20], gap(20.02, 70)), 40),"
                + " pen.gapAt(rare, start + 130_000).reason, pen.gapAt(rare, start + 160_000) ?? null]; })";
        JsonNode drawn = browser.eval(runs);
        List<String> each = new ArrayList<>();
        drawn.forEach(part -> each.add(part.toString()));
        assertThat(each)
                .containsExactly(
                        // the value holds until the gap begins
                        "[[0,100,120],[200,300]]",
                        // samples for the time of the gap came afterwards: they are data
                        "[[0,10,20,30,40,50]]",
                        "[[0,10,20,30,40,50,60]]",
                        "[[0,10,20]]",
                        "[100,null,200]",
                        "null",
                        "\"disconnected\"",
                        "null");
        JsonNode words = browser.eval(
                "Promise.all([import('/ui/format.js'), import('/ui/words.js')]).then(([f, w]) => [f.took(0.34), f.took(14.3), f.took(0.9996), f.took(412),"
                        + " f.took(1206), f.took(75_000), f.took(-2.1), f.bytes(44), f.bytes(2_097_152),"
                        + " f.hex(new Uint8Array([72, 105, 0])), w.reason('payload-unparsable'), w.reason('pump-too-shy'),"
                        + " w.source('mqtt:gw').name, w.topic('umh/v1/a/_historian/b/c').name])");
        List<String> written = new ArrayList<>();
        words.forEach(word -> written.add(word.asText()));
        assertThat(written)
                .containsExactly(
                        "340 µs",
                        "14.3 ms",
                        "1.0 ms",
                        "412 ms",
                        "1.21 s",
                        "1 min 15 s",
                        "\u22122.1 ms",
                        "44 B",
                        "2.0 MiB",
                        "000000  48 69 00" + " ".repeat(42) + "Hi·",
                        "not readable",
                        "pump too shy",
                        "gw",
                        "b/c");
    }

    @Test
    void fitsASmallScreen() throws Exception {
        browser.size(1024, 768);
        visit("#/deliveries?source=kilns-plc&record=118");
        browser.until("the topics", "document.querySelectorAll('tr.below a').length === 11");
        browser.until("the record", "document.querySelector('.record-detail')");
        assertThat(browser.eval(
                                "document.documentElement.scrollWidth <= 1024"
                                        + " && [...document.querySelectorAll('.table-scroll')].every((t) => t.scrollWidth <= t.clientWidth)")
                        .asBoolean())
                .isTrue();
        shoot("deliveries-small");
    }

    private void visit(String hash) throws Exception {
        browser.go("about:blank");
        browser.go(served.console().url() + hash);
        browser.until("the console", "document.querySelector('mr-app .bar')");
        browser.until("live", "document.querySelector('.indicator.live')");
    }

    private static String row(long id) {
        return "document.querySelector('tr.record[data-id=\"" + id + "\"]')";
    }

    private static void click(String element) throws Exception {
        browser.eval(element + ".click()");
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
