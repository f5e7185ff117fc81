package io.millrace.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.recompute.Recompute;
import io.millrace.app.site.Connectors;
import io.millrace.app.site.SiteReader;
import io.millrace.model.Value;
import io.millrace.process.Definition;
import io.millrace.process.core.Content;
import io.millrace.process.core.Identity;
import io.millrace.process.recompute.Differences;
import io.millrace.process.recompute.Span;
import io.millrace.process.recompute.Told;
import io.millrace.process.trial.Area;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see of a recomputation. */
class RecomputeTableTest {

    private static final String LINE = "umh/v1/limeworks/liege/packing/line-1/";
    private static final String TOTAL = LINE + "_historian/bags/total";
    /** 2026-11-01T06:00 in Brussels. */
    private static final long SIX = 1_793_509_200_000_000L;

    private static final long SECOND = 1_000_000;

    @TempDir
    Path folder;

    private static Identity total(long second) {
        return new Identity(TOTAL, SIX + second * SECOND, "");
    }

    @Test
    void differencesTotalsAndWhatTheyMeanAreTold() throws Exception {
        Path site = Files.writeString(folder.resolve("site.yaml"), """
                site: liege
                location: limeworks/liege
                timeZone: Europe/Brussels
                processors:
                  bags:
                    location: packing/+
                    counter: {pulses: {input: _historian/made}, output: bags, totals: []}
                """);
        Definition definition = new SiteReader(Connectors.all(), Map.of())
                .read(site, Map.of())
                .processors()
                .get(0);
        StringWriter text = new StringWriter();
        Span span = new Span(SIX - 7200 * SECOND, SIX, SIX + 3600 * SECOND, SIX + 7200 * SECOND, SIX + 7200 * SECOND);
        RecomputeTable table =
                new RecomputeTable(new PrintWriter(text), definition, Area.EVERYWHERE, span, 2, () -> {});
        Differences differences = new Differences(
                List.of(
                                new Told(total(1), Content.of(Value.of(11)), false),
                                new Told(total(2), Content.of(Value.of(12)), false),
                                new Told(total(3), Content.of(Value.of(13)), false))
                        .iterator(),
                topic -> true,
                table::difference);
        differences.stored(total(1), Content.of(Value.of(11)));
        differences.stored(total(2), Content.of(Value.of(14)));
        differences.stored(total(5), Content.of(Value.of(15)));
        differences.finish();

        table.end(
                new Recompute.Result(true, differences.tallies(), Map.of(TOTAL, 2.0), 9, 3, 1, 0, null),
                null,
                List.of("hourly"),
                new Cost(7, 99));

        assertThat(text.toString())
                .contains("2026-11-01 06:00:02.000  line-1/_historian/bags/total  14       12")
                .contains("2026-11-01 06:00:03.000  line-1/_historian/bags/total  nothing  13")
                .contains("... and 1 more.")
                .contains("line-1/_historian/bags/total  1      1        1      1")
                .contains("3 inputs from 2026-11-01 06:00:00.000 to 2026-11-01 07:00:00.000 (Europe/Brussels) in"
                        + " 1 instance")
                .contains("its total jumps, by")
                .contains("+2  line-1/_historian/bags/total")
                .contains("Nothing was changed. To replace what is stored, give --apply.")
                .contains("hourly. Recompute them afterwards")
                .contains("It took 7 s and 99 MiB of heap at most.");
    }
}
