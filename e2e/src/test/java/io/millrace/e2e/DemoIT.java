package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.connector.exam.Peers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The demo as a visitor sees it, in a real browser. Its picture is the one of the README. */
class DemoIT {

    private static final String TEMPERATURE =
            "umh/v1/limeworks/liege/kilns/kiln-1/_historian/burner/temperature";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void showsAPlantThatLives() throws Exception {
        try (HubProcess hub = HubProcess.demo(folder.resolve("data"))) {
            awaitAllActive(hub);
            try (Browser browser = new Browser(folder.resolve("browser"))) {
                ChromeDriver page = browser.driver;
                page.get(hub.console());
                WebElement search = find(page, "input[type=search]");
                search.sendKeys("kiln-1 burner temperature");
                await("the tag is found by its name").atMost(PATIENCE).until(() -> text(page).contains("temperature"));

                page.get(hub.console() + "/#/namespace/" + TEMPERATURE);
                await("the detail shows the tag").atMost(PATIENCE).until(() -> text(page).contains(TEMPERATURE));
                await("the value changes")
                        .atMost(PATIENCE)
                        .until(new Changes(() -> hub.get("/api/latest?topic=" + TEMPERATURE)
                                .toString()));
                await("the trend draws")
                        .atMost(PATIENCE)
                        .until(() -> (Boolean) page.executeScript(DRAWN));
                await("a minute of trend").pollDelay(Duration.ofSeconds(trendSeconds())).until(() -> true);
                Path picture = Peers.projectRoot().resolve("e2e/target/screenshots/console.png");
                Files.createDirectories(picture.getParent());
                Files.write(picture, page.getScreenshotAs(OutputType.BYTES));
                assertThat(Files.size(picture)).isGreaterThan(20_000);
            }
        }
    }

    /** How long to let the trend grow before the picture is taken. */
    private static int trendSeconds() {
        return Integer.getInteger("millrace.picture.seconds", 5);
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

    /** Whether any canvas of the page, shadow roots included, has something drawn on it. */
    private static final String DRAWN =
            """
            const canvases = [];
            const walk = root => {
              for (const element of root.querySelectorAll('*')) {
                if (element.tagName === 'CANVAS') canvases.push(element);
                if (element.shadowRoot) walk(element.shadowRoot);
              }
            };
            walk(document);
            return canvases.some(canvas => {
              const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
              let painted = 0;
              for (let i = 3; i < data.length; i += 4) if (data[i] > 0) painted++;
              return painted > 500;
            });
            """;

    /** The text of the page, shadow roots included. */
    private static String text(ChromeDriver page) {
        return (String) page.executeScript(
                """
                const texts = [];
                const walk = node => {
                  if (node.nodeType === Node.TEXT_NODE) texts.push(node.data);
                  if (node.shadowRoot) walk(node.shadowRoot);
                  node.childNodes.forEach(walk);
                };
                walk(document.body);
                return texts.join('');
                """);
    }

    private static WebElement find(ChromeDriver page, String selector) {
        return await("the element " + selector)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> {
                            List<WebElement> found = page.findElements(By.cssSelector(selector));
                            return found.isEmpty() ? null : found.get(0);
                        },
                        element -> element != null);
    }

    /** True once what is asked has another answer than at first. */
    private static final class Changes implements java.util.concurrent.Callable<Boolean> {
        private final java.util.concurrent.Callable<String> ask;
        private String first;

        Changes(java.util.concurrent.Callable<String> ask) {
            this.ask = ask;
        }

        @Override
        public Boolean call() throws Exception {
            if (first == null) {
                first = ask.call();
            }
            return !first.equals(ask.call());
        }
    }

    /** Debian's Chromium without a window. */
    private static final class Browser implements AutoCloseable {
        private static final String HOW = "apt-get install chromium chromium-driver";
        final ChromeDriver driver;

        Browser(Path profile) {
            ChromeOptions options = new ChromeOptions();
            options.setBinary(Peers.executable("chromium", HOW).toString());
            options.addArguments(
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--user-data-dir=" + profile);
            driver = new ChromeDriver(
                    new ChromeDriverService.Builder()
                            .usingDriverExecutable(
                                    Peers.executable("chromedriver", HOW).toFile())
                            .usingAnyFreePort()
                            .build(),
                    options);
            driver.manage().window().setSize(new Dimension(1440, 900));
        }

        @Override
        public void close() {
            driver.quit();
        }
    }
}
