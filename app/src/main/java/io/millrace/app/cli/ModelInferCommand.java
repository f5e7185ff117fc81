package io.millrace.app.cli;

import io.millrace.app.hub.HubAddresses;
import io.millrace.app.hub.HubException;
import io.millrace.backbone.BackboneException;
import io.millrace.backbone.LogScan;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.Message;
import io.millrace.model.Namespace;
import io.millrace.model.Payloads;
import io.millrace.model.ProblemException;
import io.millrace.model.StoredRecord;
import io.millrace.model.TopicFilter;
import io.millrace.model.contract.ModelProposal;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "infer",
        description = "Propose a model from what the log has of a topic or branch, and print it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  millrace model infer umh/v1/acme/works/pump-1/_historian > models/_pump_v1.yaml",
            "  millrace model infer 'umh/v1/acme/works/+/_historian/#'      # what all machines have in common",
        })
final class ModelInferCommand implements Callable<Integer> {

    @Parameters(paramLabel = "TOPIC", description = "A topic, a branch of the namespace, or a topic filter.")
    String topic = "#";

    @Option(
            names = "--max",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Look at N messages at most, the oldest first. Default: ${DEFAULT-VALUE}.")
    long max;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "Read the log for N seconds at most. Default: ${DEFAULT-VALUE}.")
    long seconds;

    @Mixin
    DataOption data = new DataOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        String branch = topic.endsWith("/") ? topic.substring(0, topic.length() - 1) : topic;
        HubAddresses hub = data.running();
        String kafka = hub.kafka();
        if (kafka == null) {
            throw new HubException("The hub of site '" + hub.site() + "' has no log.");
        }
        Reader reader = new Reader(branch, max, TimeUnit.SECONDS.toNanos(seconds));
        try {
            new LogScan(kafka, Map.of())
                    .read(EnumSet.of(LogTopic.SAMPLES, LogTopic.EVENTS), Instant.EPOCH, Instant.now(), reader::take);
        } catch (BackboneException unreachable) {
            throw new HubException(unreachable);
        }
        if (reader.proposal.messages() == 0) {
            throw new HubException("The log has no samples on " + branch + ". Look what there is with 'millrace tail"
                    + " --from-beginning'.");
        }
        Map<String, String> units = ModelTopics.of(data).units(branch.replaceFirst("/?[+#].*", ""));
        spec.commandLine().getOut().print(reader.proposal.yaml(topics -> topics.stream()
                .map(units::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null)));
        if (reader.others > 0) {
            spec.commandLine()
                    .getErr()
                    .println("millrace: " + reader.others + " messages were no samples, and are left out.");
        }
        return ExitCode.OK;
    }

    /** Takes in what is wanted of the log. */
    private static final class Reader {
        private final ModelProposal proposal;
        private final TopicFilter wanted;
        private final long max;
        private final long nanos;
        private final Payloads payloads = new Payloads(Clock.systemUTC());
        private final long begun = System.nanoTime();
        private long others;

        Reader(String branch, long max, long nanos) {
            this.proposal = new ModelProposal(branch);
            this.wanted = TopicFilter.parse(branch.endsWith("#") ? branch : branch + "/#");
            this.max = max;
            this.nanos = nanos;
        }

        /** Whether to go on. */
        boolean take(StoredRecord stored) {
            LogRecord record = stored.record();
            if (wanted.matches(record.key())) {
                try {
                    add(record, stored.timestampMillis() * 1000);
                } catch (ProblemException noSample) {
                    others++;
                }
            }
            return proposal.messages() < max && System.nanoTime() - begun < nanos;
        }

        private void add(LogRecord record, long received) {
            // only what follows the contract counts, and whatever the root is, it has a first segment
            Namespace namespace = new Namespace(record.key().replaceFirst("/.*", ""));
            Message message = payloads.read(namespace.parse(record.key()), record.payload(), received);
            if (message instanceof Message.Samples samples) {
                proposal.add(samples);
            } else {
                others++;
            }
        }
    }
}
