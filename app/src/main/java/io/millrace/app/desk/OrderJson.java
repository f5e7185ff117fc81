package io.millrace.app.desk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.production.order.OrderEvent;

/** Events about orders as {@link io.millrace.production.order.AnalyticsEvents} reads them. No state. */
final class OrderJson {

    private static final long MICROS_PER_MILLI = 1000;

    private OrderJson() {}

    /** What follows {@code _analytics/} in the topic. */
    static String name(OrderEvent event) {
        if (event instanceof OrderEvent.Created) {
            return "work-order/create";
        }
        if (event instanceof OrderEvent.Started) {
            return "work-order/start";
        }
        if (event instanceof OrderEvent.Stopped) {
            return "work-order/stop";
        }
        if (event instanceof OrderEvent.Typed) {
            return "product-type/create";
        }
        return event instanceof OrderEvent.Made ? "product/add" : "product/setBadQuantity";
    }

    /** @param by who tells it */
    static String text(OrderEvent event, String by) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("timestamp_ms", event.toldMicros() / MICROS_PER_MILLI);
        if (!event.id().isEmpty()) {
            json.put("id", event.id());
        }
        if (event instanceof OrderEvent.Created created) {
            json.put("external_work_order_id", created.order());
            ObjectNode product = json.putObject("product");
            product.put("external_product_id", created.product());
            if (created.cycleMicros() != null) {
                cycle(product, created.cycleMicros());
            }
            json.put("quantity", created.quantity());
            if (created.planned() != null) {
                time(json, "start_time_unix_ms", created.planned().startMicros());
                time(json, "end_time_unix_ms", created.planned().endMicros());
            }
        } else if (event instanceof OrderEvent.Started started) {
            json.put("external_work_order_id", started.order());
            time(json, "start_time_unix_ms", started.atMicros());
        } else if (event instanceof OrderEvent.Stopped stopped) {
            json.put("external_work_order_id", stopped.order());
            time(json, "end_time_unix_ms", stopped.atMicros());
        } else if (event instanceof OrderEvent.Typed typed) {
            json.put("external_product_type_id", typed.product());
            cycle(json, typed.cycleMicros());
        } else if (event instanceof OrderEvent.Made made) {
            json.put("external_product_id", made.product());
            time(json, "end_time_unix_ms", made.endMicros());
            json.put("quantity", made.quantity());
            json.put("bad_quantity", made.bad());
        } else if (event instanceof OrderEvent.Spoiled spoiled) {
            json.put("external_product_id", spoiled.product());
            time(json, "end_time_unix_ms", spoiled.endMicros());
            json.put("bad_quantity", spoiled.bad());
        }
        json.put("user", by);
        return json.toString();
    }

    private static void time(ObjectNode json, String field, long micros) {
        json.put(field, micros / MICROS_PER_MILLI);
    }

    private static void cycle(ObjectNode json, long micros) {
        if (micros % MICROS_PER_MILLI == 0) {
            json.put("cycle_time_ms", micros / MICROS_PER_MILLI);
        } else {
            json.put("cycle_time_ms", micros / (double) MICROS_PER_MILLI);
        }
    }
}
