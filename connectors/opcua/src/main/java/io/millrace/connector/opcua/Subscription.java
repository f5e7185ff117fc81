package io.millrace.connector.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.millrace.connector.Monitored;
import io.millrace.connector.Reading;
import io.millrace.connector.SessionListener;
import io.millrace.connector.opcua.OpcUaSettings.ChangeTrigger;
import io.millrace.model.Quality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DataChangeTrigger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MonitoringMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteMonitoredItemsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteMonitoredItemsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateResult;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoringParameters;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.jspecify.annotations.Nullable;

/**
 * The monitored tags of a session: one subscription of the server (OPC 10000-4, 5.13 and 5.14), made when the first tag
 * wants it. Changes of the set are carried out one after the other, and only the differences; a tag that the server
 * refused counts as not monitored and is tried again with the next change. Thread-safe.
 */
final class Subscription {

    private static final long LIFETIME_MILLIS = 300_000;
    private static final int MOST_PER_PUBLISH = 5_000;
    /** How long either side may be busy with something else before the server's queues run over. */
    private static final double HICCUP_MILLIS = 5_000;

    private static final int SHORTEST_QUEUE = 10;
    private static final int OFTEN = 100;
    private static final int LONGEST_QUEUE = 100_000;

    private final Link link;
    private final OpcUaSettings settings;
    private final Nodes nodes;
    private final Values values;
    private final SessionListener listener;
    private final Executor handover;
    private final Batches batches;
    private final PublishLoop publishing;

    private final Map<Integer, Item> byHandle = new HashMap<>();
    private final Map<UInteger, Item> byClientHandle = new ConcurrentHashMap<>();
    private int lastClientHandle;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    private volatile @Nullable UInteger id;

    private static final class Item {
        final Monitored<OpcUaAddress> tag;
        final UInteger clientHandle;
        volatile @Nullable UInteger serverId;

        Item(Monitored<OpcUaAddress> tag, UInteger clientHandle) {
            this.tag = tag;
            this.clientHandle = clientHandle;
        }
    }

    /** @param handover the session's thread for values; {@code listener} may hold it up */
    Subscription(
            Link link,
            OpcUaSettings settings,
            Nodes nodes,
            Values values,
            SessionListener listener,
            Executor handover,
            int itemsPerCall) {
        this.link = link;
        this.settings = settings;
        this.nodes = nodes;
        this.values = values;
        this.listener = listener;
        this.handover = handover;
        this.batches = new Batches(itemsPerCall);
        this.publishing = new PublishLoop(
                link, settings, handover, this::changed, (reason, count) -> listener.missed(count, reason));
    }

    /** Looks whether the subscription is still being heard of; to be called about once a second. */
    void watch() {
        publishing.watch();
    }

    synchronized CompletableFuture<Void> monitor(List<Monitored<OpcUaAddress>> tags) {
        List<Monitored<OpcUaAddress>> wanted = List.copyOf(tags);
        CompletableFuture<Void> next = last.handle((done, fault) -> null).thenCompose(x -> change(wanted));
        last = next;
        return next;
    }

    private CompletableFuture<Void> change(List<Monitored<OpcUaAddress>> wanted) {
        List<Item> gone = new ArrayList<>();
        List<Item> fresh = new ArrayList<>();
        synchronized (byHandle) {
            Map<Integer, Monitored<OpcUaAddress>> target = new HashMap<>(wanted.size() * 2);
            wanted.forEach(tag -> target.put(tag.handle(), tag));
            byHandle.values().removeIf(item -> {
                boolean leaves = !item.tag.equals(target.get(item.tag.handle()));
                if (leaves) {
                    gone.add(item);
                    byClientHandle.remove(item.clientHandle);
                }
                return leaves;
            });
            for (Monitored<OpcUaAddress> tag : target.values()) {
                if (!byHandle.containsKey(tag.handle())) {
                    Item item = new Item(tag, uint(++lastClientHandle));
                    byHandle.put(tag.handle(), item);
                    byClientHandle.put(item.clientHandle, item);
                    fresh.add(item);
                }
            }
        }
        return delete(gone)
                .thenCompose(x -> fresh.isEmpty() ? CompletableFuture.<Void>completedFuture(null) : add(fresh))
                .whenComplete((done, fault) -> {
                    if (fault != null) {
                        fresh.stream().filter(item -> item.serverId == null).forEach(this::forget);
                    }
                });
    }

    private CompletableFuture<Void> delete(List<Item> items) {
        List<UInteger> ids = items.stream()
                .map(item -> item.serverId)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        UInteger subscription = id;
        if (subscription == null) {
            return CompletableFuture.completedFuture(null);
        }
        return batches.inOrder(ids, batch -> link.call(
                                header -> new DeleteMonitoredItemsRequest(
                                        header, subscription, batch.toArray(UInteger[]::new)),
                                DeleteMonitoredItemsResponse.class,
                                settings.timeout())
                        .thenApply(response -> batch))
                .thenAccept(x -> {});
    }

    private CompletableFuture<Void> add(List<Item> items) {
        List<Item> addressable = new ArrayList<>(items.size());
        for (Item item : items) {
            if (nodes.resolve(item.tag.address()).isPresent()) {
                addressable.add(item);
            } else {
                refuse(item, Quality.BAD_NODE_ID_UNKNOWN, Nodes.unknownNamespace(item.tag.address()));
            }
        }
        return subscribed()
                .thenCompose(subscription -> batches.<Item, Item>inOrder(
                        addressable, batch -> create(subscription, batch).thenApply(x -> batch)))
                .thenAccept(x -> {});
    }

    private CompletableFuture<UInteger> subscribed() {
        UInteger there = id;
        if (there != null) {
            return CompletableFuture.completedFuture(there);
        }
        double interval = settings.publishingInterval().toMillis();
        long keepAlive = Math.max(1, Math.round(settings.keepAlive().toMillis() / interval));
        long lifetime = Math.max(3 * keepAlive, Math.round(LIFETIME_MILLIS / interval));
        return link.call(
                        header -> new CreateSubscriptionRequest(
                                header,
                                interval,
                                uint(lifetime),
                                uint(keepAlive),
                                uint(MOST_PER_PUBLISH),
                                true,
                                ubyte(0)),
                        CreateSubscriptionResponse.class,
                        settings.timeout())
                .thenApply(response -> {
                    id = response.getSubscriptionId();
                    publishing.start(response);
                    return response.getSubscriptionId();
                });
    }

    private CompletableFuture<Void> create(UInteger subscription, List<Item> batch) {
        MonitoredItemCreateRequest[] requests =
                batch.stream().map(this::request).toArray(MonitoredItemCreateRequest[]::new);
        return link.call(
                        header -> new CreateMonitoredItemsRequest(
                                header, subscription, TimestampsToReturn.Both, requests),
                        CreateMonitoredItemsResponse.class,
                        settings.timeout())
                .thenAccept(response -> {
                    MonitoredItemCreateResult[] results = Objects.requireNonNull(response.getResults());
                    for (int i = 0; i < batch.size(); i++) {
                        MonitoredItemCreateResult result = results[i];
                        if (result.getStatusCode().isBad()) {
                            long status = result.getStatusCode().value();
                            refuse(batch.get(i), Quality.of((int) status), Faults.name(status));
                        } else {
                            batch.get(i).serverId = result.getMonitoredItemId();
                        }
                    }
                });
    }

    private MonitoredItemCreateRequest request(Item item) {
        ReadValueId what = nodes.resolve(item.tag.address()).orElseThrow();
        double sampling = item.tag.interval().toNanos() / 1e6;
        return new MonitoredItemCreateRequest(
                what,
                MonitoringMode.Reporting,
                new MonitoringParameters(item.clientHandle, sampling, filter(), uint(queueSize(sampling)), true));
    }

    private long queueSize(double samplingMillis) {
        if (settings.queueSize() > 0) {
            return settings.queueSize();
        }
        double bridged =
                Math.max(HICCUP_MILLIS, 2.0 * settings.publishingInterval().toMillis());
        long values = samplingMillis > 0 ? (long) Math.ceil(bridged / samplingMillis) : OFTEN;
        return Math.min(LONGEST_QUEUE, Math.max(SHORTEST_QUEUE, values));
    }

    private @Nullable ExtensionObject filter() {
        if (settings.dataChangeTrigger() == ChangeTrigger.STATUS_VALUE) {
            return null;
        }
        DataChangeTrigger trigger = settings.dataChangeTrigger() == ChangeTrigger.STATUS
                ? DataChangeTrigger.Status
                : DataChangeTrigger.StatusValueTimestamp;
        return ExtensionObject.encode(link.plainCodecs(), new DataChangeFilter(trigger, uint(0), 0.0));
    }

    private void refuse(Item item, Quality quality, String nativeCode) {
        forget(item);
        handover.execute(() -> tell(item, Reading.bad(quality, nativeCode)));
    }

    private void forget(Item item) {
        byClientHandle.remove(item.clientHandle);
        synchronized (byHandle) {
            byHandle.remove(item.tag.handle(), item);
        }
    }

    private void changed(MonitoredItemNotification[] notifications) {
        for (MonitoredItemNotification notification : notifications) {
            Item item = byClientHandle.get(notification.getClientHandle());
            DataValue data = notification.getValue();
            if (item != null && data != null) {
                tell(item, values.reading(data, item.tag.address().isElement()));
            }
        }
    }

    private void tell(Item item, Reading reading) {
        if (!link.isOver()) {
            listener.received(item.tag.handle(), reading);
        }
    }
}
