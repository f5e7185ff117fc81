package io.millrace.demo.opcua;

import io.millrace.demo.process.KilnReading;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.model.variables.AnalogItemType;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilter;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilterContext;
import org.eclipse.milo.opcua.sdk.server.util.SubscriptionModel;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.Range;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of one kiln: folders and variables under {@code Objects/Kiln1}, with node ids such as
 * {@code ns=2;s=Kiln1.Burner.Temperature}. {@link #show} is called by one thread; clients read and subscribe on the
 * server's.
 */
final class KilnAddressSpace extends ManagedNamespaceWithLifecycle {

    static final String NAMESPACE = "urn:millrace:demo";

    private final String root;
    private final SubscriptionModel subscriptions;
    private final Map<String, UaFolderNode> folders = new HashMap<>();
    private final Map<KilnTag, UaVariableNode> nodes = new HashMap<>();
    private final Map<KilnTag, KilnTag.State> shown = new HashMap<>();

    /**
     * @param kiln its number
     * @param setpoint takes a wanted burner temperature; false when it is out of range
     */
    KilnAddressSpace(OpcUaServer server, int kiln, KilnReading first, DoublePredicate setpoint) {
        super(server, NAMESPACE);
        root = "Kiln" + kiln;
        subscriptions = new SubscriptionModel(server, this);
        getLifecycleManager().addLifecycle(subscriptions);
        getLifecycleManager().addStartupTask(() -> {
            for (KilnTag tag : KilnTags.ALL) {
                addVariable(tag, first);
            }
            UaVariableNode writable = nodes.get(setpointTag());
            if (writable != null) {
                writable.getFilterChain().addLast(new SetpointFilter(setpoint));
            }
        });
    }

    /** Lets the nodes show a reading; those that did not change keep their source time. */
    void show(KilnReading reading) {
        for (KilnTag tag : KilnTags.ALL) {
            KilnTag.State state = tag.value().apply(reading);
            UaVariableNode node = nodes.get(tag);
            if (node != null && !state.equals(shown.put(tag, state))) {
                node.setValue(dataValue(state, reading.millis()));
            }
        }
    }

    private static KilnTag setpointTag() {
        return KilnTags.ALL.stream()
                .filter(tag -> tag.path().equals(KilnTags.SETPOINT))
                .findFirst()
                .orElseThrow();
    }

    private static DataValue dataValue(KilnTag.State state, long millis) {
        DateTime time = new DateTime(Instant.ofEpochMilli(millis));
        return new DataValue(new Variant(state.value()), state.status(), time, time);
    }

    private void addVariable(KilnTag tag, KilnReading first) {
        int dot = tag.path().lastIndexOf('.');
        UaFolderNode folder = folder(dot < 0 ? root : root + "." + tag.path().substring(0, dot));
        String name = tag.path().substring(dot + 1);
        boolean analog = !Double.isNaN(tag.high());
        var access = tag.path().equals(KilnTags.SETPOINT) ? AccessLevel.READ_WRITE : AccessLevel.READ_ONLY;
        UaVariableNode node = new UaVariableNode.UaVariableNodeBuilder(getNodeContext())
                .setNodeId(newNodeId(root + "." + tag.path()))
                .setBrowseName(newQualifiedName(name))
                .setDisplayName(LocalizedText.english(name))
                .setDescription(LocalizedText.english(tag.description()))
                .setDataType(tag.dataType())
                .setTypeDefinition(analog ? NodeIds.AnalogItemType : NodeIds.BaseDataVariableType)
                .setAccessLevel(access)
                .setUserAccessLevel(access)
                .setMinimumSamplingInterval(100.0)
                .build();
        KilnTag.State state = tag.value().apply(first);
        shown.put(tag, state);
        node.setValue(dataValue(state, first.millis()));
        Unit unit = tag.unit();
        if (unit != null) {
            node.setProperty(AnalogItemType.ENGINEERING_UNITS, unit.information());
        }
        if (analog) {
            node.setProperty(AnalogItemType.EU_RANGE, new Range(tag.low(), tag.high()));
        }
        getNodeManager().addNode(node);
        folder.addOrganizes(node);
        nodes.put(tag, node);
    }

    private UaFolderNode folder(String path) {
        UaFolderNode known = folders.get(path);
        if (known != null) {
            return known;
        }
        int dot = path.lastIndexOf('.');
        String name = path.substring(dot + 1);
        UaFolderNode folder = new UaFolderNode(
                getNodeContext(), newNodeId(path), newQualifiedName(name), LocalizedText.english(name));
        getNodeManager().addNode(folder);
        folders.put(path, folder);
        addBelow(dot < 0 ? null : folder(path.substring(0, dot)), folder);
        return folder;
    }

    private static void addBelow(@Nullable UaFolderNode parent, UaNode folder) {
        NodeId parentId = parent == null ? NodeIds.ObjectsFolder : parent.getNodeId();
        folder.addReference(
                new Reference(folder.getNodeId(), NodeIds.Organizes, parentId.expanded(), Reference.Direction.INVERSE));
    }

    @Override
    public void onDataItemsCreated(List<DataItem> items) {
        subscriptions.onDataItemsCreated(items);
    }

    @Override
    public void onDataItemsModified(List<DataItem> items) {
        subscriptions.onDataItemsModified(items);
    }

    @Override
    public void onDataItemsDeleted(List<DataItem> items) {
        subscriptions.onDataItemsDeleted(items);
    }

    @Override
    public void onMonitoringModeChanged(List<MonitoredItem> items) {
        subscriptions.onMonitoringModeChanged(items);
    }

    /** Hands what clients write to the kiln, and refuses what it refuses. */
    private record SetpointFilter(DoublePredicate setpoint) implements AttributeFilter {

        @Override
        public void writeAttribute(AttributeFilterContext context, AttributeId attribute, @Nullable Object value)
                throws UaException {
            if (attribute == AttributeId.Value
                    && value instanceof DataValue written
                    && !(written.value().value() instanceof Double celsius && setpoint.test(celsius))) {
                throw new UaException(StatusCodes.Bad_OutOfRange);
            }
            context.setAttribute(attribute, value);
        }
    }
}
