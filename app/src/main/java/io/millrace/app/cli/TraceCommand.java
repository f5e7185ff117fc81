package io.millrace.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "trace",
        description = "Tell the way of one sample: device, received, log, MQTT, historian, and the time between.",
        mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {

    @Parameters(paramLabel = "TOPIC", description = "The full topic.")
    String topic = "";

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "The newest sample at or before this time, such as 2026-11-21T14:03:00 (local time) or with a"
                    + " zone, 2026-11-21T13:03:00Z. Default: the newest there is.")
    @Nullable
    String at;

    @Option(names = "--json", description = "Print JSON for programs.")
    boolean json;

    @Mixin
    DataOption data = new DataOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        String when = at;
        JsonNode trace = new HubApi(data.running())
                .ask("/api/trace?topic=" + HubApi.encoded(topic)
                        + (when == null
                                ? ""
                                : "&at=" + HubApi.encoded(instant(when).toString())));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(trace.toPrettyString());
            return ExitCode.OK;
        }
        out.println(text(trace, "topic"));
        out.println(text(trace, "time") + "  " + text(trace, "value") + "  " + text(trace, "quality")
                + (text(trace, "source").isEmpty() ? "" : "  from " + text(trace, "source")));
        out.println();
        TextTable table = new TextTable(List.of("hop", "at", "after", ""));
        Instant before = null;
        for (JsonNode hop : trace.path("hops")) {
            String time = text(hop, "at");
            Instant here = time.isEmpty() ? null : Instant.parse(time);
            table.row(List.of(
                    text(hop, "name"),
                    time,
                    here == null || before == null ? "" : span(Duration.between(before, here)),
                    text(hop, "sentence")));
            before = here == null ? before : here;
        }
        out.print(table);
        if (!text(trace, "error").isEmpty()) {
            out.println();
            out.println(text(trace, "error"));
        }
        return ExitCode.OK;
    }

    private Instant instant(String text) {
        try {
            return text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text.replace(' ', 'T'))
                            .atZone(ZoneId.systemDefault())
                            .toInstant();
        } catch (DateTimeParseException unreadable) {
            throw new ParameterException(
                    spec.commandLine(), "'" + text + "' is no time. Write it as 2026-11-21T14:03:00.", unreadable);
        }
    }

    /** A span in the unit that suits it. */
    static String span(Duration span) {
        double micros = span.toNanos() / 1e3;
        if (Math.abs(micros) < 1_000) {
            return String.format("%.0f us", micros);
        }
        return Math.abs(micros) < 1e6 ? String.format("%.1f ms", micros / 1e3) : String.format("%.1f s", micros / 1e6);
    }

    private static String text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        return value.isMissingNode() || value.isNull() ? "" : value.asText();
    }
}
