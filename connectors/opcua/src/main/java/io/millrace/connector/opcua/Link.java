package io.millrace.connector.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.UaRequestMessageType;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.RequestHeader;

/**
 * An activated session on its connection, and the fence around it: once it is over, nothing more is sent. Requests go
 * past Milo's own session keeper, which would hold them back until it has reconnected. Thread-safe; stages complete on
 * network threads.
 */
final class Link {

    private final OpcUaClient client;
    private final OneLifeTransport transport;
    private final NodeId token;
    private final Consumer<String> onOver;
    private final AtomicBoolean over = new AtomicBoolean();

    /** Nothing was put on the wire. */
    static final class NotSent extends UaException {
        private static final long serialVersionUID = 1L;

        NotSent(String why) {
            super(StatusCodes.Bad_NotConnected, why);
        }
    }

    Link(OpcUaClient client, OneLifeTransport transport, NodeId token, Consumer<String> onOver) {
        this.client = client;
        this.transport = transport;
        this.token = token;
        this.onOver = onOver;
    }

    OpcUaClient client() {
        return client;
    }

    NamespaceTable namespaces() {
        return client.getNamespaceTable();
    }

    /** Decodes what the specification itself defines. */
    EncodingContext plainCodecs() {
        return client.getStaticEncodingContext();
    }

    boolean isOver() {
        return over.get();
    }

    /** Ends the session from within: the connection is cut, and whoever asked to hear of it hears it once. */
    void end(String reason) {
        if (over.compareAndSet(false, true)) {
            transport.kill();
            onOver.accept(reason);
        }
    }

    /** Ends the session from without: nobody is told. Answers whether it was still alive. */
    boolean fence() {
        return over.compareAndSet(false, true);
    }

    /**
     * Sends a request.
     *
     * @param within zero waits for as long as the connection lasts
     */
    <T extends UaResponseMessageType> CompletableFuture<T> call(
            Function<RequestHeader, UaRequestMessageType> request, Class<T> answer, Duration within) {
        if (over.get() || !transport.isOpen()) {
            return CompletableFuture.failedFuture(new NotSent("the session is over"));
        }
        RequestHeader header = client.newRequestHeader(token, uint(within.toMillis()));
        return transport
                .sendRequestMessage(request.apply(header))
                .thenApply(answer::cast)
                .whenComplete((got, fault) -> {
                    if (fault != null && Faults.isSessionGone(fault)) {
                        end("The server has ended the session (" + Faults.name(Faults.status(fault)) + ").");
                    }
                });
    }
}
