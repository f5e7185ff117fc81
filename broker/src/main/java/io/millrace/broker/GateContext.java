package io.millrace.broker;

import com.hivemq.mqtt.handler.disconnect.MqttServerDisconnector;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** What the connections of one broker share. Thread-safe. */
record GateContext(
        PublishGate gate,
        Intake intake,
        Counters counters,
        Refusals refusals,
        Audience audience,
        ExactlyOnce exactlyOnce,
        Wills wills,
        MqttServerDisconnector disconnector,
        int clientReceiveMaximum,
        Duration gateTimeout,
        Set<GateHandler> connections,
        Map<EventExecutor, Rounds> rounds) {

    GateContext(
            PublishGate gate,
            Intake intake,
            Counters counters,
            Refusals refusals,
            Audience audience,
            ExactlyOnce exactlyOnce,
            Wills wills,
            MqttServerDisconnector disconnector,
            BrokerSettings settings) {
        this(
                gate,
                intake,
                counters,
                refusals,
                audience,
                exactlyOnce,
                wills,
                disconnector,
                settings.clientReceiveMaximum(),
                settings.gateTimeout(),
                ConcurrentHashMap.newKeySet(),
                new ConcurrentHashMap<>());
    }

    Rounds rounds(EventExecutor eventLoop) {
        return rounds.computeIfAbsent(eventLoop, Rounds::new);
    }

    boolean covers(String topic) {
        return gate.covers(topic);
    }

    /** Runs on a connection's event loop; does nothing when that is gone with the broker. */
    static void execute(Executor eventLoop, Runnable task) {
        try {
            eventLoop.execute(task);
        } catch (RejectedExecutionException e) {
            // The broker is closing: the connection is gone, and with it whoever waits for this.
        }
    }
}
