package io.millrace.broker;

import com.google.inject.Provider;
import com.hivemq.bootstrap.ClientConnection;
import com.hivemq.bootstrap.netty.ChannelHandlerNames;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission;
import com.hivemq.extension.sdk.api.client.ClientContext;
import com.hivemq.extension.sdk.api.client.parameter.InitializerInput;
import com.hivemq.extension.sdk.api.packets.auth.DefaultAuthorizationBehaviour;
import com.hivemq.extension.sdk.api.packets.auth.ModifiableDefaultPermissions;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.services.builder.TopicPermissionBuilder;
import com.hivemq.extension.sdk.api.services.intializer.ClientInitializer;
import com.hivemq.mqtt.handler.publish.FlowControlHandler;
import com.hivemq.mqtt.message.connect.MqttWillPublish;
import com.hivemq.persistence.connection.ConnectionPersistence;
import io.netty.channel.ChannelPipeline;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets clients in: checks user and password, hands out permissions, and puts the gate into the connection before its
 * CONNACK leaves, so that no message can come in ahead of it. A connection that cannot be given its gate is closed.
 * Thread-safe.
 */
final class Doorman implements SimpleAuthenticator, ClientInitializer {

    private static final Logger log = LoggerFactory.getLogger(Broker.class);
    private static final String GATE = "millrace-gate";

    private final AccessList access;
    private final GateContext gate;
    private final ConnectionPersistence connections;
    private final Provider<TopicPermissionBuilder> permissions;
    private volatile boolean closed;

    Doorman(
            AccessList access,
            GateContext gate,
            ConnectionPersistence connections,
            Provider<TopicPermissionBuilder> permissions) {
        this.access = access;
        this.gate = gate;
        this.connections = connections;
        this.permissions = permissions;
    }

    /** From now on nobody comes in. */
    void close() {
        closed = true;
    }

    @Override
    public void onConnect(SimpleAuthInput input, SimpleAuthOutput output) {
        if (closed) {
            output.failAuthentication(ConnackReasonCode.SERVER_UNAVAILABLE, "The broker is closing");
            return;
        }
        if (access.isOpen()) {
            output.authenticateSuccessfully();
            return;
        }
        Optional<String> name = input.getConnectPacket().getUserName();
        Optional<BrokerUser> user = name.flatMap(given ->
                access.authenticate(given, bytes(input.getConnectPacket().getPassword())));
        if (user.isEmpty()) {
            log.atWarn()
                    .addKeyValue("client", input.getClientInformation().getClientId())
                    .addKeyValue("user", name.orElse(""))
                    .log("an MQTT client was turned away: unknown user or wrong password");
            output.failAuthentication(ConnackReasonCode.BAD_USER_NAME_OR_PASSWORD, "Unknown user or wrong password");
            return;
        }
        ModifiableDefaultPermissions may = output.getDefaultPermissions();
        for (String filter : user.get().publish()) {
            may.add(permission(filter, TopicPermission.MqttActivity.PUBLISH));
        }
        for (String filter : user.get().subscribe()) {
            may.add(permission(filter, TopicPermission.MqttActivity.SUBSCRIBE));
        }
        may.setDefaultBehaviour(DefaultAuthorizationBehaviour.DENY);
        output.authenticateSuccessfully();
    }

    private TopicPermission permission(String filter, TopicPermission.MqttActivity activity) {
        return permissions.get().topicFilter(filter).activity(activity).build();
    }

    private static byte[] bytes(Optional<ByteBuffer> password) {
        ByteBuffer buffer = password.orElseGet(() -> ByteBuffer.allocate(0));
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    @Override
    public void initialize(InitializerInput input, ClientContext context) {
        String clientId = input.getClientInformation().getClientId();
        ClientConnection connection = connections.get(clientId);
        try {
            if (connection == null || closed) {
                throw new IllegalStateException(closed ? "the broker is closing" : "the connection is gone");
            }
            installGate(connection);
        } catch (RuntimeException e) {
            context.getDefaultPermissions().clear();
            context.getDefaultPermissions().setDefaultBehaviour(DefaultAuthorizationBehaviour.DENY);
            if (connection != null) {
                log.atWarn()
                        .addKeyValue("client", clientId)
                        .setCause(e)
                        .log("an MQTT client was closed because it could not be connected to the log");
                connection.getChannel().close();
            }
        }
    }

    private void installGate(ClientConnection connection) {
        String clientId = connection.getClientId();
        if (connection.getChannel().pipeline().get(LargePackets.class) == null) {
            throw new IllegalStateException("it came before the listener was ready");
        }
        BrokerUser user = user(connection);
        if (connection.isCleanStart()) {
            gate.exactlyOnce().newSession(clientId);
        }
        CompletableFuture<Void> formerWills = gate.wills().clientConnected(clientId, connection.isCleanStart());
        ChannelPipeline pipeline = connection.getChannel().pipeline();
        FlowControlHandler flowControl = pipeline.get(FlowControlHandler.class); // of MQTT 5 only
        AtomicInteger sendQuota = flowControl == null ? null : EngineTuning.sendQuota(flowControl);
        pipeline.addBefore(
                ChannelHandlerNames.MQTT_PUBLISH_FLOW_HANDLER,
                GATE,
                new GateHandler(gate, connection, user, takeWill(connection, user), formerWills, sendQuota));
    }

    private @Nullable BrokerUser user(ClientConnection connection) {
        if (access.isOpen()) {
            return null;
        }
        return Optional.ofNullable(connection.getAuthUsername())
                .flatMap(access::find)
                .orElseThrow(() -> new IllegalStateException("a client without a user passed the authentication"));
    }

    /** A will that may not be published stays HiveMQ's alone, which refuses the connection for it. */
    private @Nullable Will takeWill(ClientConnection connection, @Nullable BrokerUser user) {
        MqttWillPublish message = connection.getWillPublish();
        if (message == null
                || !TopicFilters.isTopicName(message.getTopic())
                || !gate.covers(message.getTopic())
                || (user != null && !AccessList.mayPublish(user, message.getTopic()))) {
            return null;
        }
        return new Will(message, user == null ? null : user.name());
    }
}
