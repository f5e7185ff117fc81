package io.millrace.connector.opcua;

import io.millrace.connector.Reading;
import io.millrace.model.Quality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/** The Read service (OPC 10000-4, 5.11.2). Thread-safe. */
final class Reader {

    private final Link link;
    private final Nodes nodes;
    private final Values values;
    private final Batches batches;

    Reader(Link link, Nodes nodes, Values values, int nodesPerRead) {
        this.link = link;
        this.nodes = nodes;
        this.values = values;
        this.batches = new Batches(nodesPerRead);
    }

    /** What the server says of each, in order. Completes on a network thread. */
    CompletableFuture<List<DataValue>> raw(List<ReadValueId> what, TimestampsToReturn times, Deadline deadline) {
        return batches.inOrder(what, batch -> link.call(
                        header -> new ReadRequest(header, 0.0, times, batch.toArray(ReadValueId[]::new)),
                        ReadResponse.class,
                        deadline.left())
                .thenApply(response -> answers(response, batch.size())));
    }

    private static List<DataValue> answers(ReadResponse response, int asked) {
        DataValue[] results = Objects.requireNonNullElse(response.getResults(), new DataValue[0]);
        if (results.length != asked) {
            throw new IllegalStateException(
                    "the server answered " + results.length + " values to " + asked + " asked for");
        }
        return Arrays.asList(results);
    }

    /** The exchange, and what is to be made of it on a thread that may wait. */
    CompletableFuture<Answer> read(List<OpcUaAddress> addresses, Deadline deadline) {
        List<Optional<ReadValueId>> resolved =
                addresses.stream().map(nodes::resolve).toList();
        List<ReadValueId> what = resolved.stream().flatMap(Optional::stream).toList();
        return raw(what, TimestampsToReturn.Both, deadline).thenApply(data -> new Answer(addresses, resolved, data));
    }

    /** Values as they came. */
    final class Answer {
        private final List<OpcUaAddress> addresses;
        private final List<Optional<ReadValueId>> resolved;
        private final List<DataValue> data;

        private Answer(List<OpcUaAddress> addresses, List<Optional<ReadValueId>> resolved, List<DataValue> data) {
            this.addresses = addresses;
            this.resolved = resolved;
            this.data = data;
        }

        /** May ask the server for the description of a structure, and wait for it. */
        List<Reading> readings() {
            List<Reading> readings = new ArrayList<>(addresses.size());
            int next = 0;
            for (int i = 0; i < addresses.size(); i++) {
                readings.add(
                        resolved.get(i).isPresent()
                                ? values.reading(
                                        data.get(next++), addresses.get(i).isElement())
                                : Reading.bad(Quality.BAD_NODE_ID_UNKNOWN, Nodes.unknownNamespace(addresses.get(i))));
            }
            return readings;
        }
    }
}
