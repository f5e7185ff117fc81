package io.millrace.app.cli;

import io.millrace.app.hub.HubAddresses;
import io.millrace.app.hub.HubException;
import io.millrace.backbone.Backbone;
import io.millrace.backbone.BackboneException;
import io.millrace.backbone.BackboneSettings;
import io.millrace.backbone.LogFollower;
import io.millrace.backbone.StartAt;
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
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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

    /** A follower has its partitions after some seconds, and says of none that nothing is left in them. */
    private static final Duration FIRST = Duration.ofSeconds(15);

    private static final Duration QUIET = Duration.ofSeconds(2);

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
    public Integer call() throws InterruptedException {
        String branch = topic.endsWith("/") ? topic.substring(0, topic.length() - 1) : topic;
        TopicFilter wanted = TopicFilter.parse(branch.endsWith("#") ? branch : branch + "/#");
        HubAddresses hub = data.running();
        String kafka = hub.kafka();
        if (kafka == null) {
            throw new HubException("The hub of site '" + hub.site() + "' has no log.");
        }
        ModelTopics topics = ModelTopics.of(data);
        Reader reader = new Reader(wanted, new ModelProposal(branch), max);
        read(kafka, reader);
        if (reader.taken == 0) {
            throw new HubException("The log has nothing on " + branch + ". Look what there is with 'millrace tail"
                    + " --from-beginning'.");
        }
        String text = reader.yaml(topics.units(branch.replaceFirst("/?[+#].*", "")));
        spec.commandLine().getOut().print(text);
        if (reader.unreadable > 0) {
            spec.commandLine()
                    .getErr()
                    .println("millrace: " + reader.unreadable + " messages were no samples, and are left out.");
        }
        return ExitCode.OK;
    }

    private void read(String kafka, Reader reader) throws InterruptedException {
        String name = "infer-" + ProcessHandle.current().pid();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Math.max(1, seconds));
        try (Backbone log = Backbone.start(BackboneSettings.external(kafka));
                LogFollower follower = log.followCommitted(
                        name, EnumSet.of(LogTopic.SAMPLES, LogTopic.EVENTS), StartAt.BEGINNING, reader::take)) {
            long begun = System.nanoTime();
            while (System.nanoTime() < end && !reader.full.await(200, TimeUnit.MILLISECONDS)) {
                long quiet = System.nanoTime() - Math.max(begun, reader.lastNanos);
                boolean all = reader.lastNanos != 0 ? follower.lag() == 0 : quiet > FIRST.toNanos();
                if (all && quiet > QUIET.toNanos()) {
                    return;
                }
                if (reader.lastNanos != 0 && reader.isAtPresent(begun)) {
                    return;
                }
            }
        } catch (BackboneException unreachable) {
            throw new HubException(unreachable);
        }
    }

    /** Takes in what comes, on the thread of the log. */
    private static final class Reader {
        private final TopicFilter wanted;
        private final ModelProposal proposal;
        private final long max;
        private final Payloads payloads = new Payloads(Clock.systemUTC());
        private final CountDownLatch full = new CountDownLatch(1);
        private final long started = System.currentTimeMillis();
        private volatile long lastNanos;
        private volatile long presentNanos;
        private volatile long taken;
        private volatile long unreadable;

        Reader(TopicFilter wanted, ModelProposal proposal, long max) {
            this.wanted = wanted;
            this.proposal = proposal;
            this.max = max;
        }

        synchronized void take(List<StoredRecord> records) {
            for (StoredRecord stored : records) {
                if (stored.timestampMillis() >= started && presentNanos == 0) {
                    presentNanos = System.nanoTime();
                }
                if (taken < max && wanted.matches(stored.record().key())) {
                    take(stored.record(), stored.timestampMillis() * 1000);
                }
            }
            lastNanos = System.nanoTime();
            if (taken >= max) {
                full.countDown();
            }
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock of take
        private void take(LogRecord record, long received) {
            try {
                // whatever the root of the namespace is, it has a first segment, and only what follows the contract
                // counts
                Namespace namespace = new Namespace(
                        record.key().substring(0, Math.max(1, record.key().indexOf('/'))));
                if (payloads.read(namespace.parse(record.key()), record.payload(), received)
                        instanceof Message.Samples samples) {
                    proposal.add(samples);
                    taken++;
                    return;
                }
            } catch (ProblemException noSample) {
                // counted below
            }
            unreadable++;
        }

        /** Where a plant never falls silent: what came since the start was read a while ago, and the rest long before. */
        boolean isAtPresent(long begun) {
            long present = presentNanos;
            return present != 0 && System.nanoTime() - present > QUIET.toNanos() && present > begun;
        }

        synchronized String yaml(Map<String, String> units) {
            return proposal.yaml(topics -> topics.stream()
                    .map(units::get)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null));
        }
    }
}
