package io.millrace.connector.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.millrace.connector.BrowseEntry;
import io.millrace.connector.BrowsePage;
import io.millrace.model.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseNextRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseNextResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;
import org.jspecify.annotations.Nullable;

/**
 * The Browse service (OPC 10000-4, 5.9): objects, variables and views below a node, along hierarchical references, a page
 * at a time by the server's continuation points. Thread-safe.
 */
final class Browser {

    private static final int PAGE = 250;
    private static final int CLASSES =
            NodeClass.Object.getValue() | NodeClass.Variable.getValue() | NodeClass.View.getValue();
    private static final int RESULTS = 63;

    private final Link link;
    private final DataTypes types;
    private final OpcUaSettings settings;
    private final Batches batches;

    Browser(Link link, DataTypes types, OpcUaSettings settings, int nodesPerBrowse) {
        this.link = link;
        this.types = types;
        this.settings = settings;
        this.batches = new Batches(nodesPerBrowse);
    }

    CompletableFuture<BrowsePage<OpcUaAddress>> browse(
            @Nullable String parent, @Nullable String continuation, Deadline deadline) {
        return references(parent, continuation, deadline).thenCompose(result -> page(result, deadline));
    }

    private CompletableFuture<BrowseResult> references(
            @Nullable String parent, @Nullable String continuation, Deadline deadline) {
        if (continuation != null) {
            ByteString[] points = {point(continuation)};
            return link.call(
                            header -> new BrowseNextRequest(header, false, points),
                            BrowseNextResponse.class,
                            deadline.left())
                    .thenCompose(response -> single(response.getResults(), parent));
        }
        NodeId from = parent == null
                ? NodeIds.ObjectsFolder
                : OpcUaAddress.of(parent).expanded().toNodeId(link.namespaces()).orElseThrow(() -> Problem.of(
                                "opcua-node", "The server has no node '" + parent + "'.", "Browse again from the top.")
                        .asException());
        return link.call(
                        header ->
                                new BrowseRequest(header, anyView(), uint(PAGE), new BrowseDescription[] {below(from)}),
                        BrowseResponse.class,
                        deadline.left())
                .thenCompose(response -> single(response.getResults(), parent));
    }

    private static ViewDescription anyView() {
        return new ViewDescription(NodeId.NULL_VALUE, DateTime.MIN_VALUE, uint(0));
    }

    private static BrowseDescription below(NodeId node) {
        return new BrowseDescription(
                node, BrowseDirection.Forward, NodeIds.HierarchicalReferences, true, uint(CLASSES), uint(RESULTS));
    }

    private static ByteString point(String continuation) {
        try {
            return ByteString.of(Base64.getUrlDecoder().decode(continuation));
        } catch (IllegalArgumentException foreign) {
            throw Problem.of("opcua-continuation", "The next page cannot be had.", "Browse again from the first page.")
                    .asException();
        }
    }

    private static CompletableFuture<BrowseResult> single(BrowseResult @Nullable [] results, @Nullable String parent) {
        if (results == null || results.length != 1) {
            return CompletableFuture.failedFuture(new UaException(StatusCodes.Bad_UnknownResponse, "no answer"));
        }
        if (results[0].getStatusCode().isBad()) {
            long status = results[0].getStatusCode().value();
            return CompletableFuture.failedFuture(Problem.of(
                            "opcua-browse",
                            "The server does not show what is below '" + (parent == null ? "Objects" : parent) + "' ("
                                    + Faults.name(status) + ").",
                            "Browse again from the top; the server may have changed.")
                    .asException());
        }
        return CompletableFuture.completedFuture(results[0]);
    }

    private CompletableFuture<BrowsePage<OpcUaAddress>> page(BrowseResult result, Deadline deadline) {
        List<Found> found = new ArrayList<>();
        Set<NodeId> seen = new HashSet<>();
        for (ReferenceDescription reference :
                Objects.requireNonNullElse(result.getReferences(), new ReferenceDescription[0])) {
            reference
                    .getNodeId()
                    .toNodeId(link.namespaces())
                    .filter(seen::add)
                    .ifPresent(node -> found.add(new Found(node, reference)));
        }
        ByteString point = result.getContinuationPoint();
        String next = point == null || point.isNullOrEmpty()
                ? null
                : Base64.getUrlEncoder().withoutPadding().encodeToString(point.bytesOrEmpty());
        List<NodeId> variables =
                found.stream().filter(Found::isVariable).map(Found::node).toList();
        return withChildren(variables, deadline).thenCombine(types.names(variables, deadline), (parents, names) -> {
            List<BrowseEntry<OpcUaAddress>> entries = new ArrayList<>(found.size());
            for (Found each : found) {
                String id = each.node().toParseableString();
                entries.add(new BrowseEntry<>(
                        id,
                        each.name(),
                        !each.isVariable() || parents.contains(each.node()),
                        each.isVariable() ? OpcUaAddress.of(id) : null,
                        names.get(each.node())));
            }
            return new BrowsePage<>(entries, next);
        });
    }

    private record Found(NodeId node, ReferenceDescription reference) {

        boolean isVariable() {
            return reference.getNodeClass() == NodeClass.Variable;
        }

        String name() {
            String shown = reference.getDisplayName() == null
                    ? null
                    : reference.getDisplayName().text();
            if (shown != null && !shown.isEmpty()) {
                return shown;
            }
            String browsed = reference.getBrowseName() == null
                    ? null
                    : reference.getBrowseName().name();
            return browsed == null ? node.toParseableString() : browsed;
        }
    }

    /** Asks for one child of each, and gives back what the server then remembers. */
    private CompletableFuture<Set<NodeId>> withChildren(List<NodeId> nodes, Deadline deadline) {
        return batches.inOrder(nodes, batch -> link.call(
                                header -> new BrowseRequest(
                                        header,
                                        anyView(),
                                        uint(1),
                                        batch.stream().map(Browser::below).toArray(BrowseDescription[]::new)),
                                BrowseResponse.class,
                                deadline.left())
                        .thenApply(response -> Arrays.asList(Objects.requireNonNull(response.getResults()))))
                .thenApply(results -> {
                    Set<NodeId> parents = new HashSet<>();
                    List<ByteString> points = new ArrayList<>();
                    for (int i = 0; i < results.size(); i++) {
                        BrowseResult result = results.get(i);
                        ReferenceDescription[] children = result.getReferences();
                        if ((children != null && children.length > 0)
                                || (int) result.getStatusCode().value() == (int) StatusCodes.Bad_NoContinuationPoints) {
                            parents.add(nodes.get(i));
                        }
                        if (result.getContinuationPoint() != null
                                && !result.getContinuationPoint().isNullOrEmpty()) {
                            points.add(result.getContinuationPoint());
                        }
                    }
                    release(points);
                    return parents;
                });
    }

    private void release(List<ByteString> points) {
        if (!points.isEmpty()) {
            // a courtesy to the server; whether it succeeds changes nothing
            var unused = batches.inOrder(points, batch -> link.call(
                            header -> new BrowseNextRequest(header, true, batch.toArray(ByteString[]::new)),
                            BrowseNextResponse.class,
                            settings.timeout())
                    .thenApply(response -> batch));
        }
    }
}
