package io.millrace.prove.generator;

import io.millrace.prove.journal.Entry;
import io.millrace.prove.journal.JournalReader;
import io.millrace.prove.journal.JournalWriter;
import io.millrace.prove.plant.Flow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The program of the publishing process: one loop that takes in what was acknowledged, asks the lines what comes next,
 * has it all on the disk in the journal, and only then publishes.
 */
public final class Generator {

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long STATUS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** A connection on which nothing has been acknowledged for so long is given up. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final int COUNTS_PER_REJECT = 20;
    /** Of each line. */
    private static final double ORDERS_PER_SECOND = 0.06;

    private static final double BOOKINGS_PER_SECOND = 0.1;

    private final GeneratorSettings settings;
    private final Orders orders;
    private final JournalWriter journal;
    private final Device device;
    private final List<Member> members = new ArrayList<>();
    /** Bounded by the windows of the lines. */
    private final ConcurrentLinkedQueue<Ended> ended = new ConcurrentLinkedQueue<>();

    private boolean stopped;

    private record Ended(Member member, Sending sending, boolean acknowledged) {}

    private static final class Member {
        private final int number;
        private final Line line;
        private final Publisher publisher;
        private long heardNanos = System.nanoTime();

        Member(int number, Line line, Publisher publisher) {
            this.number = number;
            this.line = line;
            this.publisher = publisher;
        }
    }

    private Generator(GeneratorSettings settings, Orders orders) throws IOException, InterruptedException {
        this.settings = settings;
        this.orders = orders;
        SplittableRandom random = new SplittableRandom(settings.seed());
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "generator-io");
            thread.setDaemon(true);
            return thread;
        });
        for (int number = 1; number <= settings.lines(); number++) {
            double counts = settings.countsPerSecond() / (double) settings.lines();
            Line line = new Line(
                    Map.of(
                            Flow.COUNT, counts,
                            Flow.VALUE, settings.valuesPerSecond() / (double) settings.lines(),
                            Flow.SCRAP, counts / COUNTS_PER_REJECT,
                            Flow.ORDER, ORDERS_PER_SECOND,
                            Flow.BOOKING, BOOKINGS_PER_SECOND),
                    settings.duplicatePercent(),
                    settings.window(),
                    random.split());
            members.add(new Member(number, line, new Publisher(number, settings.mqttPort(), threads)));
        }
        JournalReader.read(settings.messages(), this::remember);
        for (Member member : members) {
            for (Flow flow : Flow.values()) {
                member.line.flow(flow).resume();
            }
        }
        this.journal = JournalWriter.open(settings.messages());
        this.device = new Device(settings.device(), settings.registers(), random.split());
        DeviceServer.start(device, settings.devicePort(), threads);
    }

    /** @param arguments the settings file */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        // First of all, so that no generator outlives whoever started it.
        Orders orders = new Orders(System.in);
        try {
            new Generator(GeneratorSettings.read(Path.of(arguments[0])), orders).run();
        } catch (Throwable failed) {
            failed.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private void remember(Entry entry) {
        FlowState flow = members.get(entry.index() - 1).line.flow(Flow.values()[entry.flow()]);
        switch (entry.kind()) {
            case ATTEMPTED -> flow.rememberAttempt(entry.number(), entry.value());
            case ACKNOWLEDGED -> flow.rememberAcknowledgement(entry.number());
            case SHOWN -> throw new IllegalStateException("a register among the messages: " + entry);
        }
    }

    private void run() {
        long nextStatus = System.nanoTime();
        while (true) {
            long begin = System.nanoTime();
            obey();
            takeOutcomes();
            publish();
            if (begin - nextStatus >= 0) {
                nextStatus = begin + STATUS_NANOS;
                System.out.println(status().line());
            }
            LockSupport.parkNanos(TICK_NANOS - (System.nanoTime() - begin));
        }
    }

    private void obey() {
        for (Orders.Order order = orders.poll(); order != null; order = orders.poll()) {
            switch (order) {
                case REPEAT -> members.forEach(member -> member.line.repeatRecent(nowMicros()));
                case STOP -> {
                    members.forEach(member -> member.line.stopProducing());
                    device.freeze();
                    stopped = true;
                }
            }
        }
    }

    private void takeOutcomes() {
        for (Ended end = ended.poll(); end != null; end = ended.poll()) {
            Flow flow = end.sending.flow();
            long number = end.sending.number();
            end.member.heardNanos = System.nanoTime();
            if (!end.acknowledged) {
                end.member.line.failed(flow, number);
            } else if (end.member.line.acknowledged(flow, number)) {
                journal.add(new Entry(Entry.Kind.ACKNOWLEDGED, flow.ordinal(), end.member.number, number, 0));
            }
        }
    }

    private record Outgoing(Member member, Sending sending) {}

    private void publish() {
        List<Outgoing> outgoing = new ArrayList<>();
        long now = nowMicros();
        for (Member member : members) {
            member.publisher.connect();
            if (!member.publisher.isConnected()) {
                member.heardNanos = System.nanoTime();
                continue;
            }
            if (member.line.flying() == 0) {
                member.heardNanos = System.nanoTime();
            } else if (System.nanoTime() - member.heardNanos > SILENCE_NANOS) {
                member.heardNanos = System.nanoTime();
                member.publisher.beginAnew();
                continue;
            }
            for (Sending sending : member.line.next(now)) {
                outgoing.add(new Outgoing(member, sending));
                journal.add(new Entry(
                        Entry.Kind.ATTEMPTED,
                        sending.flow().ordinal(),
                        member.number,
                        sending.number(),
                        sending.timestampMicros()));
            }
        }
        journal.commit();
        for (Outgoing out : outgoing) {
            out.member.publisher.publish(
                    out.sending, acknowledged -> ended.add(new Ended(out.member, out.sending, acknowledged)));
        }
    }

    private Status status() {
        return new Status(
                members.stream().mapToLong(member -> member.line.attempted()).sum(),
                members.stream().mapToLong(member -> member.line.acknowledged()).sum(),
                members.stream().mapToLong(member -> member.line.flying()).sum(),
                (int) members.stream()
                        .filter(member -> member.publisher.isConnected())
                        .count(),
                stopped && members.stream().allMatch(member -> member.line.isDrained()),
                device.shownSinceFrozen());
    }

    private static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
