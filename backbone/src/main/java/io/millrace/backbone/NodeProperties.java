package io.millrace.backbone;

import java.nio.file.Path;
import java.util.Properties;

/**
 * How an embedded node is set up: one broker and controller for one plant, in a process that has other things to do
 * with its memory. Kafka's defaults are made for machines that do nothing else.
 */
final class NodeProperties {

    static final String CLIENT_LISTENER = "CLIENTS";
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    static final int NODE_ID = 1;

    private static final int MIB = 1 << 20;

    private NodeProperties() {}

    static Properties of(Path folder, String clientEndpoint, String controllerEndpoint) {
        Properties properties = new Properties();
        identity(properties, folder, clientEndpoint, controllerEndpoint);
        pace(properties);
        threads(properties);
        storage(properties);
        internalTopics(properties);
        return properties;
    }

    private static void identity(Properties properties, Path folder, String clientEndpoint, String controllerEndpoint) {
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", Integer.toString(NODE_ID));
        properties.setProperty("log.dirs", folder.toString());
        properties.setProperty(
                "listeners",
                CLIENT_LISTENER + "://" + clientEndpoint + "," + CONTROLLER_LISTENER + "://" + controllerEndpoint);
        properties.setProperty("advertised.listeners", CLIENT_LISTENER + "://" + clientEndpoint);
        properties.setProperty(
                "listener.security.protocol.map", CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        properties.setProperty("inter.broker.listener.name", CLIENT_LISTENER);
        properties.setProperty("controller.listener.names", CONTROLLER_LISTENER);
        // A static voter is looked up here at each start, so that the controller may move to another port; the
        // addresses of a dynamic quorum are in the metadata log, and a port from yesterday with them.
        properties.setProperty("controller.quorum.voters", NODE_ID + "@" + controllerEndpoint);
    }

    private static void pace(Properties properties) {
        // After kill -9 the controller waits until the session of the broker's former life is over.
        properties.setProperty("broker.session.timeout.ms", "1000");
        properties.setProperty("broker.heartbeat.interval.ms", "200");
        // There is nobody to hold an election against.
        properties.setProperty("controller.quorum.election.timeout.ms", "200");
        properties.setProperty("controller.quorum.election.backoff.max.ms", "100");
        // Spares the disk a write and an fsync twice a second: nobody measures how far followers of the metadata lag.
        properties.setProperty("metadata.max.idle.interval.ms", "0");
        properties.setProperty("server.max.startup.time.ms", "300000");
        properties.setProperty("group.initial.rebalance.delay.ms", "0");
        // Below the default so that the partitions of a process that died are taken over soon.
        properties.setProperty("group.min.session.timeout.ms", "2000");
        // Where a follower was stays known while the hub is laid up for a season.
        properties.setProperty("offsets.retention.minutes", Integer.toString(366 * 24 * 60));
    }

    private static void threads(Properties properties) {
        properties.setProperty("num.network.threads", "2");
        properties.setProperty("num.io.threads", "2");
        properties.setProperty("background.threads", "2");
        properties.setProperty("num.recovery.threads.per.data.dir", "2");
        properties.setProperty("num.replica.fetchers", "1");
        properties.setProperty("group.coordinator.threads", "1");
        properties.setProperty("share.coordinator.threads", "1");
        properties.setProperty("log.cleaner.threads", "1");
    }

    private static void storage(Properties properties) {
        properties.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(2 * MIB));
        properties.setProperty("log.cleaner.io.buffer.size", Integer.toString(MIB / 4));
        properties.setProperty("log.index.size.max.bytes", Integer.toString(MIB));
        properties.setProperty("offsets.load.buffer.size", Integer.toString(MIB));
        properties.setProperty("transaction.state.log.load.buffer.size", Integer.toString(MIB));
        properties.setProperty("auto.create.topics.enable", "false");
        properties.setProperty("num.partitions", "1");
        properties.setProperty("default.replication.factor", "1");
        properties.setProperty("min.insync.replicas", "1");
        // A disk fills within minutes: what may be dropped must be gone before that.
        properties.setProperty("log.initial.task.delay.ms", "1000");
        properties.setProperty("log.retention.check.interval.ms", "10000");
        properties.setProperty("log.segment.delete.delay.ms", "5000");
        properties.setProperty("metadata.log.segment.bytes", Integer.toString(16 * MIB));
        properties.setProperty("metadata.max.retention.bytes", Integer.toString(32 * MIB));
        // One such buffer is kept for good, by default of 8 MiB. The 10,000 records a batch has at most take about 1
        // MiB.
        properties.setProperty("internal.metadata.max.batch.size.in.bytes", Integer.toString(2 * MIB));
    }

    private static void internalTopics(Properties properties) {
        properties.setProperty("offsets.topic.num.partitions", "4");
        properties.setProperty("offsets.topic.replication.factor", "1");
        properties.setProperty("offsets.topic.segment.bytes", Integer.toString(16 * MIB));
        properties.setProperty("transaction.state.log.num.partitions", "4");
        properties.setProperty("transaction.state.log.replication.factor", "1");
        properties.setProperty("transaction.state.log.min.isr", "1");
        properties.setProperty("transaction.state.log.segment.bytes", Integer.toString(16 * MIB));
        // Readers stop at an open transaction: a client that hangs in one holds them up no longer than this.
        properties.setProperty("transaction.max.timeout.ms", "60000");
        properties.setProperty("share.coordinator.state.topic.num.partitions", "1");
        properties.setProperty("share.coordinator.state.topic.replication.factor", "1");
        properties.setProperty("share.coordinator.state.topic.min.isr", "1");
    }
}
