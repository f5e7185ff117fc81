package io.millrace.bench.device;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/**
 * Doubles {@code ns=2;i=0}, {@code ns=2;i=1} and so on. A new value goes straight into the queues of those who monitor
 * it: the library's own way, to look at every node as often as each client wants, costs the server several times as
 * much. The nodes themselves keep their first value. {@link #make} is for one thread.
 */
final class OpcUaNodes extends ManagedNamespaceWithLifecycle implements Clockwork.Maker {

    /** How many different values a tag goes through before they begin again. */
    private static final int ROUND = 10_000;

    private final int changing;
    private volatile Followed[] followed = {};
    private long lastMillis = System.currentTimeMillis();
    private long lastCount;

    private record Followed(int tag, DataItem item) {}

    /**
     * @param tags how many there are
     * @param changing how many of them ever change
     */
    OpcUaNodes(OpcUaServer server, int tags, int changing) {
        super(server, "urn:millrace:bench");
        this.changing = changing;
        getLifecycleManager().addStartupTask(() -> {
            for (int tag = 0; tag < tags; tag++) {
                UaVariableNode node = new UaVariableNode.UaVariableNodeBuilder(getNodeContext())
                        .setNodeId(new NodeId(getNamespaceIndex(), uint(tag)))
                        .setBrowseName(newQualifiedName("Value" + tag))
                        .setDisplayName(LocalizedText.english("Value" + tag))
                        .setDataType(NodeIds.Double)
                        .setTypeDefinition(NodeIds.BaseDataVariableType)
                        .setAccessLevel(AccessLevel.READ_ONLY)
                        .setUserAccessLevel(AccessLevel.READ_ONLY)
                        .setMinimumSamplingInterval(0.0)
                        .build();
                node.setValue(value(tag, 0, time(lastMillis)));
                getNodeManager().addNode(node);
            }
        });
    }

    /** As an instrument with one decimal shows it; never the same twice in a row. */
    static double number(int tag, long count) {
        return (count * 7 + tag * 13L) % ROUND / 10.0;
    }

    private static DateTime time(long millis) {
        return new DateTime(Instant.ofEpochMilli(millis));
    }

    private static DataValue value(int tag, long count, DateTime time) {
        return new DataValue(new Variant(number(tag, count)), StatusCode.GOOD, time, time);
    }

    @Override
    public synchronized void make(long millis, long count) {
        lastMillis = millis;
        // the first values are those before the first tick
        lastCount = count + 1;
        DateTime time = time(millis);
        for (Followed one : followed) {
            if (one.tag < changing) {
                one.item.setValue(value(one.tag, lastCount, time));
            }
        }
    }

    @Override
    public synchronized void onDataItemsCreated(List<DataItem> items) {
        List<Followed> all = new ArrayList<>(List.of(followed));
        for (DataItem item : items) {
            if (item.getReadValueId().getNodeId().getIdentifier() instanceof UInteger tag) {
                item.setValue(value(tag.intValue(), lastCount, time(lastMillis)));
                all.add(new Followed(tag.intValue(), item));
            }
        }
        followed = all.toArray(Followed[]::new);
    }

    @Override
    public void onDataItemsModified(List<DataItem> items) {
        // nothing depends on how often the client wants to look
    }

    @Override
    public synchronized void onDataItemsDeleted(List<DataItem> items) {
        Set<DataItem> gone = new HashSet<>(items);
        followed = List.of(followed).stream()
                .filter(one -> !gone.contains(one.item))
                .toArray(Followed[]::new);
    }

    @Override
    public void onMonitoringModeChanged(List<MonitoredItem> items) {
        // the hub never changes it
    }
}
