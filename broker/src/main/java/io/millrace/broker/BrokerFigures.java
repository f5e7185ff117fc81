package io.millrace.broker;

/**
 * What the broker counts. Everything counts from its start, except the words that say "now".
 *
 * @param clients connected now
 * @param sessions kept now, of clients present and away
 * @param subscriptions now
 * @param retained retained messages now
 * @param received messages from clients, on any topic
 * @param gated messages given to the gate
 * @param acknowledged messages of QoS 1 and 2 acknowledged after the gate had taken them
 * @param refused messages of QoS 1 and 2 the gate did not take: not acknowledged, their clients disconnected
 * @param shed messages of QoS 0 that did not come past the gate: it did not take them, or their client was being
 *     disconnected. They are lost, there is nobody to ask for them again
 * @param denied messages on topics their sender may not publish to
 * @param redelivered messages sent again while the gate had them or after it had taken them; not given to it twice
 * @param dropped messages for subscribers whose queue was full
 * @param inFlight messages with the gate now
 * @param inFlightBytes what they take, with topic and headers, in whole KiB each
 * @param paused clients not read from now, because too much is in flight
 */
public record BrokerFigures(
        long clients,
        long sessions,
        long subscriptions,
        long retained,
        long received,
        long gated,
        long acknowledged,
        long refused,
        long shed,
        long denied,
        long redelivered,
        long dropped,
        long inFlight,
        long inFlightBytes,
        long paused) {}
