package io.millrace.production.oee;

import io.millrace.production.order.Orders;
import io.millrace.production.order.WorkOrder;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Adds up pieces, each with the ideal cycle time of its product. Not thread-safe. */
final class PieceSum {

    private final Orders orders;
    private final LossModel model;
    private final TreeSet<String> nameless = new TreeSet<>();
    private long count;
    private long scrap;
    private long unplanned;
    private long unplannedScrap;
    private long idealMicros;
    private long idealGoodMicros;
    private long withoutIdeal;

    PieceSum(Orders orders, LossModel model) {
        this.orders = orders;
        this.model = model;
    }

    void add(Count pieces, boolean planned) {
        if (!planned) {
            unplanned = Math.addExact(unplanned, pieces.count());
            unplannedScrap = Math.addExact(unplannedScrap, pieces.scrap());
            return;
        }
        count = Math.addExact(count, pieces.count());
        scrap = Math.addExact(scrap, pieces.scrap());
        WorkOrder order = orders.at(pieces.micros());
        String product = pieces.product() != null ? pieces.product() : order == null ? null : order.product();
        Long cycle = cycle(order, product);
        if (cycle != null) {
            idealMicros = Math.addExact(idealMicros, Math.multiplyExact(cycle, pieces.count()));
            idealGoodMicros = Math.addExact(
                    idealGoodMicros, Math.multiplyExact(cycle, Math.subtractExact(pieces.count(), pieces.scrap())));
            return;
        }
        long without = Math.max(pieces.count(), pieces.scrap());
        if (without > 0) {
            withoutIdeal = Math.addExact(withoutIdeal, without);
            nameless.add(product == null ? "" : product);
        }
    }

    private @Nullable Long cycle(@Nullable WorkOrder order, @Nullable String product) {
        if (order != null && order.cycleMicros() != null && (product == null || product.equals(order.product()))) {
            return order.cycleMicros();
        }
        Long known = product == null ? null : orders.cycleMicros(product);
        return known == null ? model.cycleMicros() : known;
    }

    Pieces sum() {
        return new Pieces(
                count, scrap, unplanned, unplannedScrap, idealMicros, idealGoodMicros, withoutIdeal, nameless);
    }
}
