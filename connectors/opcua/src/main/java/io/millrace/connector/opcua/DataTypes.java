package io.millrace.connector.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;
import org.jspecify.annotations.Nullable;

/** What the variables of a server hold: their data types by name, and as what to write to them. Thread-safe. */
final class DataTypes {

    private static final int HIGHEST_BUILTIN = 25;
    private static final int LONGEST_LINE = 16;
    private static final int KEPT = 10_000;

    private final Link link;
    private final Reader reader;
    private final Map<NodeId, String> names = new ConcurrentHashMap<>();
    private final Map<NodeId, Shape> shapes = new ConcurrentHashMap<>();

    /**
     * What a variable takes.
     *
     * @param type null when the server does not tell, neither by its type nor by its value
     * @param rank at least 1 for arrays, -1 for a scalar, less where it may be either (OPC 10000-3, 5.6.2)
     */
    record Shape(@Nullable OpcUaDataType type, int rank) {}

    DataTypes(Link link, Reader reader) {
        this.link = link;
        this.reader = reader;
    }

    /** The name of each variable's data type, {@code Double} or {@code Int32[]}; absent where the server is silent. */
    CompletableFuture<Map<NodeId, String>> names(List<NodeId> variables, Deadline deadline) {
        return describe(variables, deadline)
                .thenCompose(described -> nameTypes(described, deadline).thenApply(x -> {
                    Map<NodeId, String> result = new HashMap<>();
                    for (int i = 0; i < variables.size(); i++) {
                        NodeId type = described.get(i).type();
                        String name = type == null ? null : names.get(type);
                        if (name != null) {
                            result.put(variables.get(i), described.get(i).rank() >= 0 ? name + "[]" : name);
                        }
                    }
                    return result;
                }));
    }

    private record Described(@Nullable NodeId type, int rank) {}

    private CompletableFuture<List<Described>> describe(List<NodeId> variables, Deadline deadline) {
        List<ReadValueId> what = new ArrayList<>(2 * variables.size());
        for (NodeId variable : variables) {
            what.add(attribute(variable, AttributeId.DataType));
            what.add(attribute(variable, AttributeId.ValueRank));
        }
        return reader.raw(what, TimestampsToReturn.Neither, deadline).thenApply(data -> {
            List<Described> described = new ArrayList<>(variables.size());
            for (int i = 0; i < data.size(); i += 2) {
                described.add(new Described(
                        content(data.get(i)) instanceof NodeId type ? type : null,
                        content(data.get(i + 1)) instanceof Integer rank ? rank : -1));
            }
            return described;
        });
    }

    private CompletableFuture<?> nameTypes(List<Described> described, Deadline deadline) {
        Set<NodeId> unnamed = described.stream()
                .map(Described::type)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .filter(type -> !names.containsKey(type))
                .collect(Collectors.toSet());
        List<NodeId> types = List.copyOf(unnamed);
        List<ReadValueId> what = types.stream()
                .map(type -> attribute(type, AttributeId.BrowseName))
                .toList();
        return reader.raw(what, TimestampsToReturn.Neither, deadline).thenAccept(data -> {
            if (names.size() > KEPT) {
                names.clear();
            }
            for (int i = 0; i < types.size(); i++) {
                String name = content(data.get(i)) instanceof QualifiedName browsed ? browsed.name() : null;
                names.put(types.get(i), name == null ? types.get(i).toParseableString() : name);
            }
        });
    }

    /** As what to write to a variable; remembered for the session. */
    CompletableFuture<Shape> shape(NodeId variable, Deadline deadline) {
        Shape known = shapes.get(variable);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        return describe(List.of(variable), deadline)
                .thenCompose(described -> {
                    Described it = described.get(0);
                    NodeId type = it.type();
                    CompletableFuture<@Nullable OpcUaDataType> builtin = type == null
                            ? CompletableFuture.completedFuture(null)
                            : builtin(type, LONGEST_LINE, deadline);
                    return builtin.thenCompose(found -> found != null && found != OpcUaDataType.Variant
                            ? CompletableFuture.completedFuture(new Shape(found, it.rank()))
                            : byValue(variable, it.rank(), deadline));
                })
                .thenApply(shape -> {
                    if (shape.type() != null) {
                        if (shapes.size() > KEPT) {
                            shapes.clear();
                        }
                        shapes.put(variable, shape);
                    }
                    return shape;
                });
    }

    /** The built-in type that a type comes down to; null for abstract ones such as Number. */
    private CompletableFuture<@Nullable OpcUaDataType> builtin(NodeId type, int left, Deadline deadline) {
        if (type.getNamespaceIndex().intValue() == 0 && type.getIdentifier() instanceof Number identifier) {
            int number = identifier.intValue();
            if (number >= 1 && number <= HIGHEST_BUILTIN) {
                return CompletableFuture.completedFuture(OpcUaDataType.fromTypeId(number));
            }
            if (type.equals(NodeIds.Enumeration)) {
                return CompletableFuture.completedFuture(OpcUaDataType.Int32);
            }
            if (type.equals(NodeIds.Number) || type.equals(NodeIds.Integer) || type.equals(NodeIds.UInteger)) {
                return CompletableFuture.completedFuture(null);
            }
        }
        if (left == 0) {
            return CompletableFuture.completedFuture(null);
        }
        BrowseDescription above =
                new BrowseDescription(type, BrowseDirection.Inverse, NodeIds.HasSubtype, false, uint(0), uint(0));
        return link.call(
                        header -> new BrowseRequest(
                                header,
                                new ViewDescription(NodeId.NULL_VALUE, DateTime.MIN_VALUE, uint(0)),
                                uint(1),
                                new BrowseDescription[] {above}),
                        BrowseResponse.class,
                        deadline.left())
                .thenCompose(response -> {
                    BrowseResult[] results = response.getResults();
                    ReferenceDescription[] parents =
                            results == null || results.length == 0 ? null : results[0].getReferences();
                    if (parents == null || parents.length == 0) {
                        return CompletableFuture.<@Nullable OpcUaDataType>completedFuture(null);
                    }
                    return parents[0]
                            .getNodeId()
                            .toNodeId(link.namespaces())
                            .map(parent -> builtin(parent, left - 1, deadline))
                            .orElseGet(() -> CompletableFuture.completedFuture(null));
                });
    }

    /** A variable of an abstract type is written as what it holds now. */
    private CompletableFuture<Shape> byValue(NodeId variable, int rank, Deadline deadline) {
        return reader.raw(List.of(attribute(variable, AttributeId.Value)), TimestampsToReturn.Neither, deadline)
                .thenApply(data -> {
                    OpcUaDataType type = data.get(0).value() == null
                            ? null
                            : data.get(0).value().getDataType().orElse(null);
                    return new Shape(type, rank);
                });
    }

    private static ReadValueId attribute(NodeId node, AttributeId attribute) {
        return new ReadValueId(node, attribute.uid(), null, QualifiedName.NULL_VALUE);
    }

    private static @Nullable Object content(DataValue data) {
        return data.value() == null ? null : data.value().value();
    }
}
