package io.millrace.connector.opcua;

import io.millrace.connector.WriteOutcome;
import io.millrace.connector.opcua.DataTypes.Shape;
import io.millrace.model.Value;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;
import org.jspecify.annotations.Nullable;

/**
 * The Write service (OPC 10000-4, 5.11.4), one value at a time and as the variable's own type. What is known never to
 * have left this machine is NOT_SENT; what may have arrived without an answer is UNKNOWN. Thread-safe.
 */
final class Writer {

    private final Link link;
    private final Nodes nodes;
    private final DataTypes types;
    private final Duration timeout;

    Writer(Link link, Nodes nodes, DataTypes types, Duration timeout) {
        this.link = link;
        this.nodes = nodes;
        this.types = types;
        this.timeout = timeout;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // thenCompose waits for the stage within the stage
    CompletableFuture<WriteOutcome> write(OpcUaAddress address, Value value) {
        if (link.isOver()) {
            return done(WriteOutcome.notSent("There is no session with the server."));
        }
        Optional<ReadValueId> node = nodes.resolve(address);
        if (node.isEmpty()) {
            return done(WriteOutcome.rejected(Nodes.unknownNamespace(address)));
        }
        if (address.attribute() != OpcUaAddress.Attribute.VALUE) {
            return done(WriteOutcome.rejected("Only the value of a node can be written, not its "
                    + EndpointChoice.word(address.attribute()) + "."));
        }
        return types.shape(node.get().getNodeId(), Deadline.in(timeout))
                .handle((shape, fault) -> fault == null
                        ? write(node.get(), shape, value)
                        : done(WriteOutcome.notSent(
                                "The type of the variable could not be had (" + Faults.brief(fault) + ").")))
                .thenCompose(outcome -> outcome);
    }

    private CompletableFuture<WriteOutcome> write(ReadValueId node, Shape shape, Value value) {
        OpcUaDataType type = shape.type();
        Variant variant;
        try {
            variant = type == null
                    ? guess(value)
                    : WriteValues.of(value, type, shape.rank(), node.getIndexRange() != null);
        } catch (WriteValues.Unfit unfit) {
            return done(WriteOutcome.rejected(Objects.requireNonNull(unfit.getMessage())));
        }
        WriteValue[] what = {
            new WriteValue(node.getNodeId(), node.getAttributeId(), node.getIndexRange(), DataValue.valueOnly(variant))
        };
        return link.call(header -> new WriteRequest(header, what), WriteResponse.class, timeout)
                .handle((response, fault) -> fault == null ? outcome(response.getResults()) : outcome(fault));
    }

    /** For a server that tells nothing of its variable: it will say itself whether this is what it wants. */
    private static Variant guess(Value value) {
        if (value instanceof Value.Whole whole) {
            return new Variant(whole.value());
        }
        if (value instanceof Value.Real real) {
            return new Variant(real.value());
        }
        if (value instanceof Value.Bool bool) {
            return new Variant(bool.value());
        }
        return new Variant(((Value.Text) value).value());
    }

    private static WriteOutcome outcome(StatusCode @Nullable [] results) {
        if (results == null || results.length != 1) {
            return WriteOutcome.unknown("The server gave no result.");
        }
        return results[0].isBad() ? rejected(results[0].value()) : WriteOutcome.ok();
    }

    private WriteOutcome outcome(Throwable fault) {
        Throwable root = Faults.root(fault);
        if (root instanceof Link.NotSent) {
            return WriteOutcome.notSent("There is no session with the server.");
        }
        if (Faults.isAnswer(root)) {
            return rejected(Faults.status(root));
        }
        return WriteOutcome.unknown(
                Faults.isTimeout(root)
                        ? "The server did not answer within " + timeout.toMillis() + " ms."
                        : "The connection broke before the server answered (" + Faults.brief(root) + ").");
    }

    private static WriteOutcome rejected(long status) {
        String why =
                switch ((int) status) {
                    case (int) StatusCodes.Bad_NotWritable -> ": the variable cannot be written";
                    case (int) StatusCodes.Bad_UserAccessDenied -> ": this user may not write it";
                    case (int) StatusCodes.Bad_TypeMismatch -> ": the server wants another type";
                    case (int) StatusCodes.Bad_OutOfRange -> ": the value is out of range";
                    case (int) StatusCodes.Bad_NodeIdUnknown -> ": the server has no such node";
                    default -> "";
                };
        return WriteOutcome.rejected(Faults.name(status) + why);
    }

    private static CompletableFuture<WriteOutcome> done(WriteOutcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }
}
