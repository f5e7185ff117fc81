package io.millrace.broker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may connect, and what they may do. Immutable and thread-safe. */
final class AccessList {

    private record Entry(BrokerUser user, byte[] passwordDigest) {}

    private static final byte[] NOBODY = digest(new byte[0]);

    private final Map<String, Entry> entries = new HashMap<>();

    AccessList(List<BrokerUser> users) {
        for (BrokerUser user : users) {
            byte[] password = user.password().getBytes(StandardCharsets.UTF_8);
            entries.put(user.name(), new Entry(user, digest(password)));
        }
    }

    /** Nobody is named, so anybody may do anything. */
    boolean isOpen() {
        return entries.isEmpty();
    }

    /** The user with this name and password. Takes as long for a wrong name as for a wrong password. */
    Optional<BrokerUser> authenticate(String name, byte[] password) {
        Entry entry = entries.get(name);
        boolean same = MessageDigest.isEqual(entry == null ? NOBODY : entry.passwordDigest(), digest(password));
        return entry != null && same ? Optional.of(entry.user()) : Optional.empty();
    }

    Optional<BrokerUser> find(String name) {
        return Optional.ofNullable(entries.get(name)).map(Entry::user);
    }

    static boolean mayPublish(BrokerUser user, String topic) {
        for (String filter : user.publish()) {
            if (TopicFilters.matches(filter, topic)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] digest(byte[] secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
