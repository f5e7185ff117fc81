package io.millrace.broker;

import java.time.Duration;
import java.util.List;

/** The configuration file HiveMQ reads. No secrets in it. Pure. */
final class EngineConfiguration {

    private static final Duration LONGEST_SESSION = Duration.ofDays(30);

    private EngineConfiguration() {}

    static String xml(BrokerSettings settings) {
        StringBuilder listeners = new StringBuilder();
        List<ListenerSettings> all = settings.listeners();
        for (int i = 0; i < all.size(); i++) {
            listeners.append(listener(i, all.get(i)));
        }
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <hivemq>
                  <listeners>
                %s  </listeners>
                  <mqtt>
                    <queued-messages>
                      <max-queue-size>%d</max-queue-size>
                      <strategy>discard</strategy>
                    </queued-messages>
                    <session-expiry>
                      <max-interval>%d</max-interval>
                    </session-expiry>
                    <packets>
                      <max-packet-size>%d</max-packet-size>
                    </packets>
                    <receive-maximum>
                      <server-receive-maximum>%d</server-receive-maximum>
                    </receive-maximum>
                  </mqtt>
                  <restrictions>
                    <max-connections>%d</max-connections>
                  </restrictions>
                  <anonymous-usage-statistics>
                    <enabled>false</enabled>
                  </anonymous-usage-statistics>
                  <persistence>
                    <mode>file</mode>
                  </persistence>
                </hivemq>
                """.formatted(
                        listeners,
                        settings.clientQueueLimit(),
                        LONGEST_SESSION.toSeconds(),
                        settings.maxPacketBytes(),
                        settings.clientReceiveMaximum(),
                        settings.maxConnections());
    }

    static String listenerName(int index) {
        return "listener-" + index;
    }

    private static String listener(int index, ListenerSettings listener) {
        String common = "      <port>" + listener.port() + "</port>\n      <bind-address>" + escape(listener.host())
                + "</bind-address>\n      <name>" + listenerName(index) + "</name>\n";
        return switch (listener.transport()) {
            case TCP -> "    <tcp-listener>\n" + common + "    </tcp-listener>\n";
            case WEBSOCKET ->
                "    <websocket-listener>\n" + common + "      <path>" + escape(listener.path())
                        + "</path>\n      <subprotocols>\n        <subprotocol>mqtt</subprotocol>\n"
                        + "        <subprotocol>mqttv3.1</subprotocol>\n      </subprotocols>\n    </websocket-listener>\n";
        };
    }

    /** For XML text; and HiveMQ replaces ${NAME} by environment variables, which is nobody's intent here. */
    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("$", "&#36;");
    }
}
