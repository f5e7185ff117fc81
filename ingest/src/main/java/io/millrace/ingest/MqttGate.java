package io.millrace.ingest;

import io.millrace.model.Headers;
import io.millrace.model.LedgerFact;
import io.millrace.model.LogRecord;
import io.millrace.model.Problem;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the {@link Admission} of MQTT messages: writes each where it belongs, with its headers. Thread-safe.
 *
 * <p>What the log does not take is refused to its sender, who sends it again; with QoS 0 nobody does (MQTT 5, 4.3.1), so
 * it is shed: counted, and told to the ledger. What is larger than the log takes is set aside and acknowledged.
 */
final class MqttGate {

    private static final Logger log = LoggerFactory.getLogger(MqttGate.class);

    private static final String SHED =
            "The log could not take messages that were sent with QoS 0, and nobody sends them"
                    + " again. Send with QoS 1 what must not be lost.";

    private final Admission admission;
    private final RouteWriter writer;
    private final Aside aside;
    private final Time time;
    private final ReceivedTime receivedTime;
    private final String origin;
    private final AdmissionFigures figures;
    private final Losses losses;

    MqttGate(
            Admission admission,
            RouteWriter writer,
            Aside aside,
            Time time,
            String origin,
            AdmissionFigures figures,
            Losses losses) {
        this.admission = admission;
        this.writer = writer;
        this.aside = aside;
        this.time = time;
        this.receivedTime = new ReceivedTime(time);
        this.origin = origin + "/mqtt";
        this.figures = figures;
        this.losses = losses;
    }

    CompletionStage<Void> admit(MqttMessage message) {
        long received = receivedTime.next();
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

    /** Takes nothing any more: the hub stops. */
    CompletionStage<Void> turnAway(MqttMessage message, Problem why) {
        String source = Headers.MQTT_SOURCE_PREFIX + message.clientId();
        figures.received(source);
        notTaken(message, source, time.micros());
        return CompletableFuture.failedFuture(why.asException());
    }

    private CompletionStage<Void> accept(
            MqttMessage message, Admission.Admitted admitted, String source, long received) {
        if (message.duplicate() && !admitted.timestamped()) {
            figures.unidentifiedRedeliveries.increment();
        }
        Map<String, String> headers =
                MqttHeaders.of(message, origin, source, received, time.micros(), !admitted.timestamped());
        figures.inFlight.increment();
        return writer.write(
                        new LogRecord(admitted.route(), message.topic(), message.payload(), headers),
                        1,
                        Long.toString(received))
                .handle((problem, failure) -> {
                    if (failure != null) {
                        notTaken(message, source, received);
                    } else if (problem.isPresent()) {
                        figures.quarantined(problem.get().code());
                    } else {
                        figures.accepted.increment();
                    }
                    figures.inFlight.decrement();
                    return ended(failure);
                });
    }

    private static @Nullable Void ended(@Nullable Throwable failure) {
        if (failure == null) {
            return null;
        }
        throw failure instanceof CompletionException wrapped ? wrapped : new CompletionException(failure);
    }

    private CompletionStage<Void> quarantine(MqttMessage message, Problem problem, String source, long received) {
        log.atDebug()
                .addKeyValue("topic", message.topic())
                .addKeyValue("client", message.clientId())
                .addKeyValue("code", problem.code())
                .log("message quarantined: {}", problem.sentence());
        Map<String, String> headers = MqttHeaders.of(message, origin, source, received, time.micros(), false);
        figures.inFlight.increment();
        return aside.put(new Aside.Unusable(
                        message.topic(), message.payload(), headers, problem, 1, Long.toString(received)))
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        figures.quarantined(problem.code());
                    } else {
                        notTaken(message, source, received);
                    }
                    figures.inFlight.decrement();
                });
    }

    private void notTaken(MqttMessage message, String source, long received) {
        if (message.qos() > 0) {
            figures.refused.increment();
            return;
        }
        figures.shed.increment();
        losses.note(LedgerFact.Kind.SHED, source, message.topic(), "log-unavailable", 1, received, received, SHED);
    }
}
