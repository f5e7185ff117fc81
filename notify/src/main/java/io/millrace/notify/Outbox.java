package io.millrace.notify;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a notification is still to be sent, and what was: decides which news become a message. Everything in it is
 * bounded. Knows no clock: times are told to it. Not thread-safe.
 *
 * <p>Each occurrence is one message. When a late value only moves it to another time, that is a withdrawal and an
 * occurrence right after each other, and no second message.
 */
final class Outbox {

    /** Occurrences that are remembered, the oldest forgotten first. */
    static final int MOST_KNOWN = 5_000;
    /** Messages that wait; beyond that they wait in the digest. */
    static final int MOST_PENDING = 200;
    /** Alarms whose end is still to be told, the oldest forgotten first. */
    static final int MOST_STANDING = 500;
    /** An alarm that was raised longer ago, when the log hears of it, is history and no news. */
    static final Duration NEWS = Duration.ofDays(1);
    /** What follows from one late value is in the log within moments. */
    private static final long MOVED_MILLIS = 5_000;

    private static final int KEY_BYTES = 16;

    private final NotificationSettings settings;
    private final Set<String> known = new LinkedHashSet<>();
    private final Map<String, Long> withdrawn = new LinkedHashMap<>();
    private final Map<String, RaisedAlarm> standing = new LinkedHashMap<>();
    private final List<Notice> pending = new ArrayList<>();
    private final List<Long> begun = new ArrayList<>();
    private @Nullable Digest digest;

    /**
     * All of it, as it is kept.
     *
     * @param known keys of the occurrences that were told or are to be
     * @param withdrawn when an occurrence that had been told was withdrawn, by the topic of the alarm
     * @param standing alarms that were told one by one, or are to be, and whose end is not, by their topics
     * @param begun when messages were made, as far as the flood control asks
     */
    record Content(
            List<String> known,
            Map<String, Long> withdrawn,
            @Nullable Map<String, RaisedAlarm> standing,
            List<Notice> pending,
            List<Long> begun,
            @Nullable Digest digest) {

        static final Content EMPTY = new Content(List.of(), Map.of(), Map.of(), List.of(), List.of(), null);
    }

    Outbox(NotificationSettings settings, Content content) {
        this.settings = settings;
        known.addAll(content.known());
        withdrawn.putAll(content.withdrawn());
        // an older program did not write it
        Map<String, RaisedAlarm> stood = content.standing();
        standing.putAll(stood == null ? Map.of() : stood);
        pending.addAll(content.pending());
        begun.addAll(content.begun());
        digest = content.digest();
    }

    Content content() {
        return new Content(
                List.copyOf(known),
                new LinkedHashMap<>(withdrawn),
                new LinkedHashMap<>(standing),
                List.copyOf(pending),
                List.copyOf(begun),
                digest);
    }

    /** Takes news; whether anything changed by it. */
    boolean take(News news, long nowMillis) {
        String key = key(news.identity());
        if (news instanceof News.Raised raised) {
            return raised(key, raised, nowMillis);
        }
        return news instanceof News.Cleared cleared ? cleared(key, cleared, nowMillis) : withdraw(key, news);
    }

    /** Only of what was told one by one, and once: a late value may move the end as well. */
    private boolean cleared(String key, News.Cleared news, long nowMillis) {
        RaisedAlarm alarm = standing.get(news.topic());
        if (alarm == null || !alarm.raised().equals(news.raised())) {
            return false;
        }
        standing.remove(news.topic());
        if (pending.size() < 2 * MOST_PENDING) {
            pending.add(Notice.cleared(key, alarm.clearedAt(news.cleared()), nowMillis));
        }
        return true;
    }

    private void stands(RaisedAlarm alarm) {
        if (settings.cleared()) {
            standing.remove(alarm.topic());
            standing.put(alarm.topic(), alarm);
            forgetOldest(standing.keySet().iterator(), standing.size() - MOST_STANDING);
        }
    }

    private boolean raised(String key, News.Raised raised, long nowMillis) {
        if (!settings.concerns(raised.alarm()) || nowMillis - raised.loggedMillis() > NEWS.toMillis()) {
            return false;
        }
        if (!known.add(key)) {
            return false;
        }
        forgetOldest(known.iterator(), known.size() - MOST_KNOWN);
        Long moved = withdrawn.remove(raised.topic());
        if (moved != null && raised.loggedMillis() - moved <= MOVED_MILLIS) {
            if (standing.containsKey(raised.topic())) {
                stands(raised.alarm());
            }
            return true;
        }
        begun.removeIf(time -> time <= nowMillis - settings.within().toMillis());
        Digest held = digest;
        if (held == null && begun.size() < settings.atMost() && pending.size() < MOST_PENDING) {
            begun.add(nowMillis);
            pending.add(Notice.raised(key, raised.alarm(), nowMillis));
            stands(raised.alarm());
            return true;
        }
        long oldest = begun.isEmpty() ? nowMillis : begun.get(0);
        digest = (held == null ? Digest.begin(key, oldest + settings.within().toMillis()) : held)
                .with(key, raised.alarm());
        return true;
    }

    private boolean withdraw(String key, News news) {
        if (!known.contains(key)) {
            return false;
        }
        Digest held = digest;
        if (held != null && held.holds(key)) {
            Digest rest = held.without(key);
            digest = rest.count() == 0 ? null : rest;
            known.remove(key);
        } else if (pending.removeIf(notice -> notice.key().equals(key))) {
            known.remove(key);
            standing.remove(news.topic());
        } else {
            withdrawn.put(news.topic(), news.loggedMillis());
            forgetOldest(withdrawn.keySet().iterator(), withdrawn.size() - MOST_KNOWN);
        }
        return true;
    }

    private static void forgetOldest(Iterator<?> oldestFirst, int tooMany) {
        for (int i = 0; i < tooMany; i++) {
            oldestFirst.next();
            oldestFirst.remove();
        }
    }

    /** What is to be sent now; null when there is nothing. It stays until it is {@link #done}. */
    @Nullable
    Notice next(long nowMillis) {
        Digest held = digest;
        if (pending.isEmpty() && held != null && nowMillis >= held.dueMillis()) {
            digest = null;
            begun.clear();
            begun.add(nowMillis);
            pending.add(held.notice(nowMillis));
        }
        return pending.isEmpty() ? null : pending.get(0);
    }

    /** It was sent, or is given up. */
    void done(Notice notice) {
        pending.removeIf(one -> one.key().equals(notice.key()));
    }

    /** How many messages wait, a digest for one. */
    int waiting() {
        return pending.size() + (digest == null ? 0 : 1);
    }

    /** The same for the same occurrence and the same notification, and for nothing else. */
    private String key(String identity) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((settings.name() + "\n" + identity).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, KEY_BYTES);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
