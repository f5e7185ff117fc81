package io.millrace.connector.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.CallRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.NotificationMessage;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.RepublishRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.RepublishResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.StatusChangeNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.SubscriptionAcknowledgement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a few publish requests with the server and hands over, in order, what comes back (OPC 10000-4, 5.14.5). The next
 * request leaves only when the notification before has been handed over: a listener that holds up the hand-over thread
 * thereby holds back the server, whose queues then fill and mark what they drop. What waits here is bounded by the
 * requests in flight. Thread-safe.
 */
final class PublishLoop {

    private static final Logger log = LoggerFactory.getLogger(PublishLoop.class);

    private static final int IN_FLIGHT = 3;
    private static final long MOST_REPUBLISHED = 50;
    private static final long WRAPS_AT = 0xFFFFFFFFL;

    private final Link link;
    private final OpcUaSettings settings;
    private final Executor handover;
    private final Consumer<MonitoredItemNotification[]> changes;
    private final ObjLongConsumer<String> missed;

    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger handingOver = new AtomicInteger();
    private volatile long lastSign = System.nanoTime();
    private volatile @Nullable UInteger id;
    private volatile Duration silence = Duration.ZERO;
    private long expected = 1;

    /** @param missed hears, on the hand-over thread, of notifications that cannot be had any more, and how many */
    PublishLoop(
            Link link,
            OpcUaSettings settings,
            Executor handover,
            Consumer<MonitoredItemNotification[]> changes,
            ObjLongConsumer<String> missed) {
        this.link = link;
        this.settings = settings;
        this.handover = handover;
        this.changes = changes;
        this.missed = missed;
    }

    void start(CreateSubscriptionResponse subscription) {
        double keepAlive = subscription.getRevisedPublishingInterval()
                * subscription.getRevisedMaxKeepAliveCount().longValue();
        silence = Duration.ofMillis(Math.round(2 * keepAlive)).plus(settings.timeout());
        lastSign = System.nanoTime();
        id = subscription.getSubscriptionId();
        for (int i = 0; i < IN_FLIGHT; i++) {
            send(null);
        }
    }

    /** A server must answer a waiting publish request at least every keep-alive; one that does not has forgotten us. */
    void watch() {
        if (id != null
                && inFlight.get() > 0
                && handingOver.get() == 0
                && System.nanoTime() - lastSign > silence.toNanos()) {
            link.end("The server has gone silent: no notification and no keep-alive of the subscription for "
                    + silence.toSeconds() + " s.");
        }
    }

    private void send(@Nullable SubscriptionAcknowledgement acknowledgement) {
        SubscriptionAcknowledgement[] acknowledged = acknowledgement == null
                ? new SubscriptionAcknowledgement[0]
                : new SubscriptionAcknowledgement[] {acknowledgement};
        if (inFlight.getAndIncrement() == 0) {
            lastSign = System.nanoTime();
        }
        var unused = link.call(header -> new PublishRequest(header, acknowledged), PublishResponse.class, Duration.ZERO)
                .whenComplete((response, fault) -> {
                    lastSign = System.nanoTime();
                    int left = inFlight.decrementAndGet();
                    if (fault == null) {
                        handingOver.incrementAndGet();
                        handover.execute(() -> receive(response));
                    } else {
                        failed(fault, left);
                    }
                });
    }

    private void failed(Throwable fault, int left) {
        if (link.isOver() || fault instanceof Link.NotSent) {
            return;
        }
        if (Faults.isStatus(fault, StatusCodes.Bad_TooManyPublishRequests) && left > 0) {
            return;
        }
        if (Faults.isAnswer(fault) && Faults.isStatus(fault, StatusCodes.Bad_Timeout)) {
            send(null);
            return;
        }
        if (Faults.isStatus(fault, StatusCodes.Bad_NoSubscription)
                || Faults.isStatus(fault, StatusCodes.Bad_SubscriptionIdInvalid)) {
            link.end("The server has dropped the subscription: it may have restarted, or values could not be taken from"
                    + " it for too long.");
            return;
        }
        link.end("The server no longer sends values (" + Faults.brief(fault) + ").");
    }

    /** Runs on the hand-over thread only. */
    private void receive(PublishResponse response) {
        SubscriptionAcknowledgement acknowledgement = null;
        try {
            NotificationMessage message = response.getNotificationMessage();
            UInteger subscription = response.getSubscriptionId();
            ExtensionObject[] data = message.getNotificationData();
            if (subscription.equals(id) && data != null && data.length > 0) {
                long number = message.getSequenceNumber().longValue();
                fetchMissing(subscription, number);
                acknowledgement = new SubscriptionAcknowledgement(subscription, message.getSequenceNumber());
                expected = after(number);
                handOver(data);
            }
        } catch (RuntimeException fault) {
            if (!link.isOver()) {
                log.atError().setCause(fault).log("a notification could not be handed over");
            }
        } finally {
            lastSign = System.nanoTime();
            handingOver.decrementAndGet();
            if (!link.isOver()) {
                send(acknowledgement);
            }
        }
    }

    private void handOver(ExtensionObject[] notifications) {
        for (ExtensionObject notification : notifications) {
            UaStructuredType decoded = notification.decode(link.plainCodecs());
            if (decoded instanceof DataChangeNotification change) {
                MonitoredItemNotification[] items = change.getMonitoredItems();
                if (items != null) {
                    changes.accept(items);
                }
            } else if (decoded instanceof StatusChangeNotification status) {
                link.end("The server has ended the subscription ("
                        + Faults.name(status.getStatus().value()) + ").");
            }
        }
    }

    /**
     * A gap in the numbers means notifications that never arrived: the server still has them, or says so (OPC 10000-4,
     * 5.14.6). What it has not is told before anything that came after it is handed over.
     */
    private void fetchMissing(UInteger subscription, long arrived) {
        long behind = distance(expected, arrived);
        if (behind == 0) {
            return;
        }
        log.atWarn()
                .addKeyValue("expected", expected)
                .addKeyValue("arrived", arrived)
                .log("the numbers of the server's notifications are not in sequence: some may be missing");
        if (behind < 0) {
            return;
        }
        long tooOld = Math.max(0, behind - MOST_REPUBLISHED);
        List<ExtensionObject[]> repeated = new ArrayList<>();
        String why = "";
        try {
            for (long number = plus(expected, tooOld); number != arrived; number = after(number)) {
                try {
                    repeated.add(republish(subscription, number));
                } catch (ExecutionException gone) {
                    why = " (" + Faults.brief(gone) + ")";
                    if (link.isOver() || Faults.isTimeout(gone)) {
                        break;
                    }
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            why = " (the session was closed)";
        }
        long gone = behind - repeated.size();
        if (gone > 0) {
            missed.accept(
                    "The server skipped " + behind + " notifications, and " + gone + " of them cannot be had again"
                            + why + ": values are missing.",
                    gone);
            askForAllValues(subscription);
        }
        repeated.forEach(this::handOver);
    }

    /**
     * A tag whose change was lost would show what it had been before until it changes again: the server is asked to send
     * all values once more (OPC 10000-5, 9.2). What is no news is left out further on.
     */
    private void askForAllValues(UInteger subscription) {
        CallMethodRequest resend = new CallMethodRequest(
                NodeIds.Server, NodeIds.Server_ResendData, new Variant[] {new Variant(subscription)});
        var unused = link.call(
                        header -> new CallRequest(header, new CallMethodRequest[] {resend}),
                        CallResponse.class,
                        settings.timeout())
                .whenComplete((response, fault) -> {
                    String refusal = fault == null ? refusal(response) : Faults.brief(fault);
                    if (!refusal.isEmpty() && !link.isOver()) {
                        log.atWarn()
                                .addKeyValue("endpoint", settings.endpoint())
                                .addKeyValue("reason", refusal)
                                .log(
                                        "the server cannot send all values again: a tag that changed meanwhile is right with"
                                                + " its next change");
                    }
                });
    }

    private static String refusal(CallResponse response) {
        CallMethodResult[] results = response.getResults();
        if (results == null || results.length == 0) {
            return "no result";
        }
        StatusCode status = results[0].getStatusCode();
        return status.isBad() ? Faults.name(status.value()) : "";
    }

    private ExtensionObject[] republish(UInteger subscription, long number)
            throws ExecutionException, InterruptedException {
        NotificationMessage message = link.call(
                        header -> new RepublishRequest(header, subscription, uint(number)),
                        RepublishResponse.class,
                        settings.timeout())
                .get()
                .getNotificationMessage();
        return Objects.requireNonNullElse(message.getNotificationData(), new ExtensionObject[0]);
    }

    /** How far a number is ahead of another, negative when behind; they go from 1 to 2^32 - 1 and around. */
    static long distance(long from, long to) {
        long ahead = Math.floorMod(to - from, WRAPS_AT);
        return ahead > WRAPS_AT / 2 ? ahead - WRAPS_AT : ahead;
    }

    private static long plus(long number, long more) {
        return Math.floorMod(number - 1 + more, WRAPS_AT) + 1;
    }

    private static long after(long number) {
        return plus(number, 1);
    }
}
