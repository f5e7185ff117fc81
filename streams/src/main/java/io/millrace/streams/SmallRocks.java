package io.millrace.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * RocksDB for a process that has other things to do with its memory: all stores share 16 MiB. What is read is read once,
 * at the start; after that everything alive is in the heap and the store is only written.
 */
public final class SmallRocks implements RocksDBConfigSetter {

    private static final long MIB = 1L << 20;
    private static final Shared SHARED = new Shared();

    /** Loaded with the first store, and with its native library. */
    private static final class Shared {
        private final Cache cache = new LRUCache(16 * MIB, -1, false, 0.1);
        private final WriteBufferManager buffers = new WriteBufferManager(8 * MIB, cache);
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(SHARED.cache);
        table.setCacheIndexAndFilterBlocks(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(SHARED.buffers);
        options.setWriteBufferSize(2 * MIB);
        options.setMaxWriteBufferNumber(2);
        options.setMaxBackgroundJobs(1);
    }

    /** Cache and buffers belong to all stores of the process. */
    @Override
    public void close(String storeName, Options options) {}
}
