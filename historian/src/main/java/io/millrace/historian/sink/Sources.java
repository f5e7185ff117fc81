package io.millrace.historian.sink;

import io.millrace.historian.database.Nul;
import io.millrace.model.Headers;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names under which sources stand in the ledger. A client that takes a new id each time must not fill the database,
 * so beyond some thousands all new ones share a name. Pure; not thread-safe.
 */
final class Sources {

    /** So many MQTT clients, and so many others beside them, have a name of their own. */
    static final int MAX = 10_000;

    static final String OTHER_CLIENTS = Headers.MQTT_SOURCE_PREFIX + "others";

    /** With a topic of 1,024 bytes it still fits into a key of PostgreSQL, whatever the characters are. */
    private static final int MAX_LENGTH = 250;

    private final Map<String, String> names = new HashMap<>();
    private final Set<String> clients = new HashSet<>();
    private final Set<String> others = new HashSet<>();

    /** Names that have rows already keep them. */
    void learn(Collection<String> known) {
        known.forEach(this::name);
    }

    /** @param given header of a record; absent when the writer does not say who it is */
    String name(@Nullable String given) {
        if (given == null || given.isEmpty()) {
            return Headers.UNKNOWN_SOURCE;
        }
        String known = names.get(given);
        return known != null ? known : admit(given);
    }

    private String admit(String given) {
        String name = storable(given, MAX_LENGTH);
        boolean client = name.startsWith(Headers.MQTT_SOURCE_PREFIX);
        Set<String> like = client ? clients : others;
        if (!like.contains(name) && like.size() >= MAX) {
            return client ? OTHER_CLIENTS : Headers.UNKNOWN_SOURCE;
        }
        like.add(name);
        if (names.size() >= 3 * MAX) {
            names.clear();
        }
        names.put(given, name);
        return name;
    }

    /** A text as PostgreSQL takes it, cut to a length and not in the middle of a character. */
    static String storable(String text, int maxLength) {
        String whole = Nul.outOfText(text);
        if (whole.length() <= maxLength) {
            return whole;
        }
        int end = Character.isHighSurrogate(whole.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
        return whole.substring(0, end);
    }
}
