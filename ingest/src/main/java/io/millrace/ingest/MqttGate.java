package io.millrace.ingest;

import io.millrace.model.HeaderMap;
import io.millrace.model.LedgerFact;
import io.millrace.model.LogRecord;
import io.millrace.model.Problem;
import java.util.concurrent.CompletableFuture;
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

    private static final CompletionStage<Void> CLEARED = CompletableFuture.completedStage(null);

    private final Admission admission;
    private final RouteWriter writer;
    private final Aside aside;
    private final Time time;
    private final ReceivedTime receivedTime;
    private final MqttHeaders headers;
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
        this.headers = new MqttHeaders(origin + "/mqtt");
        this.figures = figures;
        this.losses = losses;
    }

    CompletionStage<Void> admit(MqttMessage message) {
        long received = receivedTime.next();
        MqttSource source = figures.received(message.clientId());
        Admission.Verdict verdict = admission.judge(message.topic(), message.payload(), message.retain());
        if (verdict instanceof Admission.Admitted admitted) {
            return accept(message, admitted, source, received);
        }
        if (verdict instanceof Admission.Quarantined quarantined) {
            return quarantine(message, quarantined.problem(), source, received);
        }
        figures.cleared.increment();
        return CLEARED;
    }

    /** Takes nothing any more: the hub stops. */
    CompletionStage<Void> turnAway(MqttMessage message, Problem why) {
        notTaken(message, figures.received(message.clientId()), time.micros());
        return CompletableFuture.failedFuture(why.asException());
    }

    private CompletionStage<Void> accept(
            MqttMessage message, Admission.Admitted admitted, MqttSource source, long received) {
        if (message.duplicate() && !admitted.timestamped()) {
            figures.unidentifiedRedeliveries.increment();
        }
        HeaderMap of = headers.of(message, source, received, time.micros(), !admitted.timestamped(), admitted.mark());
        // the text of the topic that is here already: the message's own need not be kept
        String topic = admitted.topic().path();
        figures.inFlight.increment();
        Accepted accepted =
                new Accepted(message, source, received, new LogRecord(admitted.route(), topic, message.payload(), of));
        writer.write(accepted);
        return accepted;
    }

    /** A message on its way to its route; completes at the end of it. */
    private final class Accepted extends CompletableFuture<Void> implements RouteWriter.Way {

        private final MqttMessage message;
        private final MqttSource source;
        private final long received;
        private final LogRecord record;

        Accepted(MqttMessage message, MqttSource source, long received, LogRecord record) {
            this.message = message;
            this.source = source;
            this.received = received;
            this.record = record;
        }

        @Override
        public LogRecord record() {
            return record;
        }

        @Override
        public int attempts() {
            return 1;
        }

        @Override
        public void ended(@Nullable Problem aside, @Nullable Throwable failure) {
            if (failure != null) {
                notTaken(message, source, received);
            } else if (aside != null) {
                figures.quarantined(aside.code());
            } else {
                figures.accepted.increment();
            }
            figures.inFlight.decrement();
            if (failure == null) {
                complete(null);
            } else {
                completeExceptionally(failure);
            }
        }
    }

    private CompletionStage<Void> quarantine(MqttMessage message, Problem problem, MqttSource source, long received) {
        log.atDebug()
                .addKeyValue("topic", message.topic())
                .addKeyValue("client", message.clientId())
                .addKeyValue("code", problem.code())
                .log("message quarantined: {}", problem.sentence());
        HeaderMap of = headers.of(message, source, received, time.micros(), false, null);
        figures.inFlight.increment();
        return aside.put(
                        new Aside.Unusable(message.topic(), message.payload(), of, problem, 1, Long.toString(received)))
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        figures.quarantined(problem.code());
                    } else {
                        notTaken(message, source, received);
                    }
                    figures.inFlight.decrement();
                });
    }

    private void notTaken(MqttMessage message, MqttSource source, long received) {
        if (message.qos() > 0) {
            figures.refused.increment();
            return;
        }
        figures.shed.increment();
        losses.note(
                LedgerFact.Kind.SHED, source.name(), message.topic(), "log-unavailable", 1, received, received, SHED);
    }
}
