package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.connector.exam.Peers;
import io.millrace.console.fixture.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo as a visitor sees it, in a real browser. Its picture is the one of the README: {@code
 * -Dmillrace.picture.seconds=120} lets the trend grow first.
 */
class DemoIT {

    private static final String TEMPERATURE = "umh/v1/limeworks/liege/kilns/kiln-1/_historian/burner/temperature";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PICTURE_AFTER = Integer.getInteger("millrace.picture.seconds", 3);

    /** The text of the page, shadow roots included. */
    private static final String TEXT = """
            (() => {
              const texts = [];
              const walk = node => {
                if (node.nodeType === Node.TEXT_NODE) texts.push(node.data);
                if (node.shadowRoot) walk(node.shadowRoot);
                node.childNodes.forEach(walk);
              };
              // a page that is being loaded has no body yet
              if (document.body) walk(document.body);
              return texts.join('');
            })()""";

    /** An element by selector, shadow roots included. */
    private static final String FIND = """
            (selector => {
              const search = root => root.querySelector(selector)
                || [...root.querySelectorAll('*')].filter(e => e.shadowRoot).map(e => search(e.shadowRoot)).find(Boolean);
              return search(document);
            })('%s')""";

    private static final String CLICK_FIVE_MINUTES = """
            (() => {
              const search = root => [...root.querySelectorAll('button')].find(b => b.textContent.trim() === '5 min')
                || [...root.querySelectorAll('*')].filter(e => e.shadowRoot).map(e => search(e.shadowRoot)).find(Boolean);
              search(document).click();
            })()""";

    /** Whether a canvas of the page has something drawn on it. */
    private static final String DRAWN = """
            (() => {
              const canvas = %s;
              if (!canvas) return false;
              const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
              let painted = 0;
              for (let i = 3; i < data.length; i += 4) if (data[i] > 0) painted++;
              return painted > 500;
            })()""".formatted(FIND.formatted("canvas"));

    @TempDir
    Path folder;

    @Test
    void showsAPlantThatLives() throws Exception {
        if (Browser.program().isEmpty()) {
            throw Peers.missing("Chromium", "apt-get install chromium");
        }
        try (HubProcess hub = HubProcess.demo(folder.resolve("data"))) {
            awaitAllActive(hub);
            try (Browser page = Browser.open(folder.resolve("browser"))) {
                page.size(1440, 900);
                page.go(hub.console());
                page.until("the search is there", FIND.formatted("input[type=search]"));
                page.eval(FIND.formatted("input[type=search]") + ".focus()");
                page.type("kiln-1 burner temperature");
                page.until("the tag is found", TEXT + ".includes('temperature')");

                page.go(hub.console() + "#/namespace/" + TEMPERATURE);
                page.eval("location.reload()");
                page.until("the detail shows the tag", TEXT + ".includes('Kiln1.Burner.Temperature')");
                String before = page.eval(TEXT).asText();
                page.until("the page lives", TEXT + " !== " + HubProcess.JSON.writeValueAsString(before));
                page.eval(CLICK_FIVE_MINUTES);
                page.until("the trend draws", DRAWN);

                await("the trend grows")
                        .pollDelay(Duration.ofSeconds(PICTURE_AFTER))
                        .atMost(Duration.ofSeconds(PICTURE_AFTER + 10))
                        .until(() -> true);
                Path picture = page.screenshot(Peers.projectRoot().resolve("e2e/target/screenshots/console.png"));
                assertThat(Files.size(picture)).isGreaterThan(20_000);
                assertThat(page.errors()).isEmpty();
            }
        }
    }

    private static void awaitAllActive(HubProcess hub) {
        await("every connection is active").atMost(PATIENCE).untilAsserted(() -> {
            List<String> states = new ArrayList<>();
            hub.get("/api/connections")
                    .get("connections")
                    .forEach(connection -> states.add(connection.get("state").asText()));
            assertThat(states).hasSizeGreaterThanOrEqualTo(4).containsOnly("active");
        });
    }
}
