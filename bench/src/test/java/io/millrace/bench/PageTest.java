package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.stage.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {

    private static final Path REFERENCE = Path.of("../docs/reference");

    @TempDir
    Path folder;

    @Test
    void thePublishedPageIsWhatTheReportsBesideItSay() throws Exception {
        assertThat(Files.readString(REFERENCE.resolve("performance.md")))
                .isEqualTo(Page.of(REFERENCE.resolve("bench")));
    }

    @Test
    void aReportIsReadAsItWasWritten() {
        Report report = report();

        Report read = Report.read(report.write(folder));

        assertThat(read).isEqualTo(report);
    }

    @Test
    void aReportBecomesATableWithItsConditionsAndItsCommand() {
        String page = Page.text(List.of(report()));

        assertThat(page)
                .contains("## MQTT messages into rows")
                .contains("| QoS | acknowledged |\n|---|---|\n| 1 | 90,100/s (88,000 to 91,000) |")
                .contains("A rate is held when nothing piles up.")
                .contains("```sh\nmillrace bench ingest\n```")
                .contains("2 cores, 24 GiB, Linux 6, Java 17, with PostgreSQL 18.4, hub 1; topics 20000.");
    }

    private static Report report() {
        return new Report(
                "ingest",
                "MQTT messages into rows",
                "2026-11-21T08:00:00Z",
                "millrace bench ingest",
                new Machine(2, 24L << 30, "Linux 6", "17"),
                Map.of("hub", "1", "PostgreSQL", "18.4"),
                Map.of("topics", "20000"),
                List.of("A rate is held when nothing piles up."),
                List.of(Table.of("The rate.", "QoS", "acknowledged")
                        .row(1, new Figure("rate", "/s", List.of(88_000.0, 91_000.0, 90_100.0)))
                        .build()));
    }
}
