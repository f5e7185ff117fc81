package io.millrace.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.console.fixture.Browser;
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

/** Looks at the console as a person does, in a headless Chromium; its screenshots stay in target/screenshots. */
class BrowserIT {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String LIEGE = "umh/v1/limeworks/liege/";
    private static final String TEMPERATURE = LIEGE + "kilns/kiln-1/_historian/burner/temperature";
    private static final int FIELD_TAGS = 10_000;

    @TempDir
    static Path profile;

    private static ServedConsole served;
    private static Browser browser;

    @BeforeAll
    static void open() throws Exception {
        browser = Browser.open(profile);
        served = ServedConsole.start(new LimeWorks(System.currentTimeMillis() / 1000.0).withField(FIELD_TAGS));
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
    void findsATagBySearchSeesItsValueChangeAndItsTrendDraw() throws Exception {
        visit("");
        browser.until("the tree", "document.querySelectorAll('mr-tree .row').length > 3");
        shoot("namespace-empty-handed");

        browser.key("/", 191);
        browser.until("the search", "document.activeElement.type === 'search'");
        browser.type("kiln-1 temp");
        browser.until("hits", "document.querySelectorAll('.row.found').length === 2");
        assertThat(text(".row.found b")).isEqualTo("burner/temperature");
        browser.key("Enter", 13);
        browser.until("the tag", "document.querySelector('.topic h1')?.textContent === 'burner/temperature'");
        browser.until("the trend", drawn());
        shoot("search");

        assertThat(browser.eval(
                                "[...document.querySelectorAll('.row .value')].every((v) => v.scrollWidth <= v.clientWidth)")
                        .asBoolean())
                .as("half a number is a wrong number")
                .isTrue();
        String before = text(".now .figure");
        browser.until("another value", "document.querySelector('.now .figure').textContent !== '" + before + "'");
        assertThat(text(".now .quality")).contains("Good");
        assertThat(text(".fact a.state")).contains("kilns-plc");
        assertThat(browser.eval("[...document.querySelectorAll('.fact')].map((fact) => fact.textContent).join()")
                        .asText())
                .contains("dead-band 0.5, at least every 60 s")
                .containsPattern("412 of 3.?600 written");
        assertThat(text(".trace")).contains("connector").contains("ingest").contains("log");
        assertThat(browser.eval("location.hash").asText()).isEqualTo("#/namespace/" + TEMPERATURE);
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void aViewCanBeSharedByItsAddress() throws Exception {
        String kiln2 = LIEGE + "kilns/kiln-2/_historian/drive/speed";
        visit("#/namespace/" + TEMPERATURE + "?pen=" + kiln2 + "&range=8h");
        browser.until("both pens", "document.querySelectorAll('.pens li').length === 2");
        browser.until("the trend", drawn());
        assertThat(text(".ranges [aria-pressed=true]")).isEqualTo("8 h");
        browser.until("the row", "document.querySelector('.row.selected .text')?.textContent === 'temperature'");
        browser.until(
                "both values", "[...document.querySelectorAll('.pens b')].every((b) => /\\d/.test(b.textContent))");
        browser.mouse("mouseMoved", 900, 600, Map.of());
        browser.until("the reading", "!document.querySelector('.tip').hidden");
        shoot("pens-8h");
        browser.dark(false);
        shoot("pens-8h-light");

        // the wheel zooms, the address follows, and the way back is one click
        browser.mouse("mouseWheel", 900, 600, Map.of("deltaX", 0, "deltaY", -240));
        browser.until("the span", "location.hash.includes('from=')");
        browser.until("the trend", drawn());
        browser.eval("document.querySelector('.to-live').click()");
        browser.until("now", "!location.hash.includes('from=')");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void badAndUncertainLookNeitherGoodNorAlike() throws Exception {
        visit("#/namespace/" + LIEGE + "utilities/energy/_historian/power");
        browser.until("bad", "document.querySelector('.now.bad .quality')");
        assertThat(text(".now .quality")).contains("Bad").contains("no communication");
        assertThat(text(".now .figure")).isEqualTo("no value");
        assertThat(browser.eval("document.querySelectorAll('.row .value.bad').length")
                        .asInt())
                .isEqualTo(5);
        browser.until("the connection", "document.querySelector('.fact a.state.degraded')");
        browser.until("the trend", drawn());
        shoot("bad");
        browser.dark(false);
        shoot("bad-light");
        visit("#/namespace/" + LIEGE + "kilns/kiln-1/_historian/exhaust/o2");
        browser.until("uncertain", "document.querySelector('.now.uncertain .quality')");
        assertThat(text(".now .quality")).contains("Uncertain").contains("sensor not accurate");
        String shapes = "(s) => document.querySelector('.row .mark.' + s)?.innerHTML";
        assertThat(browser.eval("new Set(['good', 'uncertain', 'bad'].map(" + shapes + ")).size")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void textEventsAndSilentTagsShowWhatTheyHave() throws Exception {
        visit("#/namespace/" + LIEGE + "kilns/kiln-1/_historian/state");
        browser.until("the list", "document.querySelectorAll('.list td.entry').length >= 1");
        assertThat(browser.eval("document.querySelector('mr-trend')").isNull()).isTrue();
        visit("#/namespace/" + LIEGE + "packing/line-1/_analytics/count");
        browser.until("the event", "document.querySelector('.list pre')?.textContent.includes('scrap')");
        assertThat(text(".now .figure")).isEqualTo("count 4 · scrap 0");
        shoot("event");
        visit("#/namespace/" + LIEGE + "packing/line-1/_historian/wrapper/film-left");
        browser.until("waiting", "document.querySelector('.now.waiting')");
        visit("#/namespace/" + LIEGE + "packing/line-1/_historian/no-such-tag");
        browser.until(
                "said", "document.querySelector('.detail .empty')?.textContent.includes('Nothing has been seen')");
    }

    @Test
    void booleansAreSteps() throws Exception {
        visit("#/namespace/" + LIEGE + "kilns/kiln-1/_historian/drive/running?range=1h");
        browser.until("the trend", drawn());
        shoot("boolean");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void connectionsAreSeenWithTheirTrouble() throws Exception {
        visit("#/connections");
        browser.until("the table", "document.querySelectorAll('.connections tbody tr').length === 6");
        assertThat(text(".connections tbody tr"))
                .contains("degraded")
                .contains("energy-meter")
                .contains("Check its power");
        browser.until(
                "rates", "/\\d/.test(document.querySelectorAll('.connections tbody tr')[3].cells[8].textContent)");
        browser.eval("document.querySelector('.health button').click()");
        browser.until("health", "document.querySelectorAll('.popover li').length === 4");
        shoot("connections");
        browser.dark(false);
        browser.eval("document.querySelector('.health button').click()");
        shoot("connections-light");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void staysUsableWithTenThousandTags() throws Exception {
        visit("#/namespace/" + LIEGE + "field/area-7/unit-3/_historian/signal-63");
        browser.until("the row", "document.querySelector('.row.selected .text')?.textContent === 'signal-63'");
        assertThat(text(".tree-foot").replace('\u202f', ' ')).startsWith("10 041 tags");
        // only what is in sight exists in the page
        assertThat(browser.eval("document.querySelectorAll('.row').length").asInt())
                .isLessThan(90);
        // every area open: a thousand branches and rows, and the keys still walk
        browser.eval(
                "(async () => { const tree = document.querySelector('mr-tree');"
                        + " for (let area = 1; area <= 10; area++) {"
                        + "  await tree.branches.openTo('" + LIEGE
                        + "field/area-' + area + '/unit-2/_historian/signal-1'); }"
                        + " tree.rows = tree.branches.rows(); tree.requestUpdate(); await tree.updateComplete; return true; })()");
        assertThat(browser.eval("document.querySelector('mr-tree').rows.length").asInt())
                .isGreaterThan(1_000);
        browser.eval(
                "(() => { const s = document.querySelector('.tree-scroll'); s.scrollTop = s.scrollHeight / 2; })()");
        browser.until("live rows there", "[...document.querySelectorAll('.row .value')].length > 20");
        String first = "document.querySelectorAll('.row .value')[15].textContent";
        String before = browser.eval(first).asText();
        browser.until("they change", first + " !== '" + before + "'");
        assertThat(browser.eval("document.querySelectorAll('.row').length").asInt())
                .isLessThan(90);
        browser.eval("document.querySelector('.tree-scroll').focus()");
        browser.key("End", 35);
        browser.until("the end", "document.querySelector('.row.active')");
        browser.key("/", 191);
        browser.type("signal-99 area-9");
        browser.until(
                "hits",
                "document.querySelector('.tree-foot').textContent.includes('found')"
                        + " && document.querySelectorAll('.row.found').length >= 10");
        shoot("ten-thousand");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void fitsASmallScreen() throws Exception {
        browser.size(1024, 768);
        visit("#/namespace/" + TEMPERATURE);
        browser.until("the trend", drawn());
        assertThat(browser.eval("document.documentElement.scrollWidth <= 1024").asBoolean())
                .isTrue();
        shoot("small");
        browser.dark(false);
        shoot("small-light");
    }

    @Test
    void saysWhenTheHubIsGoneAndRecoversWithIt() throws Exception {
        try (ServedConsole other = ServedConsole.start(new LimeWorks(System.currentTimeMillis() / 1000.0))) {
            browser.go(other.console().url() + "#/namespace/" + TEMPERATURE);
            browser.until("the value", "/\\d/.test(document.querySelector('.now .figure')?.textContent ?? '')");
            browser.until("the row", "document.querySelector('.row.selected .mark.good')");
            browser.until("live", "document.querySelector('.indicator.live')");
            assertThat(browser.errors()).isEmpty();
            other.close();
            browser.until("the banner", "document.querySelector('.banner.lost')?.textContent.includes('lost')");
            assertThat(text(".indicator")).contains("not live");
            browser.until("doubt", "document.querySelector('.now .quality').textContent.includes('was Good')");
            String good = "getComputedStyle(document.querySelector('.row.selected .mark.good')).fill";
            assertThat(browser.eval(good).asText()).as("no stale green").isEqualTo("none");
            shoot("lost");
        }
    }

    @Test
    void aPenIsOpenInGapsAndBadSpansAreKnown() throws Exception {
        visit("");
        String buckets = """
                (() => {
                  const start = Date.parse('2026-01-01T00:00:00Z');
                  const iso = (s) => new Date(start + s * 1000).toISOString();
                  const good = (s, v) => ({ start: iso(s), first: v, last: v + 1, min: v - 5, max: v + 5, firstTime: iso(s), lastTime: iso(s + 5), good: 6, bad: 0, lastBad: false });
                  const buckets = [0, 10, 20, 30, 40, 50].map((s) => good(s, s));
                  buckets.push({ start: iso(60), good: 0, bad: 3, lastBad: true });
                  buckets.push({ start: iso(70), good: 0, bad: 1, lastBad: true });
                  buckets.push(...[80, 90, 100, 110].map((s) => good(s, s)));
                  buckets.push(...[400, 410, 420].map((s) => good(s, s)));
                  return { from: iso(0), to: iso(600), points: 60, buckets };
                })()""";
        JsonNode pen = browser.eval(
                "import('/ui/pen.js').then((pen) => { const drawn = pen.draw(" + buckets + ");"
                        + " const start = Date.parse('2026-01-01T00:00:00Z'); const s = (t) => (t - start) / 1000;"
                        + " const at = (t) => pen.at(drawn, start + t * 1000);"
                        + " const before = { runs: drawn.runs.map((run) => [s(run[0].t), s(run.at(-1).t)]), bad: drawn.bad.map((b) => b.map(s)), min: drawn.min, max: drawn.max, atBad: at(65).bad, atGap: at(250) ?? null, atGood: at(12).v };"
                        + " const late = pen.append(drawn, start + 410_000, 1, false);"
                        + " pen.append(drawn, start + 430_000, 430, false); pen.append(drawn, start + 431_000, NaN, true);"
                        + " pen.append(drawn, start + 440_000, 440, false);"
                        + " return { ...before, late, after: drawn.runs.map((run) => [s(run[0].t), s(run.at(-1).t)]), badAfter: drawn.bad.map((b) => b.map(s)) }; })");
        assertThat(pen.path("runs").toString()).isEqualTo("[[0,55],[80,115],[400,425]]");
        assertThat(pen.path("bad").toString()).isEqualTo("[[60,80]]");
        assertThat(pen.path("min").asDouble()).isEqualTo(-5);
        assertThat(pen.path("max").asDouble()).isEqualTo(425);
        assertThat(pen.path("atBad").asBoolean()).isTrue();
        assertThat(pen.path("atGap").isNull()).isTrue();
        assertThat(pen.path("atGood").asDouble()).isEqualTo(10);
        assertThat(pen.path("late").asBoolean()).isFalse();
        assertThat(pen.path("after").toString()).isEqualTo("[[0,55],[80,115],[400,430],[440,440]]");
        assertThat(pen.path("badAfter").toString()).isEqualTo("[[60,80],[431,440]]");
    }

    @Test
    void figuresAreWrittenAsOnAGoodInstrument() throws Exception {
        visit("");
        JsonNode text = browser.eval(
                "import('/ui/format.js').then((f) => { const view = (topic, value, more = {}) => f.value({ topic, kind: 'sample', severity: 'good', type: 'number', value, ...more });"
                        + " view('a', 1.25); return [view('a', 1), view('b', 0.1 + 0.2), view('c', 123456.5), view('d', 1e-7), view('e', 5, { type: 'integer', text: '9223372036854775807' }),"
                        + " view('f', -12.5), f.age(59_000), f.age(61_000), f.age(-60_000), f.quality('Bad_NoCommunication').words, f.delta(2.1), f.delta(0.2),"
                        + " f.summary('{\"timestamp_ms\":1,\"count\":4,\"scrap\":0}')]; })");
        List<String> written = new java.util.ArrayList<>();
        text.forEach(entry -> written.add(entry.asText()));
        assertThat(written)
                .containsExactly(
                        "1.00",
                        "0.3",
                        "123\u202f456.5",
                        "1.0000e\u22127",
                        "9\u202f223\u202f372\u202f036\u202f854\u202f775\u202f807",
                        "\u221212.5",
                        "59 s",
                        "1 min",
                        "\u22121 min",
                        "no communication",
                        "+2 ms",
                        "+0.2 ms",
                        "count 4 · scrap 0");
    }

    private static void visit(String hash) throws Exception {
        browser.go("about:blank");
        browser.go(served.console().url() + hash);
        browser.until("the console", "document.querySelector('mr-app .bar')");
        browser.until("live", "document.querySelector('.indicator.live')");
    }

    /** Whether the chart holds more than one colour besides its ground: a curve, not an empty frame. */
    private static String drawn() {
        return "(() => { const c = document.querySelector('mr-trend canvas'); if (!c) return false;"
                + " const ink = getComputedStyle(document.documentElement).getPropertyValue('--pen-1').trim();"
                + " const [r, g, b] = [1, 3, 5].map((i) => parseInt(ink.slice(i, i + 2), 16));"
                + " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let hits = 0;"
                + " for (let i = 0; i < d.length; i += 4) if (Math.abs(d[i] - r) < 12 && Math.abs(d[i + 1] - g) < 12 && Math.abs(d[i + 2] - b) < 12) hits++;"
                + " return hits > 200; })()";
    }

    private static String text(String selector) throws Exception {
        return browser.eval("document.querySelector(" + quoted(selector)
                        + ")?.textContent.replace(/\\s+/g, ' ').trim() ?? ''")
                .asText();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\\\"") + '"';
    }

    private static void shoot(String name) throws Exception {
        browser.eval("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
        browser.screenshot(SCREENSHOTS.resolve(name + ".png"));
    }
}
