package io.millrace.bench.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What the generator sends.
 *
 * @param port of the broker on 127.0.0.1
 * @param topicPrefix topics are {@code PREFIX/c<connection>/_historian/t<number>}, or with sites
 *     {@code PREFIX/s<site>/c<connection>/_historian/t<number>}
 * @param connections publishing clients
 * @param topics of all of them together
 * @param qos of the messages
 * @param rate messages a second of all together; 0 for as many as are acknowledged
 * @param window messages of one connection that may wait for their acknowledgement
 * @param warmUpMillis time before anything is counted
 * @param millis time in which it is counted
 * @param watchedConnections of how many connections a subscriber takes all messages, to see how late they come; 0 for no
 *     subscriber
 * @param sites locations below the prefix, which share the connections evenly; 0 for none
 */
public record LoadSettings(
        int port,
        String topicPrefix,
        int connections,
        int topics,
        int qos,
        int rate,
        int window,
        long warmUpMillis,
        long millis,
        int watchedConnections,
        int sites) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public LoadSettings {
        if (connections < 1 || topics < connections) {
            throw new IllegalArgumentException("at least one connection, and a topic for each");
        }
        if (qos < 0 || qos > 2) {
            throw new IllegalArgumentException("QoS 0, 1 or 2, not " + qos);
        }
        if (window < 1 || window > 30_000) {
            throw new IllegalArgumentException("a window between 1 and 30000, not " + window);
        }
        if (qos == 0 && rate == 0) {
            throw new IllegalArgumentException("QoS 0 has no acknowledgement that could set the pace: name a rate");
        }
        if (sites < 0 || sites > connections) {
            throw new IllegalArgumentException("no more sites than connections, not " + sites);
        }
    }

    /** All in one place. */
    public LoadSettings(
            int port,
            String topicPrefix,
            int connections,
            int topics,
            int qos,
            int rate,
            int window,
            long warmUpMillis,
            long millis,
            int watchedConnections) {
        this(port, topicPrefix, connections, topics, qos, rate, window, warmUpMillis, millis, watchedConnections, 0);
    }

    /** What each connection's topics begin with. */
    String connectionPrefix(int connection) {
        String site = sites == 0 ? "" : "/s" + connection % sites;
        return topicPrefix + site + "/c" + connection + "/_historian";
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of numbers cannot be written", impossible);
        }
    }

    static LoadSettings fromJson(String json) throws JsonProcessingException {
        return JSON.readValue(json, LoadSettings.class);
    }
}
