package io.millrace.connector.opcua;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/** What addresses mean in one session: the namespaces' numbers hold no longer than that. Thread-safe. */
final class Nodes {

    private static final int KEPT = 100_000;

    private final NamespaceTable namespaces;
    private final Map<OpcUaAddress, ReadValueId> known = new ConcurrentHashMap<>();

    Nodes(NamespaceTable namespaces) {
        this.namespaces = namespaces;
    }

    /** Empty when the server does not have the namespace. */
    Optional<ReadValueId> resolve(OpcUaAddress address) {
        ReadValueId found = known.get(address);
        if (found != null) {
            return Optional.of(found);
        }
        Optional<ReadValueId> fresh = node(address)
                .map(node -> new ReadValueId(
                        node, address.attribute().id.uid(), address.indexRange(), QualifiedName.NULL_VALUE));
        fresh.ifPresent(it -> {
            if (known.size() >= KEPT) {
                known.clear();
            }
            known.put(address, it);
        });
        return fresh;
    }

    Optional<NodeId> node(OpcUaAddress address) {
        return address.expanded().toNodeId(namespaces);
    }

    /** Why {@link #resolve} came up empty. */
    static String unknownNamespace(OpcUaAddress address) {
        return "The server has no namespace '" + address.expanded().getNamespaceUri() + "'.";
    }
}
