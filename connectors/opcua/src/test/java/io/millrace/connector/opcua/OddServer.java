package io.millrace.connector.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.millrace.connector.exam.Peers;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultMethodServiceSet;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultMonitoredItemServiceSet;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultSubscriptionServiceSet;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.CallRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateResult;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.NotificationMessage;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.RepublishRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.RepublishResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.RequestHeader;
import org.eclipse.milo.opcua.stack.core.types.structured.ResponseHeader;
import org.eclipse.milo.opcua.stack.core.types.structured.StatusChangeNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.transport.server.ServiceRequestContext;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;

/** A server whose subscriptions say what the test wants: nothing at all, oddly numbered, or goodbye. */
final class OddServer implements AutoCloseable {

    private static final UInteger ID = uint(7);

    private final int port = Peers.freePort();
    private final OpcUaServer server;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final List<Long> acknowledged = new CopyOnWriteArrayList<>();
    private final List<Long> repeated = new CopyOnWriteArrayList<>();
    private volatile UInteger clientHandle = uint(0);
    private volatile boolean remembers = true;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean silent;
    private final AtomicInteger askedForAll = new AtomicInteger();

    private record Waiting(RequestHeader header, CompletableFuture<PublishResponse> answer) {}

    OddServer() throws Exception {
        EndpointConfig endpoint = EndpointConfig.newBuilder()
                .setTransportProfile(TransportProfile.TCP_UASC_UABINARY)
                .setBindAddress("127.0.0.1")
                .setHostname("advertised.invalid")
                .setBindPort(port)
                .setPath("")
                .setSecurityPolicy(SecurityPolicy.None)
                .setSecurityMode(MessageSecurityMode.None)
                .addTokenPolicy(new UserTokenPolicy("anonymous", UserTokenType.Anonymous, null, null, null))
                .build();
        OpcUaServerConfig config = OpcUaServerConfig.builder()
                .setApplicationUri("urn:odd")
                .setEndpoints(Set.of(endpoint))
                .setCertificateManager(new DefaultCertificateManager(new MemoryCertificateQuarantine()))
                .setIdentityValidator(AnonymousIdentityValidator.INSTANCE)
                .build();
        server = new OpcUaServer(
                config,
                profile -> new OpcTcpServerTransport(
                        OpcTcpServerTransportConfig.newBuilder().build()));
        server.addServiceSet("/", new Publishing(server));
        server.addServiceSet("/", new Items(server));
        server.addServiceSet("/", new Methods(server));
        server.startup().get(10, TimeUnit.SECONDS);
    }

    int port() {
        return port;
    }

    int publishRequestsWaiting() {
        return waiting.size();
    }

    List<Long> acknowledged() {
        return List.copyOf(acknowledged);
    }

    List<Long> repeated() {
        return List.copyOf(repeated);
    }

    void keepSilentWhenAskedToRepeat() {
        silent = true;
    }

    /** How often it was asked to send all values once more. */
    int askedForAll() {
        return askedForAll.get();
    }

    void forget() {
        remembers = false;
    }

    /** Answers a waiting publish request with this value under this number. */
    void say(long number, int value) {
        answer(message(number, change(value)));
    }

    void sayStatus(long number, long status) {
        answer(message(number, new StatusChangeNotification(new StatusCode(status), null)));
    }

    private UaStructuredType change(int value) {
        DataValue data = DataValue.newValue().setValue(new Variant(value)).build();
        return new DataChangeNotification(
                new MonitoredItemNotification[] {new MonitoredItemNotification(clientHandle, data)}, null);
    }

    private static NotificationMessage message(long number, UaStructuredType content) {
        return new NotificationMessage(uint(number), DateTime.now(), new ExtensionObject[] {
            ExtensionObject.encode(DefaultEncodingContext.INSTANCE, content)
        });
    }

    private void answer(NotificationMessage message) {
        Waiting next = waiting.remove();
        next.answer()
                .complete(new PublishResponse(
                        header(next.header()), ID, new UInteger[0], false, message, new StatusCode[0], null));
    }

    private static ResponseHeader header(RequestHeader request) {
        return new ResponseHeader(
                DateTime.now(), request.getRequestHandle(), StatusCode.GOOD, null, new String[0], null);
    }

    private final class Publishing extends DefaultSubscriptionServiceSet {

        Publishing(OpcUaServer server) {
            super(server);
        }

        @Override
        public CreateSubscriptionResponse onCreateSubscription(
                ServiceRequestContext context, CreateSubscriptionRequest request) {
            return new CreateSubscriptionResponse(
                    header(request.getRequestHeader()),
                    ID,
                    request.getRequestedPublishingInterval(),
                    request.getRequestedLifetimeCount(),
                    request.getRequestedMaxKeepAliveCount());
        }

        @Override
        public CompletableFuture<PublishResponse> onPublish(ServiceRequestContext context, PublishRequest request) {
            Waiting asked = new Waiting(request.getRequestHeader(), new CompletableFuture<>());
            if (request.getSubscriptionAcknowledgements() != null) {
                Arrays.stream(request.getSubscriptionAcknowledgements())
                        .forEach(one -> acknowledged.add(one.getSequenceNumber().longValue()));
            }
            waiting.add(asked);
            return asked.answer();
        }

        @Override
        public RepublishResponse onRepublish(ServiceRequestContext context, RepublishRequest request)
                throws UaException {
            long number = request.getRetransmitSequenceNumber().longValue();
            repeated.add(number);
            if (silent) {
                await(closing);
            }
            if (!remembers) {
                throw new UaException(StatusCodes.Bad_MessageNotAvailable);
            }
            return new RepublishResponse(header(request.getRequestHeader()), message(number, change((int) number)));
        }
    }

    private final class Methods extends DefaultMethodServiceSet {

        Methods(OpcUaServer server) {
            super(server);
        }

        @Override
        public CallResponse onCall(ServiceRequestContext context, CallRequest request) {
            boolean resend = NodeIds.Server_ResendData.equals(request.getMethodsToCall()[0].getMethodId())
                    && ID.equals(request.getMethodsToCall()[0].getInputArguments()[0].getValue());
            if (resend) {
                askedForAll.incrementAndGet();
            }
            CallMethodResult result = new CallMethodResult(
                    resend ? StatusCode.GOOD : new StatusCode(StatusCodes.Bad_MethodInvalid),
                    new StatusCode[0],
                    null,
                    new Variant[0]);
            return new CallResponse(header(request.getRequestHeader()), new CallMethodResult[] {result}, null);
        }
    }

    private final class Items extends DefaultMonitoredItemServiceSet {

        Items(OpcUaServer server) {
            super(server);
        }

        @Override
        public CreateMonitoredItemsResponse onCreateMonitoredItems(
                ServiceRequestContext context, CreateMonitoredItemsRequest request) {
            clientHandle =
                    request.getItemsToCreate()[0].getRequestedParameters().getClientHandle();
            MonitoredItemCreateResult made =
                    new MonitoredItemCreateResult(StatusCode.GOOD, uint(1), 100.0, uint(10), null);
            return new CreateMonitoredItemsResponse(
                    header(request.getRequestHeader()), new MonitoredItemCreateResult[] {made}, null);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws Exception {
        closing.countDown();
        server.shutdown().get(10, TimeUnit.SECONDS);
    }
}
