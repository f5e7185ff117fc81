package io.millrace.notify;

import io.millrace.model.Metric;
import io.millrace.model.MetricSource;
import io.millrace.model.Namespace;
import io.millrace.model.Problem;
import io.millrace.model.RecordHandler;
import io.millrace.model.StoredRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people of alarms. Follows the events of the log ({@code millrace.events}); what it takes is on disk before the
 * place in the log is given up, so each record may come more than once and is told once. Sending goes on beside that: a
 * mail server that is away holds up nothing, and memory stays bounded. Thread-safe.
 */
public final class Notifier implements RecordHandler, MetricSource, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Notifier.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration END = Duration.ofSeconds(5);

    private final NewsReader reader;
    private final Journal journal;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Courier> couriers = new LinkedHashMap<>();
    /** Whether something changed that is not on disk. */
    private boolean unkept;

    private Notifier(
            Path folder,
            String site,
            Namespace namespace,
            List<NotificationSettings> notifications,
            Duration firstPause,
            Clock clock) {
        this.reader = new NewsReader(namespace);
        this.journal = new Journal(folder);
        this.clock = clock;
        Map<String, Outbox.Content> kept = journal.read();
        for (NotificationSettings settings : notifications) {
            Outbox outbox = new Outbox(settings, kept.getOrDefault(settings.name(), Outbox.Content.EMPTY));
            Sender sender = Sender.of(settings.channel(), site);
            couriers.put(settings.name(), new Courier(settings, outbox, sender, this::keep, lock, firstPause, clock));
        }
    }

    /**
     * Starts to send what waits from before.
     *
     * @param folder keeps what is to be sent and what was; made when it is missing
     * @param site its name, for messages
     * @throws io.millrace.model.ProblemException {@code notifications-unreadable}
     */
    public static Notifier start(
            Path folder, String site, Namespace namespace, List<NotificationSettings> notifications, Clock clock) {
        return start(folder, site, namespace, notifications, FIRST_PAUSE, clock);
    }

    static Notifier start(
            Path folder,
            String site,
            Namespace namespace,
            List<NotificationSettings> notifications,
            Duration firstPause,
            Clock clock) {
        try {
            Files.createDirectories(folder);
        } catch (IOException refused) {
            throw Problem.of(
                            "notifications-unreadable",
                            "The folder " + folder + " cannot be made (" + refused.getMessage() + ").",
                            "Check the rights on the data folder.")
                    .asException();
        }
        Notifier notifier = new Notifier(folder, site, namespace, notifications, firstPause, clock);
        notifier.couriers.values().forEach(Courier::start);
        return notifier;
    }

    /**
     * Sends a test message, at once and in no relation to any alarm.
     *
     * @throws io.millrace.model.ProblemException {@code notification-failed}, saying why
     */
    public static void test(NotificationSettings notification, String site, Clock clock) {
        try {
            Sender.of(notification.channel(), site).send(Notice.test("test-" + UUID.randomUUID(), clock.millis()));
        } catch (SendException refused) {
            throw Problem.of("notification-failed", String.valueOf(refused.getMessage()))
                    .asException();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Problem.of("notification-failed", "It was interrupted.").asException();
        }
    }

    @Override
    public void handle(List<StoredRecord> records) throws IOException {
        List<News> news = new ArrayList<>();
        for (StoredRecord record : records) {
            reader.read(record).ifPresent(news::add);
        }
        if (news.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            boolean changed = false;
            for (News one : news) {
                for (Courier courier : couriers.values()) {
                    changed |= courier.outbox().take(one, clock.millis());
                }
            }
            if (changed || unkept) {
                keep();
                couriers.values().forEach(Courier::wake);
            }
        } finally {
            lock.unlock();
        }
    }

    private void keep() throws IOException {
        unkept = true;
        Map<String, Outbox.Content> outboxes = new LinkedHashMap<>();
        couriers.forEach((name, courier) -> outboxes.put(name, courier.outbox().content()));
        journal.write(outboxes);
        unkept = false;
    }

    /** One entry for each notification, in the order of the site file. */
    public List<NotificationStatus> status() {
        lock.lock();
        try {
            return couriers.values().stream().map(Courier::status).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        for (NotificationStatus status : status()) {
            metrics.add(of(status, Metric.counter("notify_sent", "Messages sent to people.", status.sent())));
            metrics.add(of(status, Metric.counter("notify_failed", "Attempts to send that failed.", status.failed())));
            metrics.add(of(
                    status,
                    Metric.counter("notify_given_up", "Messages that nobody took for a day: lost.", status.givenUp())));
            metrics.add(of(status, Metric.gauge("notify_waiting", "Messages that wait to be sent.", status.waiting())));
        }
        return metrics;
    }

    private static Metric of(NotificationStatus status, Metric metric) {
        return new Metric(
                metric.name(), metric.help(), metric.kind(), Map.of("notification", status.name()), metric.value());
    }

    /** Ends within some seconds; what was not sent is sent after the next start. Idempotent. */
    @Override
    public void close() {
        couriers.values().forEach(courier -> courier.close(END));
        log.atDebug().log("notifications ended");
    }
}
