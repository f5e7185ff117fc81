package io.millrace.app.hub;

import io.millrace.broker.Broker;
import java.util.concurrent.CompletionStage;

/** The subscribers of the broker, as the mirror sees them. */
record BrokerSubscribers(Broker broker) implements Mirror.Subscribers {

    @Override
    public CompletionStage<Void> publish(String topic, byte[] payload) {
        return broker.publish(topic, payload, true);
    }

    @Override
    public boolean isAnyoneOn(String topic) {
        return broker.isAnyoneOn(topic);
    }

    @Override
    public long changes() {
        return broker.subscriptionChanges();
    }
}
