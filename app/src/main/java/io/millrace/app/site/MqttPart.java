package io.millrace.app.site;

import io.millrace.model.Problem;
import io.millrace.model.settings.ByteSize;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import io.millrace.model.settings.Secret;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

@Described("The embedded MQTT broker.")
public record MqttPart(
        @Described("Where clients connect.") @DefaultsTo("[{port: 1883}]")
        List<Listener> listeners,

        @Described("Who may connect. Without users every client may, and listeners must be on loopback.")
        @DefaultsTo("[]")
        List<User> users,

        @Described("Largest packet a client may send. What cannot be processed goes to quarantine whole.")
        @DefaultsTo("16MiB")
        ByteSize maxPacket,

        @Described("Messages kept for a client that is away; more are dropped and counted.") @DefaultsTo("100000")
        int clientQueue) {

    public enum Transport {
        TCP,
        WEBSOCKET
    }

    @Described("One MQTT listener.")
    public record Listener(
            @Described("Plain MQTT over TCP, or MQTT over WebSocket.") @DefaultsTo("tcp")
            Transport transport,

            @Described("Address to listen on.") @DefaultsTo("127.0.0.1")
            String host,

            @Described("Port to listen on; 0 takes a free one.")
            int port,

            @Described("Path of a WebSocket listener.") @DefaultsTo("/mqtt")
            String path) {
        public Listener {
            Ports.check(port);
        }
    }

    @Described("A client's user name, password and rights.")
    public record User(
            @Described("User name.") String name,
            @Described("Password.") Secret password,

            @Described("Topic filters it may publish to.") @DefaultsTo("[]")
            List<String> publish,

            @Described("Topic filters it may subscribe to.") @DefaultsTo("[]")
            List<String> subscribe) {}

    public MqttPart {
        if (users.isEmpty()) {
            for (Listener listener : listeners) {
                Ports.requireLoopback(
                        listener.host(),
                        "the MQTT listener on port " + listener.port(),
                        "Add mqtt.users, or use 127.0.0.1.");
            }
        }
        Set<String> names = new HashSet<>();
        for (User user : users) {
            if (!names.add(user.name())) {
                throw Problem.of("value-refused", "the user '" + user.name() + "' stands twice.", "Remove one.")
                        .asException();
            }
        }
        if (maxPacket.bytes() < 1024 || maxPacket.bytes() > 128 << 20) {
            throw Problem.of("value-refused", "maxPacket must lie between 1KiB and 128MiB.")
                    .asException();
        }
        if (clientQueue < 1) {
            throw Problem.of("value-refused", "clientQueue must be at least 1.").asException();
        }
    }
}
