package io.millrace.app.hub;

import io.millrace.broker.Broker;
import java.util.List;

/** How people write where something listens. */
final class Addresses {

    private Addresses() {}

    static List<String> mqtt(Broker broker) {
        return broker.listeners().stream()
                .map(listener -> switch (listener.transport()) {
                    case TCP -> "mqtt://" + listener.host() + ":" + listener.port();
                    case WEBSOCKET -> "ws://" + listener.host() + ":" + listener.port() + listener.path();
                })
                .toList();
    }
}
