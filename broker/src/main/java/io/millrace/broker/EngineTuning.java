package io.millrace.broker;

import com.google.common.util.concurrent.Futures;
import com.hivemq.bootstrap.netty.NettyConfiguration;
import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.mqtt.handler.publish.FlowControlHandler;
import com.hivemq.persistence.ProducerQueues;
import com.hivemq.persistence.connection.ConnectionPersistence;
import com.hivemq.persistence.connection.ConnectionPersistenceImpl;
import com.hivemq.persistence.local.rocksdb.RocksDBLocalPersistence;
import com.hivemq.persistence.retained.RetainedMessageLocalPersistence;
import com.sun.management.OperatingSystemMXBean;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HiveMQ measured for a small machine. Its defaults are for a server of its own: 64 shards of each store, and RocksDB
 * memory as a share of the physical memory, whatever the Java process is allowed. These settings belong to the class,
 * so they are the same for every broker of a process.
 */
final class EngineTuning {

    /** Part of the layout on disk: a folder written with one number of shards cannot be read with another. */
    private static final int SHARDS = 4;

    private static final long PAYLOAD_STORE_MEMORY = 16L * 1_024 * 1_024;

    private static final long RETAINED_STORE_MEMORY = 8L * 1_024 * 1_024;

    private static final long RETAINED_CACHE = 8L * 1_024 * 1_024;

    private static final long REOPEN_SECONDS = 60;

    private static final Logger log = LoggerFactory.getLogger(Broker.class);

    private EngineTuning() {}

    static void apply() {
        InternalConfigurations.PERSISTENCE_BUCKET_COUNT.set(SHARDS);
        InternalConfigurations.PAYLOAD_PERSISTENCE_BUCKET_COUNT.set(SHARDS);
        InternalConfigurations.PERSISTENCE_STARTUP_THREAD_POOL_SIZE.set(SHARDS);
        InternalConfigurations.SINGLE_WRITER_THREAD_POOL_SIZE.set(2);
        InternalConfigurations.PAYLOAD_PERSISTENCE_CLEANUP_THREADS.set(1);
        InternalConfigurations.EXTENSION_TASK_QUEUE_EXECUTOR_THREADS_COUNT.set(1);
        InternalConfigurations.MANAGED_EXTENSION_THREAD_POOL_THREADS_COUNT.set(1);

        // What a subscriber gets in one go. A go takes three threads in turn, and on a busy machine its time.
        InternalConfigurations.PUBLISH_POLL_BATCH_SIZE = 200;

        int share = (int) Math.min(Integer.MAX_VALUE, Math.max(32, physicalMemory() / PAYLOAD_STORE_MEMORY));
        InternalConfigurations.PAYLOAD_PERSISTENCE_MEMTABLE_SIZE_PORTION.set(share);
        InternalConfigurations.PAYLOAD_PERSISTENCE_BLOCK_CACHE_SIZE_PORTION.set(share);

        InternalConfigurations.QOS_0_MEMORY_HARD_LIMIT_DIVISOR.set(16); // a sixteenth of the heap
        InternalConfigurations.TOPIC_ALIAS_GLOBAL_MEMORY_HARD_LIMIT_BYTES.set(8 * 1_024 * 1_024);
        InternalConfigurations.TOPIC_ALIAS_GLOBAL_MEMORY_SOFT_LIMIT_BYTES.set(4 * 1_024 * 1_024);

        InternalConfigurations.JMX_REPORTER_ENABLED.set(false);
        InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(200);
        InternalConfigurations.PERSISTENCE_SHUTDOWN_TIMEOUT_SEC.set(5);
        InternalConfigurations.PERSISTENCE_STARTUP_SHUTDOWN_TIMEOUT_SEC.set(5);
        InternalConfigurations.MANAGED_EXTENSION_EXECUTOR_SHUTDOWN_TIMEOUT_SEC.set(2);

        // Without our authenticator nobody comes in.
        InternalConfigurations.AUTH_DENY_UNAUTHENTICATED_CONNECTIONS.set(true);
    }

    /**
     * The store of retained messages takes a 32nd of the physical memory for what it has not written out yet, and a 64th
     * for blocks it has read, most of them of files that are long gone; both shares are constants. Its alternative on the
     * Java heap costs three times the processor time (87 instead of 29 microseconds a message), so the store is opened
     * anew, before any client is let in, with memory of our measure. That is done by the thread that writes to it, for
     * HiveMQ may already be looking for expired messages. If the store is not where it was, it stays as it is.
     *
     * @throws ExecutionException when it cannot be opened again
     */
    static void boundRetainedStore(RetainedMessageLocalPersistence store, ProducerQueues writer)
            throws InterruptedException, ExecutionException, TimeoutException {
        RocksDB[] buckets;
        try {
            Field field = field(RocksDBLocalPersistence.class, "buckets");
            buckets = (RocksDB[]) field.get(store);
        } catch (ReflectiveOperationException | RuntimeException e) {
            log.atWarn().setCause(e).log("the memory of the store of retained MQTT messages could not be bounded");
            return;
        }
        // The stores keep what they need of these two.
        try (LRUCache cache = new LRUCache(RETAINED_CACHE);
                Options options = new Options()) {
            options.setWriteBufferSize(RETAINED_STORE_MEMORY / SHARDS)
                    .setMaxLogFileSize(512_000)
                    .setKeepLogFileNum(2)
                    .setStatsDumpPeriodSec(0)
                    .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache));
            Futures.allAsList(writer.submitToAllBucketsParallel(bucket -> reopen(buckets, bucket, options)))
                    .get(REOPEN_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static RocksDB reopen(RocksDB[] buckets, int bucket, Options options) {
        String folder = buckets[bucket].getName();
        try {
            buckets[bucket].closeE();
            buckets[bucket] = RocksDB.open(options, folder);
            return buckets[bucket];
        } catch (RocksDBException e) {
            throw new IllegalStateException("the store of retained MQTT messages cannot be opened again", e);
        }
    }

    /**
     * HiveMQ has two threads a core for its connections, for it takes the machine for its own. With a quarter of them
     * each finds more to do when it wakes, and wakes less often: on two cores a message costs 7 instead of 10
     * microseconds. Two they are at least, so that one may wait for the log. They are threads of Netty's kind, which
     * HiveMQ's are not. To be called before anything is connected.
     */
    static void limitEventLoops(NettyConfiguration netty) {
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
        replace(netty, "parentEventLoopGroup", netty.getParentEventLoopGroup(), 1, "hivemq-eventloop-parent");
        replace(netty, "childEventLoopGroup", netty.getChildEventLoopGroup(), threads, "hivemq-eventloop-child");
    }

    private static void replace(
            NettyConfiguration netty, String name, EventLoopGroup former, int threads, String threadName) {
        try {
            Field group = field(NettyConfiguration.class, name);
            group.set(netty, new SoonQuiet(threads, threadName));
            former.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        } catch (ReflectiveOperationException | RuntimeException e) {
            log.atWarn().setCause(e).log("the threads of the MQTT broker could not be limited");
        }
    }

    /**
     * At its end HiveMQ waits until nobody has had a task for two seconds. All connections are closed by then, so that a
     * moment is enough: what an acknowledgement of the log sets off later has nobody to go to.
     */
    private static final class SoonQuiet extends NioEventLoopGroup {

        private static final long QUIET_MILLIS = 100;

        SoonQuiet(int threads, String name) {
            super(threads, new DefaultThreadFactory(name));
        }

        @Override
        public Future<?> shutdownGracefully(long quiet, long timeout, TimeUnit unit) {
            return super.shutdownGracefully(QUIET_MILLIS, unit.toMillis(timeout), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * How many more messages with an acknowledgement a client of MQTT 5 may send now. HiveMQ counts what comes and what
     * it answers; who answers in its place has to count here.
     */
    static AtomicInteger sendQuota(FlowControlHandler flowControl) {
        try {
            Field quota = field(FlowControlHandler.class, "serverSendQuota");
            return (AtomicInteger) quota.get(flowControl);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the flow control of HiveMQ is not where it was", e);
        }
    }

    /** The channels that accept connections. HiveMQ keeps them to close them, and shows them to nobody. */
    static Collection<Channel> listeners(ConnectionPersistence connections) {
        try {
            Field listeners = field(ConnectionPersistenceImpl.class, "serverChannelMap");
            return ((Map<?, ?>) listeners.get(connections))
                    .values().stream().map(Channel.class::cast).toList();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the listeners of HiveMQ are not where they were", e);
        }
    }

    /** A part of HiveMQ that it shows to nobody. */
    static Field field(Class<?> of, String name) throws NoSuchFieldException {
        Field field = of.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private static long physicalMemory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }
}
