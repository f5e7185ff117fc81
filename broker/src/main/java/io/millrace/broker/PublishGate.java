package io.millrace.broker;

import java.util.concurrent.CompletionStage;

/**
 * Stands between a client's message and its acknowledgement. Thread-safe; called on the broker's network threads, so
 * that time spent inside is time in which a part of the clients is not served.
 */
public interface PublishGate {

    /** Whether messages on this topic pass the gate; the others are ordinary MQTT. Pure and fast. */
    boolean covers(String topic);

    /**
     * Takes a message. The stage must complete some day: normally when the message is durable, and then it is
     * acknowledged; exceptionally when it could not be made durable, and then it is not acknowledged and its client is
     * disconnected so that it sends again. May block for a short time when the log's memory is full. Messages of one
     * client come in the order in which it sent them.
     */
    CompletionStage<Void> admit(InboundPublish publish);
}
