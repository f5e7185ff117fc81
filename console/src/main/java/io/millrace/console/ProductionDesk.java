package io.millrace.console;

import io.millrace.production.order.OrderChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people tell the hub about production, in their own names: an event in the log for each thing. Returns when the log has
 * it; tables and figures follow some seconds later. What is so already is not told again. Thread-safe; each method may take
 * some seconds.
 *
 * <p>Every method throws {@link io.millrace.model.ProblemException} with the sentence why something cannot be so, {@code
 * place-unknown} where nothing has an OEE, and {@code log-unavailable}.
 */
public interface ProductionDesk {

    /**
     * Tells something about an order or about pieces.
     *
     * @return when it was told; empty where it is so already
     */
    Optional<Instant> tell(String location, OrderChange change, String by);

    /**
     * Reads a list of orders and tells what it says otherwise: all of it, or nothing where a line cannot be.
     *
     * @param sheet CSV, with the names of its columns in the first line
     * @param dryRun only says what would be told
     */
    Imported importOrders(String sheet, boolean dryRun, String by);

    /** The orders of a location, or of all, as such a list. */
    String exportOrders(@Nullable String location);

    /** How far the states of a machine may be corrected, and by which reasons. */
    Choices choices(String location, String name);

    /**
     * Says what a machine was doing, or why it stood.
     *
     * @return when it was told
     */
    Instant correct(Correction correction, String by);

    /**
     * @param rows so many orders were in the list
     * @param effects what else follows from it, as sentences
     */
    record Imported(int rows, List<Change> changes, List<String> effects) {

        public Imported {
            changes = List.copyOf(changes);
            effects = List.copyOf(effects);
        }

        /** @param what {@code created}, {@code changed}, {@code started}, {@code stopped} */
        public record Change(int line, String location, String order, List<String> what) {}
    }

    /**
     * @param refused why nothing here can be corrected; absent where it can
     * @param remember how far back
     * @param reasons that the site file knows, in order
     */
    record Choices(@Nullable String refused, Duration remember, List<String> reasons) {

        public Choices {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * @param name of the topic of the states below {@code _analytics}, mostly {@code state/add}
     * @param to absent where it holds until the machine begins something else
     * @param state a word or a code; absent where only the reason is given
     * @param reason absent where only the state is given
     */
    record Correction(
            String location,
            String name,
            Instant from,
            @Nullable Instant to,
            @Nullable String state,
            @Nullable String reason) {}
}
