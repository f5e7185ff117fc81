package io.millrace.prove.plant;

import java.time.Duration;

/** What the plant says about its production: how long pieces take ideally. */
public final class Production {

    /** The kind of event that tells figures. */
    public static final String FIGURES = "_analytics/oee";

    /** The product that bookings name; lines make it without saying so. */
    public static final String PRODUCT = "piece";

    /** How long a piece takes ideally where only the line is known. */
    public static final Duration LINE_CYCLE = Duration.ofNanos(7_000);

    /** How long one takes ideally of which the product is known, so that one cannot pass for the other. */
    public static final Duration PRODUCT_CYCLE = Duration.ofNanos(11_000);

    public static final Duration DEVICE_CYCLE = Duration.ofMillis(90);

    private Production() {}
}
