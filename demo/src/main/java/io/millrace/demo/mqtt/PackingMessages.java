package io.millrace.demo.mqtt;

import io.millrace.demo.process.LineState;
import io.millrace.demo.process.PackingEvent;
import io.millrace.demo.process.PackingEvent.BagEntered;
import io.millrace.demo.process.PackingEvent.BagLeft;
import io.millrace.demo.process.PackingEvent.BagWeighed;
import io.millrace.demo.process.PackingEvent.OperatorWrote;
import io.millrace.demo.process.PackingEvent.OrderStarted;
import io.millrace.demo.process.PackingEvent.OrderStopped;
import io.millrace.demo.process.PackingEvent.PalletFilled;
import io.millrace.demo.process.PackingEvent.SpeedMeasured;
import io.millrace.demo.process.PackingEvent.StateChanged;
import java.util.List;
import java.util.Locale;

/**
 * Which messages an event of the packing line becomes: tags on {@code _historian}, business events on
 * {@code _analytics} with the field names of the United Manufacturing Hub's schemas, plus {@code timestamp_ms} and
 * {@code id}, which are their identity. Immutable and thread-safe.
 */
public final class PackingMessages {

    private static final String PRODUCT = "quicklime-25kg";

    private final String line;

    /** @param line the location of the packing line with the namespace root before it */
    public PackingMessages(String line) {
        this.line = line;
    }

    public List<DeviceMessage> of(PackingEvent event) {
        if (event instanceof BagEntered bag) {
            return List.of(tag("infeed/count", bag.millis(), Long.toString(bag.count())));
        }
        if (event instanceof BagWeighed bag) {
            return weighed(bag);
        }
        if (event instanceof BagLeft bag) {
            return List.of(tag("outfeed/count", bag.millis(), Long.toString(bag.count())));
        }
        if (event instanceof PalletFilled pallet) {
            return pallet(pallet);
        }
        if (event instanceof StateChanged change) {
            return state(change);
        }
        if (event instanceof SpeedMeasured speed) {
            return List.of(tag("machine/speed", speed.millis(), decimal(speed.bagsPerMinute(), 1)));
        }
        if (event instanceof OperatorWrote remark) {
            return List.of(tag("operator/message", remark.millis(), text(remark.text())));
        }
        if (event instanceof OrderStarted order) {
            return orderStarted(order);
        }
        if (event instanceof OrderStopped order) {
            return List.of(event(
                    "work-order/stop",
                    order.millis(),
                    order.order(),
                    "\"external_work_order_id\":" + text(order.order()) + ",\"end_time_unix_ms\":" + order.millis()));
        }
        throw new IllegalArgumentException("an event of an unknown kind: " + event);
    }

    private List<DeviceMessage> weighed(BagWeighed bag) {
        DeviceMessage weight = tag("checkweigher/weight", bag.millis(), decimal(bag.weight(), 2));
        DeviceMessage count =
                event("count", bag.millis(), "bag-" + bag.bag(), "\"count\":1,\"scrap\":" + (bag.rejected() ? 1 : 0));
        if (!bag.rejected()) {
            return List.of(weight, count);
        }
        return List.of(weight, tag("checkweigher/rejects", bag.millis(), Long.toString(bag.rejects())), count);
    }

    private List<DeviceMessage> pallet(PalletFilled pallet) {
        String product = "\"external_product_type_id\":" + text(PRODUCT)
                + ",\"product_batch_id\":" + text("pallet-" + pallet.number())
                + ",\"start_time_unix_ms\":" + pallet.startMillis()
                + ",\"end_time_unix_ms\":" + pallet.millis()
                + ",\"quantity\":" + (pallet.bags() + pallet.rejected())
                + ",\"bad_quantity\":" + pallet.rejected();
        return List.of(
                tag("palletizer/count", pallet.millis(), Long.toString(pallet.number())),
                event("product/add", pallet.millis(), "pallet-" + pallet.number(), product));
    }

    private List<DeviceMessage> state(StateChanged change) {
        LineState state = change.state();
        return List.of(
                tag("machine/state", change.millis(), text(state.text())),
                tag("machine/running", change.millis(), Boolean.toString(state == LineState.PRODUCING)),
                event(
                        "state/add",
                        change.millis(),
                        "state-" + change.millis(),
                        "\"state\":" + state.code() + ",\"start_time_unix_ms\":" + change.millis()));
    }

    private List<DeviceMessage> orderStarted(OrderStarted order) {
        String id = "\"external_work_order_id\":" + text(order.order());
        return List.of(
                event(
                        "work-order/create",
                        order.millis(),
                        order.order(),
                        id + ",\"product\":{\"external_product_id\":" + text(PRODUCT)
                                + ",\"cycle_time_ms\":3050},\"quantity\":" + order.quantity() + ",\"status\":0"),
                event(
                        "work-order/start",
                        order.millis(),
                        order.order(),
                        id + ",\"start_time_unix_ms\":" + order.millis()));
    }

    private DeviceMessage tag(String name, long millis, String value) {
        return new DeviceMessage(
                line + "/_historian/" + name, "{\"timestamp_ms\":" + millis + ",\"value\":" + value + "}");
    }

    private DeviceMessage event(String name, long millis, String id, String fields) {
        return new DeviceMessage(
                line + "/_analytics/" + name,
                "{\"timestamp_ms\":" + millis + ",\"id\":" + text(id) + "," + fields + "}");
    }

    private static String decimal(double value, int places) {
        return String.format(Locale.ROOT, "%." + places + "f", value);
    }

    /** JSON text (RFC 8259, 7). */
    static String text(String value) {
        StringBuilder out = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
