package io.millrace.connector.opcua;

import io.millrace.connector.Capability;
import io.millrace.connector.Connector;
import io.millrace.connector.ConnectorEnvironment;
import io.millrace.connector.ConnectorException;
import io.millrace.connector.Session;
import io.millrace.connector.SessionListener;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * OPC UA over TCP (OPC 10000). Reads, subscribes, browses and writes; speaks all three current security policies; keeps
 * its certificates and the trust list in the folder {@code pki} of its environment. Stateless but for the network
 * threads that its sessions share. Thread-safe.
 */
public final class OpcUaConnector implements Connector<OpcUaSettings, OpcUaAddress> {

    private final SharedThreads shared = new SharedThreads();
    private final Clock clock;

    public OpcUaConnector() {
        this(Clock.systemUTC());
    }

    /** @param clock judges certificates and times of values */
    public OpcUaConnector(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String type() {
        return "opcua";
    }

    @Override
    public String title() {
        return "OPC UA";
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    public Class<OpcUaSettings> settingsType() {
        return OpcUaSettings.class;
    }

    @Override
    public Class<OpcUaAddress> addressType() {
        return OpcUaAddress.class;
    }

    @Override
    public String endpoint(OpcUaSettings settings) {
        return settings.endpoint();
    }

    @Override
    public int maxBatch(OpcUaSettings settings) {
        return settings.batchLimit();
    }

    @Override
    public Session<OpcUaAddress> open(
            OpcUaSettings settings, ConnectorEnvironment environment, SessionListener listener)
            throws ConnectorException, InterruptedException {
        SharedThreads.Lease threads = shared.lease();
        AtomicReference<@Nullable OpcUaSession> made = new AtomicReference<>();
        try {
            Opening.Opened opened = new Opening(settings, environment, threads, clock).open(error -> {
                OpcUaSession there = made.get();
                if (there != null) {
                    there.disconnected(error);
                }
            });
            OpcUaSession session = new OpcUaSession(opened, settings, environment, listener, threads, clock);
            made.set(session);
            session.ready();
            return session;
        } catch (ConnectorException | InterruptedException | RuntimeException failed) {
            OpcUaSession half = made.get();
            if (half != null) {
                half.close();
            }
            threads.close();
            throw failed;
        }
    }
}
