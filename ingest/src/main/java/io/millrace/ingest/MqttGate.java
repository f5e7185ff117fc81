package io.millrace.ingest;

import io.millrace.model.Headers;
import io.millrace.model.LogRecord;
import io.millrace.model.LogTopic;
import io.millrace.model.LogWriter;
import io.millrace.model.Problem;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the {@link Admission} of MQTT messages: writes each where it belongs, with its headers. Thread-safe. */
final class MqttGate {

    private static final Logger log = LoggerFactory.getLogger(MqttGate.class);

    /** The component that judged, in the hop and origin headers. */
    private static final String HOP = "ingest";

    /** When the log has no room for a large unusable payload, this much of it is kept. */
    static final int KEPT_BYTES = 64 * 1024;

    /** W3C Trace Context, 3.2: version, trace id, parent id, flags. */
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private static final int TRACEPARENT_LENGTH = 55;

    private final Admission admission;
    private final LogWriter writer;
    private final Time time;
    private final String origin;
    private final AdmissionFigures figures;

    MqttGate(Admission admission, LogWriter writer, Time time, String origin, AdmissionFigures figures) {
        this.admission = admission;
        this.writer = writer;
        this.time = time;
        this.origin = origin + "/mqtt";
        this.figures = figures;
    }

    CompletionStage<Void> admit(MqttMessage message) {
        long received = time.micros();
        String source = Headers.MQTT_SOURCE_PREFIX + message.clientId();
        figures.received(source);
        Admission.Verdict verdict = admission.judge(message.topic(), message.payload(), message.retain(), received);
        if (verdict instanceof Admission.Admitted admitted) {
            return accept(message, admitted, source, received);
        }
        if (verdict instanceof Admission.Quarantined quarantined) {
            return quarantine(message, quarantined.problem(), source, received);
        }
        figures.cleared.increment();
        return CompletableFuture.completedFuture(null);
    }

    private CompletionStage<Void> accept(
            MqttMessage message, Admission.Admitted admitted, String source, long received) {
        Map<String, String> headers = headers(message, source, received, !admitted.timestamped());
        return write(new LogRecord(admitted.route(), message.topic(), message.payload(), headers))
                .whenComplete((done, failure) -> (failure == null ? figures.accepted : figures.refused).increment());
    }

    private Map<String, String> headers(MqttMessage message, String source, long received, boolean noTime) {
        String receivedText = Long.toString(received);
        String trace = "mqtt@" + receivedText;
        String parent = traceparent(message);
        if (parent == null && !noTime) {
            return Map.of(
                    Headers.ORIGIN,
                    origin,
                    Headers.SOURCE,
                    source,
                    Headers.RECEIVED,
                    receivedText,
                    Headers.TRACE,
                    trace);
        }
        Map<String, String> headers = new HashMap<>();
        headers.put(Headers.ORIGIN, origin);
        headers.put(Headers.SOURCE, source);
        headers.put(Headers.RECEIVED, receivedText);
        headers.put(Headers.TRACE, trace);
        if (noTime) {
            headers.put(Headers.TIME, "received");
        }
        if (parent != null) {
            headers.put(Headers.TRACEPARENT, parent);
        }
        return headers;
    }

    private static @Nullable String traceparent(MqttMessage message) {
        if (message.userProperties().isEmpty()) {
            return null;
        }
        String parent = message.userProperties().get(Headers.TRACEPARENT);
        boolean valid = parent != null
                && parent.length() == TRACEPARENT_LENGTH
                && TRACEPARENT.matcher(parent).matches();
        return valid ? parent : null;
    }

    private CompletionStage<Void> quarantine(MqttMessage message, Problem problem, String source, long received) {
        log.atDebug()
                .addKeyValue("topic", message.topic())
                .addKeyValue("client", message.clientId())
                .addKeyValue("code", problem.code())
                .log("message quarantined: {}", problem.sentence());
        Map<String, String> headers = headers(message, source, received, false);
        return write(setAside(message, headers, problem, problem.sentence(), message.payload(), received))
                .handle((done, failure) -> failure)
                .thenCompose(failure -> afterwards(message, headers, problem, failure, received))
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        figures.quarantined(problem.code());
                    } else {
                        figures.refused.increment();
                    }
                });
    }

    /**
     * A log may be set to refuse large records. A message that can neither be used nor be set aside would be sent again
     * by its client for ever, so its beginning is kept instead.
     */
    private CompletionStage<Void> afterwards(
            MqttMessage message,
            Map<String, String> headers,
            Problem problem,
            @Nullable Throwable failure,
            long received) {
        if (failure == null) {
            return CompletableFuture.completedFuture(null);
        }
        if (message.payload().length <= KEPT_BYTES) {
            return CompletableFuture.failedFuture(failure);
        }
        String sentence = problem.sentence() + " Only its first " + KEPT_BYTES + " bytes are kept.";
        byte[] beginning = Arrays.copyOf(message.payload(), KEPT_BYTES);
        return write(setAside(message, headers, problem, sentence, beginning, received));
    }

    private static LogRecord setAside(
            MqttMessage message,
            Map<String, String> headers,
            Problem problem,
            String sentence,
            byte[] payload,
            long received) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(Headers.ERROR_CODE, problem.code());
        all.put(Headers.ERROR, sentence);
        all.put(Headers.ERROR_HOP, HOP);
        all.put(Headers.ATTEMPTS, "1");
        all.put(Headers.FIRST_SEEN, Long.toString(received));
        return new LogRecord(LogTopic.QUARANTINE, message.topic(), payload, all);
    }

    private CompletionStage<Void> write(LogRecord record) {
        try {
            return writer.write(record);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }
}
