package io.millrace.production.order;

import io.millrace.production.Span;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something that was told about orders and products at one location. Times are microseconds since 1970. */
public sealed interface OrderEvent {

    /** When it was told: of two that say something else of the same thing, the later one counts. */
    long toldMicros();

    /** Tells two of one time apart; empty for none. */
    String id();

    /**
     * There is an order.
     *
     * @param quantity pieces to make
     * @param cycleMicros how long a piece of this order takes ideally; absent where the product says it
     * @param planned from when to when it is planned; absent where nobody said
     */
    record Created(
            long toldMicros,
            String id,
            String order,
            String product,
            long quantity,
            @Nullable Long cycleMicros,
            @Nullable Span planned)
            implements OrderEvent {
        public Created {
            Objects.requireNonNull(id);
            Objects.requireNonNull(order);
            Objects.requireNonNull(product);
        }
    }

    /** The machine begins to work on an order; what it worked on before has ended. */
    record Started(long toldMicros, String id, String order, long atMicros) implements OrderEvent {
        public Started {
            Objects.requireNonNull(id);
            Objects.requireNonNull(order);
        }
    }

    /** The machine stops to work on an order, for good or until it is started again. */
    record Stopped(long toldMicros, String id, String order, long atMicros) implements OrderEvent {
        public Stopped {
            Objects.requireNonNull(id);
            Objects.requireNonNull(order);
        }
    }

    /** How long a piece of a product takes ideally. */
    record Typed(long toldMicros, String id, String product, long cycleMicros) implements OrderEvent {
        public Typed {
            Objects.requireNonNull(id);
            Objects.requireNonNull(product);
        }
    }

    /**
     * Pieces of a product were made, and told together.
     *
     * @param bad of them
     */
    record Made(long toldMicros, String id, String product, long endMicros, long quantity, long bad)
            implements OrderEvent {
        public Made {
            Objects.requireNonNull(id);
            Objects.requireNonNull(product);
        }
    }

    /** So many pieces of a product that were made until then are bad; it replaces what was said of the same time. */
    record Spoiled(long toldMicros, String id, String product, long endMicros, long bad) implements OrderEvent {
        public Spoiled {
            Objects.requireNonNull(id);
            Objects.requireNonNull(product);
        }
    }
}
