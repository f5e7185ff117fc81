package io.millrace.broker;

import com.hivemq.mqtt.message.connect.MqttWillPublish;
import com.hivemq.mqtt.message.mqtt5.Mqtt5UserProperties;
import com.hivemq.mqtt.message.mqtt5.MqttUserProperty;
import com.hivemq.mqtt.message.publish.PUBLISH;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Puts what HiveMQ has decoded into the words of the gate, and asks it. */
final class Offers {

    private Offers() {}

    static InboundPublish of(String clientId, @Nullable BrokerUser user, PUBLISH publish) {
        return new InboundPublish(
                clientId,
                user == null ? null : user.name(),
                publish.getTopic(),
                payload(publish.getPayload()),
                publish.getQoS().getQosNumber(),
                publish.isRetain(),
                publish.isDuplicateDelivery(),
                userProperties(publish.getUserProperties()));
    }

    static InboundPublish of(String clientId, Will will) {
        MqttWillPublish message = will.message();
        return new InboundPublish(
                clientId,
                will.user(),
                message.getTopic(),
                payload(message.getPayload()),
                message.getQos().getQosNumber(),
                message.isRetain(),
                false,
                userProperties(message.getUserProperties()));
    }

    /** A gate that throws has refused. */
    static CompletionStage<Void> offer(PublishGate gate, InboundPublish publish) {
        try {
            return gate.admit(publish);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static byte[] payload(byte @Nullable [] payload) {
        return payload == null ? new byte[0] : payload;
    }

    private static Map<String, String> userProperties(Mqtt5UserProperties given) {
        List<MqttUserProperty> properties = given.asList();
        if (properties.isEmpty()) {
            return Map.of();
        }
        Map<String, String> map = new HashMap<>();
        for (MqttUserProperty property : properties) {
            map.put(property.getName(), property.getValue());
        }
        return map;
    }
}
