package io.millrace.connector.opcua;

import io.millrace.connector.BrowseEntry;
import io.millrace.connector.BrowsePage;
import io.millrace.connector.ConnectorEnvironment;
import io.millrace.connector.ConnectorException;
import io.millrace.connector.Monitored;
import io.millrace.connector.Reading;
import io.millrace.connector.Session;
import io.millrace.connector.SessionListener;
import io.millrace.connector.WriteOutcome;
import io.millrace.connector.exam.Heard;
import io.millrace.model.Value;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Opens sessions and waits for what they answer; closes them at the end. Used by one thread. */
final class Station implements AutoCloseable {

    private final OpcUaConnector connector;
    private final Path folder;
    private final List<Session<OpcUaAddress>> sessions = new ArrayList<>();

    Station(Path folder) {
        this(folder, Clock.systemUTC());
    }

    Station(Path folder, Clock clock) {
        this.connector = new OpcUaConnector(clock);
        this.folder = folder;
    }

    Session<OpcUaAddress> open(OpcUaSettings settings) throws ConnectorException, InterruptedException {
        return open(settings, new Heard());
    }

    Session<OpcUaAddress> open(OpcUaSettings settings, SessionListener listener)
            throws ConnectorException, InterruptedException {
        Session<OpcUaAddress> session = connector.open(settings, new ConnectorEnvironment("station", folder), listener);
        sessions.add(session);
        return session;
    }

    static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    static Reading read(Session<OpcUaAddress> session, String node) throws Exception {
        return read(session, OpcUaAddress.of(node));
    }

    static Reading read(Session<OpcUaAddress> session, OpcUaAddress address) throws Exception {
        return get(session.read(List.of(address))).get(0);
    }

    static List<Value> values(Session<OpcUaAddress> session, String... nodes) throws Exception {
        return get(session.read(Stream.of(nodes).map(OpcUaAddress::of).toList())).stream()
                .map(Reading::value)
                .toList();
    }

    static WriteOutcome write(Session<OpcUaAddress> session, String node, Value value) throws Exception {
        return get(session.write(OpcUaAddress.of(node), value));
    }

    static void monitor(Session<OpcUaAddress> session, int every, String... nodes) throws Exception {
        get(session.monitor(IntStream.range(0, nodes.length)
                .mapToObj(i -> new Monitored<>(i, OpcUaAddress.of(nodes[i]), Duration.ofMillis(every)))
                .toList()));
    }

    static List<BrowseEntry<OpcUaAddress>> browse(Session<OpcUaAddress> session, String parent) throws Exception {
        List<BrowseEntry<OpcUaAddress>> all = new ArrayList<>();
        String next = null;
        do {
            BrowsePage<OpcUaAddress> page = get(session.browse(parent, next));
            all.addAll(page.entries());
            next = page.continuation();
        } while (next != null);
        return all;
    }

    @Override
    public void close() {
        sessions.forEach(Session::close);
    }
}
