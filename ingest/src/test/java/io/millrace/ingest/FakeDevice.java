package io.millrace.ingest;

import io.millrace.connector.Capability;
import io.millrace.connector.Connector;
import io.millrace.connector.ConnectorEnvironment;
import io.millrace.connector.ConnectorException;
import io.millrace.connector.Monitored;
import io.millrace.connector.Reading;
import io.millrace.connector.Session;
import io.millrace.connector.SessionListener;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/** A device and its connector in one: it does what it is told. */
final class FakeDevice implements Connector<FakeDevice.Settings, FakeDevice.Address> {

    record Settings(String host) {}

    record Address(String lane, String name) {}

    static final Reading UNKNOWN = Reading.bad(Quality.BAD_NODE_ID_UNKNOWN, "no such node");

    /** A read that has not been answered yet. */
    record Read(List<Address> addresses, CompletableFuture<List<Reading>> answer) {
        void with(long value) {
            answer.complete(addresses.stream()
                    .map(address -> Reading.good(Value.of(value)))
                    .toList());
        }
    }

    final List<FakeSession> sessions = new CopyOnWriteArrayList<>();
    final CountDownLatch openingEntered = new CountDownLatch(1);
    volatile String refusal = "";
    volatile boolean hangsWhenOpening;
    volatile boolean confirms = true;
    volatile int maxBatch = 1000;
    /** The names it does not know when asked to monitor them. */
    volatile Set<String> unknown = Set.of();

    /** Answers reads at once, on the lanes that answer. */
    volatile Function<Address, Reading> values = address -> Reading.good(Value.of(1));

    volatile Predicate<String> answersLane = lane -> true;
    volatile RuntimeException readFailure;

    final class FakeSession implements Session<Address> {
        final SessionListener listener;
        final List<Read> reads = new CopyOnWriteArrayList<>();
        final List<Read> open = new CopyOnWriteArrayList<>();
        volatile List<Monitored<Address>> monitored = List.of();
        final AtomicInteger timesMonitored = new AtomicInteger();
        volatile CompletableFuture<Void> confirmed = new CompletableFuture<>();
        volatile boolean closed;

        FakeSession(SessionListener listener) {
            this.listener = listener;
        }

        @Override
        public CompletionStage<List<Reading>> read(List<Address> addresses) {
            Read read = new Read(addresses, new CompletableFuture<>());
            reads.add(read);
            String lane = addresses.get(0).lane();
            if (!answersLane.test(lane)) {
                open.add(read);
            } else if (readFailure != null) {
                read.answer().completeExceptionally(readFailure);
            } else {
                List<Reading> readings = new ArrayList<>();
                addresses.forEach(address -> readings.add(values.apply(address)));
                read.answer().complete(readings);
            }
            return read.answer();
        }

        @Override
        public CompletionStage<Void> monitor(List<Monitored<Address>> tags) {
            timesMonitored.incrementAndGet();
            monitored = tags;
            tags.stream()
                    .filter(tag -> unknown.contains(tag.address().name()))
                    .forEach(tag -> listener.received(tag.handle(), UNKNOWN));
            if (confirms) {
                confirmed.complete(null);
            }
            return confirmed;
        }

        void says(int handle, long value) {
            listener.received(handle, Reading.good(Value.of(value)));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    FakeSession session() {
        return sessions.get(sessions.size() - 1);
    }

    @Override
    public String type() {
        return "fake";
    }

    @Override
    public String title() {
        return "Fake";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.READ, Capability.SUBSCRIBE);
    }

    @Override
    public Class<Settings> settingsType() {
        return Settings.class;
    }

    @Override
    public Class<Address> addressType() {
        return Address.class;
    }

    @Override
    public String endpoint(Settings settings) {
        return "fake://" + settings.host();
    }

    @Override
    public String lane(Address address) {
        return address.lane();
    }

    @Override
    public int maxBatch(Settings settings) {
        return maxBatch;
    }

    @Override
    public Session<Address> open(Settings settings, ConnectorEnvironment environment, SessionListener listener)
            throws ConnectorException, InterruptedException {
        openingEntered.countDown();
        if (hangsWhenOpening) {
            new CountDownLatch(1).await();
        }
        if (!refusal.isEmpty()) {
            throw new ConnectorException(refusal);
        }
        FakeSession session = new FakeSession(listener);
        sessions.add(session);
        return session;
    }
}
