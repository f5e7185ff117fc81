package io.millrace.streams;

import io.millrace.model.Headers;
import io.millrace.model.Problem;
import io.millrace.process.Definition;
import io.millrace.process.core.Content;
import io.millrace.process.core.Emission;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Input;
import io.millrace.process.core.Output;
import io.millrace.process.core.Wording;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Makes records of the log of what processors say and of what they cannot use. Thread-safe. */
final class Sayings {

    /** So many inputs are named with what was made of them. */
    private static final int NAMED = 8;

    private final String origin;
    private final Map<String, Signature> signatures = new ConcurrentHashMap<>();

    /** What is the same on everything a processor says. Headers can be shared: nobody changes them. */
    private record Signature(Header origin, Header processor) {}

    /** @param origin site and hub */
    Sayings(String origin) {
        this.origin = origin;
    }

    private Signature signature(Definition definition) {
        return signatures.computeIfAbsent(definition.name(), name -> {
            return new Signature(
                    header(Headers.ORIGIN, origin + "/" + Headers.PROCESSOR_SOURCE_PREFIX + name),
                    header(Headers.PROCESSOR, name + "@" + definition.revision()));
        });
    }

    /** What is said at one time: what is the same on all of it is made once. Used by one thread. */
    final class Moment {
        private final Definition definition;
        private final long nowMicros;
        private final Header[] common;
        private List<Identity> from = List.of();
        private @Nullable Header inputs;

        private Moment(Definition definition, long nowMicros) {
            this.definition = definition;
            this.nowMicros = nowMicros;
            Signature signature = signature(definition);
            this.common = new Header[] {signature.origin(), signature.processor()};
        }

        Record<String, byte[]> record(Emission emission) {
            Output output = emission.output();
            RecordHeaders headers = new RecordHeaders(common);
            if (!emission.from().isEmpty()) {
                headers.add(inputs(emission.from()));
            }
            if (emission.revision() > 0) {
                add(headers, Headers.CORRECTION, Long.toString(emission.revision()));
            }
            if (output.content() instanceof Content.Retracted) {
                add(headers, Headers.RETRACTED, "true");
            }
            String why = output.why();
            if (why != null) {
                add(headers, Headers.REASON, why);
            }
            byte[] payload = Wording.payload(output.topic(), output.identity(), output.content());
            return new Record<>(output.topic().path(), payload, nowMicros / 1000, headers);
        }

        /** A record that does not fit its model, and passes all the same. */
        Record<String, byte[]> marked(Record<String, byte[]> said, Problem problem) {
            said.headers().add(header(Headers.CONTRACT_ERROR, problem.message()));
            return said;
        }

        /** A record that does not fit its model, as the quarantine keeps it. */
        Record<String, byte[]> unfit(Record<String, byte[]> said, Problem problem) {
            addRefusal(said.headers(), definition, problem, nowMicros);
            return said;
        }

        private Header inputs(List<Identity> causes) {
            Header known = inputs;
            if (known == null || !causes.equals(from)) {
                known = header(Headers.INPUTS, named(causes));
                inputs = known;
                from = causes;
            }
            return known;
        }
    }

    /** @param nowMicros microseconds since 1970 */
    Moment moment(Definition definition, long nowMicros) {
        return new Moment(definition, nowMicros);
    }

    /** An input that cannot be used, as the quarantine keeps it. */
    Record<String, byte[]> refused(Definition definition, Input input, Problem problem, long nowMicros) {
        RecordHeaders headers =
                new RecordHeaders(new Header[] {signature(definition).origin()});
        add(headers, Headers.SOURCE, Headers.PROCESSOR_SOURCE_PREFIX + definition.name());
        add(headers, Headers.RECEIVED, Long.toString(nowMicros));
        addRefusal(headers, definition, problem, nowMicros);
        byte[] payload = Wording.payload(input.topic(), input.identity(), input.content());
        return new Record<>(input.topic().path(), payload, nowMicros / 1000, headers);
    }

    private static void addRefusal(
            org.apache.kafka.common.header.Headers headers, Definition definition, Problem problem, long nowMicros) {
        headers.add(header(Headers.ERROR_CODE, problem.code()));
        headers.add(header(Headers.ERROR, problem.sentence()));
        headers.add(header(Headers.ERROR_HOP, Headers.PROCESSOR_SOURCE_PREFIX + definition.name()));
        headers.add(header(Headers.ATTEMPTS, "1"));
        headers.add(header(Headers.FIRST_SEEN, Long.toString(nowMicros)));
    }

    private static void add(RecordHeaders headers, String name, String text) {
        headers.add(header(name, text));
    }

    private static Header header(String name, String text) {
        return new RecordHeader(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String named(List<Identity> from) {
        if (from.size() == 1) {
            return from.get(0).topic() + '@' + from.get(0).timestampMicros();
        }
        StringBuilder names = new StringBuilder();
        for (Identity identity : from.subList(0, Math.min(NAMED, from.size()))) {
            names.append(names.isEmpty() ? "" : ",")
                    .append(identity.topic())
                    .append('@')
                    .append(identity.timestampMicros());
        }
        return from.size() > NAMED
                ? names.append("+").append(from.size() - NAMED).toString()
                : names.toString();
    }

    static long micros(Instant instant) {
        return TimeUnit.SECONDS.toMicros(instant.getEpochSecond()) + instant.getNano() / 1000;
    }
}
