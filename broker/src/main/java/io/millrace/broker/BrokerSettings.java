package io.millrace.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Everything the broker needs to know. {@link #of} has the defaults, which suit a hub with 256 MiB of heap.
 *
 * @param folder owned by the broker: sessions, queues and retained messages
 * @param users empty: anyone may do anything, and every listener must be on loopback
 * @param maxPacketBytes largest MQTT packet taken from a client; a larger one ends its connection
 * @param clientReceiveMaximum unacknowledged messages of one client (MQTT 5.0, 3.2.2.3.3); when a client of any
 *     version has as many with the gate, nothing more is read from it
 * @param clientQueueLimit messages kept for one subscriber who is away or slow; more are dropped and counted
 * @param maxInFlightMessages messages with the gate, of all clients together; beyond it nobody is read from
 * @param maxInFlightBytes what messages with the gate take, of all clients together, in whole KiB each: payload, topic
 *     and headers. Keep it well below what the log's writer takes at the same time (32 MiB), which connectors share:
 *     clients are paused here, threads are blocked there
 * @param maxConnections clients connected at the same time
 * @param gateTimeout how long the gate may keep one message before its client is disconnected; far above the time-out
 *     of the log
 */
public record BrokerSettings(
        Path folder,
        List<ListenerSettings> listeners,
        List<BrokerUser> users,
        int maxPacketBytes,
        int clientReceiveMaximum,
        int clientQueueLimit,
        int maxInFlightMessages,
        long maxInFlightBytes,
        int maxConnections,
        Duration gateTimeout) {

    private static final int LARGEST_PACKET = 268_435_460;
    private static final int MAX_UNSIGNED_SHORT = 65_535;

    public BrokerSettings {
        Objects.requireNonNull(folder);
        listeners = List.copyOf(listeners);
        users = List.copyOf(users);
        if (listeners.isEmpty()) {
            throw new IllegalArgumentException("the MQTT broker has no listener");
        }
        Set<String> names = new HashSet<>();
        for (BrokerUser user : users) {
            if (!names.add(user.name())) {
                throw new IllegalArgumentException("MQTT user \"" + user.name() + "\" is there twice");
            }
        }
        requireBetween("maxPacketBytes", maxPacketBytes, 1_024, LARGEST_PACKET);
        requireBetween("clientReceiveMaximum", clientReceiveMaximum, 1, MAX_UNSIGNED_SHORT);
        requireBetween("clientQueueLimit", clientQueueLimit, 1, Integer.MAX_VALUE);
        requireBetween("maxInFlightMessages", maxInFlightMessages, 1, Integer.MAX_VALUE);
        requireBetween("maxInFlightBytes", maxInFlightBytes, 1, Long.MAX_VALUE);
        requireBetween("maxConnections", maxConnections, 1, Integer.MAX_VALUE);
        if (gateTimeout.isNegative() || gateTimeout.isZero()) {
            throw new IllegalArgumentException("gateTimeout is " + gateTimeout + "; it must be positive");
        }
    }

    /** The defaults: packets up to 11 MiB (a payload of 10 MiB with its topic), 24 MiB and 20,000 messages in flight. */
    public static BrokerSettings of(Path folder, List<ListenerSettings> listeners, List<BrokerUser> users) {
        return new BrokerSettings(
                folder,
                listeners,
                users,
                11 * 1_024 * 1_024,
                1_000,
                10_000,
                20_000,
                24L * 1_024 * 1_024,
                1_000,
                Duration.ofMinutes(5));
    }

    private static void requireBetween(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " is " + value + "; it must be between " + least + " and " + most);
        }
    }
}
