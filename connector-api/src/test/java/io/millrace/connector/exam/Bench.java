package io.millrace.connector.exam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.connector.Capability;
import io.millrace.connector.Connector;
import io.millrace.connector.ConnectorEnvironment;
import io.millrace.connector.ConnectorException;
import io.millrace.connector.Monitored;
import io.millrace.connector.Reading;
import io.millrace.connector.Session;
import io.millrace.connector.WriteOutcome;
import io.millrace.model.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Opens sessions as the framework would, waits for them as people do, and closes every one of them at the end. */
final class Bench<S extends Record, A extends Record> implements AutoCloseable {

    private static final long STAGE_SECONDS = 30;

    private final Connector<S, A> connector;
    private final IntFunction<S> settings;
    private final Supplier<ConnectorEnvironment> environment;
    private final Map<Session<A>, Heard> sessions = new ConcurrentHashMap<>();

    Bench(Connector<S, A> connector, IntFunction<S> settings, Supplier<ConnectorEnvironment> environment) {
        this.connector = connector;
        this.settings = settings;
        this.environment = environment;
    }

    Session<A> open(int port) throws ConnectorException, InterruptedException {
        Heard heard = new Heard();
        Session<A> session = connector.open(settings.apply(port), environment.get(), heard);
        sessions.put(session, heard);
        return session;
    }

    /** Opens, again and again while the device refuses. */
    Session<A> awaitOpen(int port, Duration patience) throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return open(port);
            } catch (ConnectorException refused) {
                if (System.nanoTime() > deadline) {
                    throw refused;
                }
            }
        }
    }

    Heard heard(Session<A> session) {
        return sessions.get(session);
    }

    /** Reads lane by lane, as the framework does, and returns the readings in the order asked for. */
    List<Reading> read(Session<A> session, List<A> addresses) throws Exception {
        Map<String, List<Integer>> lanes = new LinkedHashMap<>();
        for (int i = 0; i < addresses.size(); i++) {
            lanes.computeIfAbsent(connector.lane(addresses.get(i)), any -> new ArrayList<>())
                    .add(i);
        }
        Reading[] readings = new Reading[addresses.size()];
        for (List<Integer> lane : lanes.values()) {
            List<Reading> part = session.read(lane.stream().map(addresses::get).toList())
                    .toCompletableFuture()
                    .get(STAGE_SECONDS, TimeUnit.SECONDS);
            assertThat(part).as("one reading for each address").hasSameSizeAs(lane);
            for (int i = 0; i < lane.size(); i++) {
                readings[lane.get(i)] = part.get(i);
            }
        }
        return Arrays.asList(readings);
    }

    List<Value> values(Session<A> session, List<A> addresses) throws Exception {
        return read(session, addresses).stream().map(Reading::value).toList();
    }

    List<A> addresses(List<Known<A>> tags) {
        return tags.stream().map(Known::address).toList();
    }

    List<Value> expected(List<Known<A>> tags) {
        return tags.stream().map(Known::value).toList();
    }

    WriteOutcome write(Session<A> session, A address, Value value) throws Exception {
        return session.write(address, value).toCompletableFuture().get(STAGE_SECONDS, TimeUnit.SECONDS);
    }

    void monitor(Session<A> session, List<Monitored<A>> tags) throws Exception {
        session.monitor(tags).toCompletableFuture().get(STAGE_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits until the session delivers what the device holds, by reading where the protocol can. */
    void awaitServing(Session<A> session, Known<A> tag, Duration patience) {
        if (connector.capabilities().contains(Capability.READ)) {
            await("the device is read").atMost(patience).until(() -> serves(session, tag));
            return;
        }
        Monitored<A> monitored = new Monitored<>(1_000, tag.address(), Duration.ofMillis(100));
        session.monitor(List.of(monitored));
        await("the device delivers")
                .atMost(patience)
                .until(() -> heard(session).goodValues(1_000).contains(tag.value()));
    }

    /** Waits until the session is lost or its readings fail. */
    void awaitNoticed(Session<A> session, Known<A> tag, Duration patience) {
        boolean canRead = connector.capabilities().contains(Capability.READ);
        await("it is noticed that the device does not answer")
                .atMost(patience)
                .until(() -> heard(session).isLost() || (canRead && !serves(session, tag)));
    }

    private boolean serves(Session<A> session, Known<A> tag) {
        try {
            return tag.value().equals(values(session, List.of(tag.address())).get(0));
        } catch (Exception failed) {
            return false;
        }
    }

    @Override
    public void close() {
        sessions.forEach((session, heard) -> {
            session.close();
            assertThat(heard.lostReasons()).as("a session is lost once at most").hasSizeLessThanOrEqualTo(1);
        });
        sessions.clear();
    }
}
