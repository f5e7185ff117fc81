package io.millrace.broker;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import com.hivemq.configuration.HivemqId;
import com.hivemq.mqtt.handler.publish.PublishReturnCode;
import com.hivemq.mqtt.message.QoS;
import com.hivemq.mqtt.message.connect.MqttWillPublish;
import com.hivemq.mqtt.message.publish.PUBLISH;
import com.hivemq.mqtt.message.publish.PUBLISHFactory;
import com.hivemq.mqtt.services.InternalPublishService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Gives messages to the subscribers from inside, past the gate. Thread-safe. */
final class Publisher {

    private final InternalPublishService service;
    private final HivemqId id;
    private final ExecutorService executor;

    Publisher(InternalPublishService service, HivemqId id, ExecutorService executor) {
        this.service = service;
        this.id = id;
        this.executor = executor;
    }

    CompletionStage<Void> publish(String topic, byte[] payload, boolean retain) {
        if (!TopicFilters.isTopicName(topic)) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                    "\"" + topic + "\" is no topic to publish to: it is empty, holds a wildcard or begins with \"$\""));
        }
        return hand(
                new PUBLISHFactory.Mqtt5Builder()
                        .withHivemqId(id.get())
                        .withTopic(topic)
                        .withPayload(payload)
                        .withQoS(QoS.AT_LEAST_ONCE)
                        .withOnwardQos(QoS.AT_LEAST_ONCE)
                        .withRetain(retain)
                        .withMessageExpiryInterval(PUBLISH.MESSAGE_EXPIRY_INTERVAL_NOT_SET)
                        .build(),
                null);
    }

    CompletionStage<Void> will(String clientId, MqttWillPublish will) {
        return hand(
                new PUBLISHFactory.Mqtt5Builder()
                        .withHivemqId(id.get())
                        .withTopic(will.getTopic())
                        .withPayload(will.getPayload())
                        .withQoS(will.getQos())
                        .withOnwardQos(will.getQos())
                        .withRetain(will.isRetain())
                        .withUserProperties(will.getUserProperties())
                        .withResponseTopic(will.getResponseTopic())
                        .withCorrelationData(will.getCorrelationData())
                        .withContentType(will.getContentType())
                        .withPayloadFormatIndicator(will.getPayloadFormatIndicator())
                        .withMessageExpiryInterval(will.getMessageExpiryInterval())
                        .build(),
                clientId);
    }

    private CompletionStage<Void> hand(PUBLISH publish, @Nullable String sender) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        ListenableFuture<PublishReturnCode> future = service.publish(publish, executor, sender);
        Futures.addCallback(
                future,
                new FutureCallback<PublishReturnCode>() {
                    @Override
                    public void onSuccess(@Nullable PublishReturnCode code) {
                        if (code == PublishReturnCode.FAILED) {
                            taken.completeExceptionally(new IllegalStateException(
                                    "the broker could not store a message on \"" + publish.getTopic() + "\""));
                        } else {
                            taken.complete(null);
                        }
                    }

                    @Override
                    public void onFailure(Throwable failure) {
                        taken.completeExceptionally(failure);
                    }
                },
                MoreExecutors.directExecutor());
        return taken;
    }
}
