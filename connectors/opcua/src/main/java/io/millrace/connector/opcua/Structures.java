package io.millrace.connector.opcua;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.core.types.DynamicOptionSetType;
import org.eclipse.milo.opcua.sdk.core.types.DynamicStructType;
import org.eclipse.milo.opcua.sdk.core.types.DynamicUnionType;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.eclipse.milo.opcua.stack.core.types.structured.Range;
import org.jspecify.annotations.Nullable;

/**
 * Structures that the server itself describes (OPC 10000-5, DataTypeDefinition), so that a PLC's own types show their
 * members. May ask the server for a description, and waits for it: only for threads that may wait. A type that cannot be
 * decoded is not tried again in this session. Thread-safe.
 */
final class Structures {

    private final OpcUaClient client;
    private final Set<NodeId> undecodable = ConcurrentHashMap.newKeySet();

    /** The message says what stands there. */
    static final class Undecodable extends Exception {
        private static final long serialVersionUID = 1L;

        Undecodable(String message) {
            super(message, null, false, false);
        }
    }

    Structures(OpcUaClient client) {
        this.client = client;
    }

    Object members(ExtensionObject object) throws Undecodable {
        NodeId type = object.getEncodingOrTypeId();
        if (undecodable.contains(type)) {
            throw new Undecodable(describe(type));
        }
        try {
            UaStructuredType decoded = object.decode(client.getDynamicEncodingContext());
            Map<String, ?> members = members(decoded);
            if (members != null) {
                return members;
            }
        } catch (UaException | UaSerializationException | IllegalArgumentException | ClassCastException unknown) {
            // falls through: the type goes on the list below
        }
        undecodable.add(type);
        throw new Undecodable(describe(type));
    }

    /** Null for what is no structure. */
    @Nullable
    Map<String, ?> members(Object decoded) {
        if (decoded instanceof DynamicStructType structure) {
            return structure.getMembers();
        }
        if (decoded instanceof DynamicUnionType union) {
            Map<String, Object> only = new LinkedHashMap<>();
            union.getValue().ifPresent(value -> only.put(value.fieldName(), value.fieldValue()));
            return only;
        }
        Map<String, Object> members = new LinkedHashMap<>();
        if (decoded instanceof DynamicOptionSetType options) {
            members.put("value", options.getValue());
            members.put("validBits", options.getValidBits());
            return members;
        }
        if (decoded instanceof Range range) {
            members.put("low", range.getLow());
            members.put("high", range.getHigh());
            return members;
        }
        if (decoded instanceof EUInformation unit) {
            members.put("namespaceUri", unit.getNamespaceUri());
            members.put("unitId", unit.getUnitId());
            members.put("displayName", unit.getDisplayName());
            members.put("description", unit.getDescription());
            return members;
        }
        if (decoded instanceof Argument argument) {
            members.put("name", argument.getName());
            members.put("dataType", argument.getDataType());
            members.put("valueRank", argument.getValueRank());
            members.put("description", argument.getDescription());
            return members;
        }
        return null;
    }

    private static String describe(NodeId type) {
        return "a structure of type " + type.toParseableString() + " that the server does not describe";
    }
}
