package io.millrace.connector.opcua;

import io.millrace.model.Problem;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.UaRuntimeException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.jspecify.annotations.Nullable;

/**
 * Where a tag lives in an OPC UA server: an attribute of a node (OPC 10000-4, 7.29), most often its value.
 *
 * @param node {@code ns=2;s=Kiln1.Temperature}, {@code i=2258}, or with the namespace by name {@code
 *     nsu=urn:maker:kiln;s=Kiln1.Temperature}, which survives a server that numbers its namespaces anew
 * @param indexRange a part of an array (OPC 10000-4, 7.27): {@code 0}, {@code 2:5}, {@code 0,1}
 */
public record OpcUaAddress(
        @Described("The node: ns=2;s=Kiln1.Temperature, ns=3;i=1001, or nsu=urn:maker:kiln;s=Kiln1.Temperature.")
        String node,

        @Described("A part of an array: 0 is its first element, 2:5 are four of them, 0,1 is a matrix element.")
        @Nullable
        String indexRange,

        @Described("The attribute of the node.") @DefaultsTo("value")
        Attribute attribute) {

    private static final Pattern RANGE = Pattern.compile("\\d{1,9}(:\\d{1,9})?(,\\d{1,9}(:\\d{1,9})?)*");

    /** The attributes that can be a tag. */
    public enum Attribute {
        VALUE(AttributeId.Value),
        BROWSE_NAME(AttributeId.BrowseName),
        DISPLAY_NAME(AttributeId.DisplayName),
        DESCRIPTION(AttributeId.Description),
        DATA_TYPE(AttributeId.DataType),
        VALUE_RANK(AttributeId.ValueRank),
        ARRAY_DIMENSIONS(AttributeId.ArrayDimensions),
        ACCESS_LEVEL(AttributeId.AccessLevel),
        USER_ACCESS_LEVEL(AttributeId.UserAccessLevel),
        MINIMUM_SAMPLING_INTERVAL(AttributeId.MinimumSamplingInterval),
        HISTORIZING(AttributeId.Historizing);

        final AttributeId id;

        Attribute(AttributeId id) {
            this.id = id;
        }
    }

    public OpcUaAddress {
        node = node.trim();
        parse(node);
        if (indexRange != null && !RANGE.matcher(indexRange).matches()) {
            throw Problem.of(
                            "opcua-index-range",
                            "'" + indexRange + "' is not an index range.",
                            "Write it as 0, 2:5 or 0,1; the first element is 0.")
                    .asException();
        }
        if (indexRange != null && attribute != Attribute.VALUE) {
            throw Problem.of(
                            "opcua-index-range",
                            "An index range picks from the value; the attribute " + attribute + " has no parts.",
                            "Leave 'indexRange' out.")
                    .asException();
        }
    }

    /** The value of a node. */
    public static OpcUaAddress of(String node) {
        return new OpcUaAddress(node, null, Attribute.VALUE);
    }

    /** Whether this is one element of an array or a matrix, which a server delivers as an array all the same. */
    boolean isElement() {
        return indexRange != null && indexRange.indexOf(':') < 0;
    }

    ExpandedNodeId expanded() {
        return parse(node);
    }

    private static ExpandedNodeId parse(String node) {
        try {
            return ExpandedNodeId.parse(node);
        } catch (UaRuntimeException | IllegalArgumentException unreadable) {
            throw Problem.of(
                            "opcua-node",
                            "'" + node + "' is not an OPC UA node.",
                            "Write it as ns=2;s=Kiln1.Temperature, ns=3;i=1001 or nsu=urn:maker:kiln;s=Kiln1.Temperature.")
                    .asException();
        }
    }

    @Override
    public String toString() {
        String place = indexRange == null ? node : node + "[" + indexRange + "]";
        return attribute == Attribute.VALUE
                ? place
                : place + "@"
                        + attribute.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
