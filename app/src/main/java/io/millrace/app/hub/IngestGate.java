package io.millrace.app.hub;

import io.millrace.broker.InboundPublish;
import io.millrace.broker.PublishGate;
import io.millrace.ingest.Ingest;
import io.millrace.ingest.MqttMessage;
import java.util.concurrent.CompletionStage;

/** Puts the ingest behind the broker: a message is acknowledged when the ingest has it in the log. */
final class IngestGate implements PublishGate {

    private final Ingest ingest;

    IngestGate(Ingest ingest) {
        this.ingest = ingest;
    }

    @Override
    public boolean covers(String topic) {
        return ingest.covers(topic);
    }

    @Override
    public CompletionStage<Void> admit(InboundPublish publish) {
        return ingest.admit(new MqttMessage(
                publish.clientId(),
                publish.user(),
                publish.topic(),
                publish.payload(),
                publish.qos(),
                publish.retain(),
                publish.duplicate(),
                publish.userProperties()));
    }
}
