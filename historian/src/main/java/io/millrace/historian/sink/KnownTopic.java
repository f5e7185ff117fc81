package io.millrace.historian.sink;

import io.millrace.model.Topic;
import io.millrace.model.Value;
import org.jspecify.annotations.Nullable;

/**
 * A topic with what was found out about it: the number and type of its tag, and where it was counted last. A record looks
 * it up once and follows references from there. It may be forgotten at any time: {@link TagIds} and {@link LedgerBook}
 * know all of it, and answer again. Not thread-safe.
 */
final class KnownTopic {

    private final Topic topic;
    private final int hash;
    /** The path, as the text that came last: it is the one to come again. */
    private String key;

    private boolean learned;
    private int tag;
    private Value.@Nullable DataType type;
    private @Nullable Tally tally;

    KnownTopic(Topic topic) {
        this.topic = topic;
        this.key = topic.path();
        this.hash = key.hashCode();
    }

    Topic topic() {
        return topic;
    }

    String path() {
        return topic.path();
    }

    int hash() {
        return hash;
    }

    /** @param hashOfPath its hash code, which rules out most others without a look at the text */
    boolean hasPath(String path, int hashOfPath) {
        if (path == key) {
            return true;
        }
        if (hashOfPath != hash || !path.equals(key)) {
            return false;
        }
        key = path;
        return true;
    }

    /** Whether its tag has a number, and a type wide enough for a value of this one. */
    boolean isLearned(Value.@Nullable DataType needed) {
        return learned && (needed == type || TagIds.wider(type, needed) == type);
    }

    void learn(int number, Value.@Nullable DataType wide) {
        learned = true;
        tag = number;
        type = wide;
    }

    /** The number of its tag. */
    int tag() {
        if (!learned) {
            throw new IllegalStateException("a tag nobody looked up: " + topic);
        }
        return tag;
    }

    /** Where it was counted last; may be of another source, or of what is written already. */
    @Nullable
    Tally tally() {
        return tally;
    }

    void countedIn(Tally latest) {
        tally = latest;
    }
}
