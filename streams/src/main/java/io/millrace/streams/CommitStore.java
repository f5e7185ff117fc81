package io.millrace.streams;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * A store whose user writes what has changed when the engine is about to commit, and not before: what changes a hundred
 * times between two commits is written once. To the engine it is a cache that it has to empty first; that interface is
 * Kafka's own, and the only way to be told. Used by one thread.
 */
final class CommitStore implements StateStore, CachedStateStore<Bytes, byte[]> {

    private static final Runnable NOTHING = () -> {};

    private final KeyValueStore<Bytes, byte[]> kept;
    private Runnable beforeCommit = NOTHING;

    private CommitStore(KeyValueStore<Bytes, byte[]> kept) {
        this.kept = kept;
    }

    /**
     * A store on the disk, with a changelog.
     *
     * @param changelog settings of its topic
     */
    static StoreBuilder<CommitStore> builder(String name, Map<String, String> changelog) {
        StoreBuilder<KeyValueStore<Bytes, byte[]>> inner = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(changelog)
                .withCachingDisabled();
        return new Builder(inner);
    }

    KeyValueStore<Bytes, byte[]> kept() {
        return kept;
    }

    /** @param write is called before each commit, and also once more after its owner was closed */
    void beforeCommit(Runnable write) {
        beforeCommit = Objects.requireNonNull(write);
    }

    @Override
    public void flushCache() {
        beforeCommit.run();
    }

    @Override
    public void clearCache() {
        beforeCommit = NOTHING;
    }

    /** Nobody downstream waits for what is kept. */
    @Override
    public boolean setFlushListener(@Nullable CacheFlushListener<Bytes, byte[]> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return kept.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        kept.init(context, root);
    }

    @Override
    public void commit(Map<TopicPartition, Long> offsets) {
        kept.commit(offsets);
    }

    @Override
    public @Nullable Long committedOffset(TopicPartition partition) {
        return kept.committedOffset(partition);
    }

    @Override
    public boolean managesOffsets() {
        return kept.managesOffsets();
    }

    @Override
    public void close() {
        kept.close();
    }

    @Override
    public boolean persistent() {
        return kept.persistent();
    }

    @Override
    public boolean isOpen() {
        return kept.isOpen();
    }

    private record Builder(StoreBuilder<KeyValueStore<Bytes, byte[]>> inner) implements StoreBuilder<CommitStore> {

        @Override
        public CommitStore build() {
            return new CommitStore(inner.build());
        }

        /** It is one already. */
        @Override
        public StoreBuilder<CommitStore> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitStore> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitStore> withLoggingEnabled(Map<String, String> config) {
            return new Builder(inner.withLoggingEnabled(config));
        }

        @Override
        public StoreBuilder<CommitStore> withLoggingDisabled() {
            return new Builder(inner.withLoggingDisabled());
        }

        @Override
        public Map<String, String> logConfig() {
            return inner.logConfig();
        }

        @Override
        public boolean loggingEnabled() {
            return inner.loggingEnabled();
        }

        @Override
        public String name() {
            return inner.name();
        }
    }
}
