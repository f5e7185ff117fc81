package io.millrace.production.order;

import io.millrace.model.EventPayload;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.Value;
import io.millrace.production.Span;
import io.millrace.production.calendar.ShiftChange;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code _analytics} events as the United Manufacturing Hub documents them: {@code work-order/create},
 * {@code work-order/start}, {@code work-order/stop}, {@code product-type/create}, {@code product/add},
 * {@code product/setBadQuantity}, {@code shift/add} and {@code shift/delete}, with their field names. A
 * {@code product/*} event may name its product as {@code external_product_id} or {@code external_product_type_id}, as the
 * hub's own documentation does both. Pure.
 */
public final class AnalyticsEvents {

    private static final long MICROS_PER_MILLI = 1000;
    /** No piece takes longer than a year, and no order has more pieces: their product stays exact. */
    private static final long MOST_PIECES = 1_000_000_000L;

    private static final long LONGEST_CYCLE_MILLIS = 366L * 86_400_000;

    private static final String POSITIVE = "Send the time of one piece in milliseconds, above 0.";

    private AnalyticsEvents() {}

    /**
     * What an event says about orders and products; empty when it is about something else.
     *
     * @param name of the event: what follows {@code _analytics/} in its topic
     * @param toldMicros its time
     * @param id empty for none
     * @throws ProblemException when a field is missing or cannot be used
     */
    public static Optional<OrderEvent> order(String name, long toldMicros, String id, String json) {
        if (!name.startsWith("work-order/") && !name.startsWith("product/") && !name.startsWith("product-type/")) {
            return Optional.empty();
        }
        Map<String, Value> fields = EventPayload.fields(json);
        return Optional.ofNullable(
                switch (name) {
                    case "work-order/create" -> created(toldMicros, id, fields);
                    case "work-order/start" ->
                        new OrderEvent.Started(
                                toldMicros, id, order(fields), time(fields, "start_time_unix_ms", toldMicros));
                    case "work-order/stop" ->
                        new OrderEvent.Stopped(
                                toldMicros, id, order(fields), time(fields, "end_time_unix_ms", toldMicros));
                    case "product-type/create" ->
                        new OrderEvent.Typed(
                                toldMicros,
                                id,
                                text(fields, "external_product_type_id"),
                                required(cycle(fields, "cycle_time_ms"), "cycle_time_ms"));
                    case "product/add" -> made(toldMicros, id, fields);
                    case "product/setBadQuantity" ->
                        new OrderEvent.Spoiled(
                                toldMicros,
                                id,
                                product(fields),
                                time(fields, "end_time_unix_ms", toldMicros),
                                required(pieces(fields, "bad_quantity"), "bad_quantity"));
                    default -> null;
                });
    }

    /**
     * What an event says about shifts; empty when it is about something else.
     *
     * @throws ProblemException when a field is missing or cannot be used
     */
    public static Optional<ShiftChange> shift(String name, long toldMicros, String id, String json) {
        if (!name.startsWith("shift/")) {
            return Optional.empty();
        }
        Map<String, Value> fields = EventPayload.fields(json);
        long start = required(time(fields, "start_time_unix_ms"), "start_time_unix_ms");
        if (name.equals("shift/delete")) {
            return Optional.of(new ShiftChange.Deleted(toldMicros, id, start));
        }
        if (!name.equals("shift/add")) {
            return Optional.empty();
        }
        long end = required(time(fields, "end_time_unix_ms"), "end_time_unix_ms");
        refuseUnless(end > start, "The shift ends before it begins.", "Give an end_time_unix_ms after its start.");
        refuseUnless(
                end - start <= 7 * 86_400_000_000L,
                "The shift is longer than a week.",
                "Add each shift by itself; times are in milliseconds since 1970.");
        String called = fields.get("name") instanceof Value.Text text ? text.value() : "";
        return Optional.of(new ShiftChange.Added(toldMicros, id, new Span(start, end), called));
    }

    private static OrderEvent created(long told, String id, Map<String, Value> fields) {
        Long from = time(fields, "start_time_unix_ms");
        Long to = time(fields, "end_time_unix_ms");
        refuseUnless(
                from == null || to == null || to >= from,
                "The order is to end before it begins.",
                "Give an end_time_unix_ms after its start_time_unix_ms.");
        return new OrderEvent.Created(
                told,
                id,
                order(fields),
                text(fields, "product.external_product_id"),
                required(pieces(fields, "quantity"), "quantity"),
                cycle(fields, "product.cycle_time_ms"),
                from == null || to == null ? null : new Span(from, to));
    }

    private static OrderEvent made(long told, String id, Map<String, Value> fields) {
        Long bad = pieces(fields, "bad_quantity");
        return new OrderEvent.Made(
                told,
                id,
                product(fields),
                time(fields, "end_time_unix_ms", told),
                required(pieces(fields, "quantity"), "quantity"),
                bad == null ? 0 : bad);
    }

    private static String order(Map<String, Value> fields) {
        return text(fields, "external_work_order_id");
    }

    private static String product(Map<String, Value> fields) {
        return fields.containsKey("external_product_type_id")
                ? text(fields, "external_product_type_id")
                : text(fields, "external_product_id");
    }

    private static String text(Map<String, Value> fields, String field) {
        Value value = fields.get(field);
        String text = value instanceof Value.Text given
                ? given.value()
                : value instanceof Value.Whole number ? Long.toString(number.value()) : "";
        refuseUnless(
                !text.isBlank() && text.length() <= 200, missing(field), "Give it as text of up to 200 characters.");
        return text;
    }

    private static @Nullable Long pieces(Map<String, Value> fields, String field) {
        Long pieces = whole(fields, field);
        refuseUnless(
                pieces == null || (pieces >= 0 && pieces <= MOST_PIECES),
                field + " is " + pieces + ".",
                "Send whole pieces, from 0 to " + MOST_PIECES + ".");
        return pieces;
    }

    private static @Nullable Long cycle(Map<String, Value> fields, String field) {
        Value value = fields.get(field);
        if (value instanceof Value.Real real) {
            double micros = Math.rint(real.value() * MICROS_PER_MILLI);
            refuseUnless(
                    micros > 0 && micros <= LONGEST_CYCLE_MILLIS * 1000.0,
                    field + " is " + real.value() + ".",
                    POSITIVE);
            return (long) micros;
        }
        Long millis = whole(fields, field);
        if (millis == null || millis == 0) {
            return null;
        }
        refuseUnless(millis > 0 && millis <= LONGEST_CYCLE_MILLIS, field + " is " + millis + ".", POSITIVE);
        return millis * MICROS_PER_MILLI;
    }

    private static long time(Map<String, Value> fields, String field, long otherwise) {
        Long time = time(fields, field);
        return time == null ? otherwise : time;
    }

    private static @Nullable Long time(Map<String, Value> fields, String field) {
        Long millis = whole(fields, field);
        refuseUnless(
                millis == null || (millis >= 0 && millis <= Long.MAX_VALUE / MICROS_PER_MILLI / 1000),
                field + " is " + millis + ", which is no time in milliseconds since 1970.",
                "Send milliseconds, not microseconds or nanoseconds.");
        return millis == null || millis == 0 ? null : millis * MICROS_PER_MILLI;
    }

    private static @Nullable Long whole(Map<String, Value> fields, String field) {
        Value value = fields.get(field);
        if (value == null) {
            return null;
        }
        if (value instanceof Value.Whole whole) {
            return whole.value();
        }
        if (value instanceof Value.Real real
                && real.value() == Math.rint(real.value())
                && Math.abs(real.value()) < 1L << 53) {
            return (long) real.value();
        }
        throw refused(field + " is no whole number.", "Send it as a number without quotes and without a fraction.");
    }

    private static long required(@Nullable Long value, String field) {
        if (value == null) {
            throw refused(missing(field), "Add it to the event.");
        }
        return value;
    }

    private static String missing(String field) {
        return "The event has no " + field + ".";
    }

    private static void refuseUnless(boolean right, String message, String remedy) {
        if (!right) {
            throw refused(message, remedy);
        }
    }

    private static ProblemException refused(String message, String remedy) {
        return Problem.of("value-refused", message, remedy).asException();
    }
}
