package io.millrace.app.cli;

import io.millrace.app.hub.HubAddresses;
import io.millrace.app.hub.HubException;
import io.millrace.backbone.Backbone;
import io.millrace.backbone.BackboneException;
import io.millrace.backbone.BackboneSettings;
import io.millrace.backbone.LogFollower;
import io.millrace.backbone.StartAt;
import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.StoredRecord;
import io.millrace.model.TopicFilter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "tail",
        description = "Print what the log takes from now on, a line for each record, until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class TailCommand implements Callable<Integer> {

    private static final int WIDEST_PAYLOAD = 400;

    @Parameters(
            paramLabel = "TOPIC_FILTER",
            arity = "0..1",
            defaultValue = "#",
            description = "MQTT topic filter, such as 'umh/v1/+/liege/#'. Default: everything.")
    String filter = "#";

    @Option(names = "--from-beginning", description = "Begin with the oldest record the log still has.")
    boolean fromBeginning;

    @Option(names = "--quarantine", description = "Show what could not be processed, with its reason.")
    boolean quarantine;

    @Option(names = "--max", paramLabel = "N", description = "End after N records.")
    long max = Long.MAX_VALUE;

    @Mixin
    DataOption data = new DataOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        TopicFilter wanted = TopicFilter.parse(filter);
        HubAddresses hub = data.running();
        String kafka = hub.kafka();
        if (kafka == null) {
            throw new HubException("The hub of site '" + hub.site() + "' has no log.");
        }
        CountDownLatch end = new CountDownLatch(1);
        Printer printer = new Printer(spec.commandLine().getOut(), wanted, max, end);
        EnumSet<LogTopic> topics =
                quarantine ? EnumSet.of(LogTopic.QUARANTINE) : EnumSet.of(LogTopic.SAMPLES, LogTopic.EVENTS);
        String name = "tail-" + ProcessHandle.current().pid();
        try (Backbone log = Backbone.start(BackboneSettings.external(kafka));
                LogFollower follower = log.followCommitted(
                        name, topics, fromBeginning ? StartAt.BEGINNING : StartAt.END, printer::print)) {
            end.await();
            return follower.name().isEmpty() ? ExitCode.FAULT : ExitCode.OK;
        } catch (BackboneException unreachable) {
            throw new HubException(unreachable);
        }
    }

    /** Writes records as lines: received time, topic, payload, and what else is known. */
    private static final class Printer {
        private final PrintWriter out;
        private final TopicFilter wanted;
        private final CountDownLatch end;
        private long left;

        Printer(PrintWriter out, TopicFilter wanted, long max, CountDownLatch end) {
            this.out = out;
            this.wanted = wanted;
            this.left = max;
            this.end = end;
        }

        void print(List<StoredRecord> records) {
            for (StoredRecord stored : records) {
                if (left > 0 && wanted.matches(stored.record().key())) {
                    left--;
                    out.println(line(stored));
                }
            }
            out.flush();
            if (left <= 0) {
                end.countDown();
            }
        }

        private static String line(StoredRecord stored) {
            LogRecord record = stored.record();
            String payload = new String(record.payload(), StandardCharsets.UTF_8);
            String shown = payload.length() <= WIDEST_PAYLOAD ? payload : payload.substring(0, WIDEST_PAYLOAD) + "...";
            String error = record.headers().get(Headers.ERROR);
            String mark = record.headers().get(Headers.CONTRACT_ERROR);
            return Instant.ofEpochMilli(stored.timestampMillis()) + "  " + record.key() + "  "
                    + shown.replaceAll("\\p{Cntrl}", ".")
                    + (error == null ? "" : "  [" + record.headers().get(Headers.ERROR_CODE) + ": " + error + "]")
                    + (mark == null || error != null ? "" : "  [marked: " + mark + "]");
        }
    }
}
