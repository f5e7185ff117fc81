package io.millrace.production.order;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What somebody wants to tell about the orders of a location. Times are microseconds since 1970. */
public sealed interface OrderChange {

    /**
     * There is to be an order, or it is to be another: what is absent stays as it is.
     *
     * @param cycleMicros how long a piece of this order takes ideally
     */
    record Create(
            String order,
            @Nullable String product,
            @Nullable Long quantity,
            @Nullable Long cycleMicros,
            @Nullable Long plannedStart,
            @Nullable Long plannedEnd)
            implements OrderChange {
        public Create {
            Objects.requireNonNull(order);
        }
    }

    /** The machine began to work on it. */
    record Start(String order, long atMicros) implements OrderChange {
        public Start {
            Objects.requireNonNull(order);
        }
    }

    /** The machine stopped to work on it. */
    record Stop(String order, long atMicros) implements OrderChange {
        public Stop {
            Objects.requireNonNull(order);
        }
    }

    /**
     * Pieces were made.
     *
     * @param id tells two bookings of one time apart
     */
    record Book(String product, long endMicros, long quantity, long bad, String id) implements OrderChange {
        public Book {
            Objects.requireNonNull(product);
            Objects.requireNonNull(id);
        }
    }

    /** So many of the pieces made until then were bad; in place of what was said of that time before. */
    record Spoil(String product, long endMicros, long bad) implements OrderChange {
        public Spoil {
            Objects.requireNonNull(product);
        }
    }
}
