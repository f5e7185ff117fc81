package io.millrace.app.site;

import io.millrace.model.Problem;
import io.millrace.model.settings.ByteSize;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

@Described("The log (Kafka): embedded in the hub, or an external one when bootstrap is given.")
public record LogPart(
        @Described("Bootstrap servers of an external Kafka, host:port[,host:port]; absent means embedded.") @Nullable
        String bootstrap,

        @Described("Client properties for the external Kafka, such as security.protocol.") @DefaultsTo("{}")
        Map<String, String> properties,

        @Described("Address of the embedded Kafka's listener; loopback only, as it has no sign-in.")
        @DefaultsTo("127.0.0.1")
        String host,

        @Described("Port of the embedded Kafka; 0 takes a free one.") @DefaultsTo("9092")
        int port,

        @Described("How much the high-throughput route (millrace.samples) keeps.") @DefaultsTo("{}")
        SamplesKept samples,

        @Described("How much the high-integrity route (millrace.events) keeps.") @DefaultsTo("{}")
        EventsKept events) {

    @Described("Retention of process values.")
    public record SamplesKept(
            @Described("Records older than this are dropped.") @DefaultsTo("7d")
            Duration time,

            @Described("The oldest records beyond this size are dropped.") @DefaultsTo("10GiB")
            ByteSize size) {}

    @Described("Retention of business events.")
    public record EventsKept(
            @Described("Records older than this are dropped.") @DefaultsTo("90d")
            Duration time,

            @Described("The oldest records beyond this size are dropped.") @DefaultsTo("10GiB")
            ByteSize size) {}

    public LogPart {
        Ports.check(port);
        if (bootstrap == null) {
            Ports.requireLoopback(host, "the embedded Kafka", "Use host 127.0.0.1, or an external Kafka.");
            if (!properties.isEmpty()) {
                throw Problem.of(
                                "value-refused",
                                "'properties' are for an external Kafka, and there is no 'bootstrap'.",
                                "Add bootstrap, or remove properties.")
                        .asException();
            }
        }
    }
}
