package io.millrace.broker;

import java.util.List;

/**
 * Someone who may connect.
 *
 * @param password never printed
 * @param publish topic filters (with {@code +} and {@code #}) this user may publish to
 * @param subscribe topic filters this user may subscribe within
 */
public record BrokerUser(String name, String password, List<String> publish, List<String> subscribe) {

    public BrokerUser {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of an MQTT user is empty");
        }
        if (password.isEmpty()) {
            throw new IllegalArgumentException("the password of MQTT user \"" + name + "\" is empty");
        }
        publish = List.copyOf(publish);
        subscribe = List.copyOf(subscribe);
        for (String filter : publish) {
            TopicFilters.requireValid(filter, "publish list of MQTT user \"" + name + "\"");
        }
        for (String filter : subscribe) {
            TopicFilters.requireValid(filter, "subscribe list of MQTT user \"" + name + "\"");
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "BrokerUser[name=" + name + ", password=***, publish=" + publish + ", subscribe=" + subscribe + "]";
    }
}
