package io.millrace.historian.sink;

/** How the processor of a correction is named that computing the past again made. */
public final class Recomputed {

    private static final String BY = " recompute ";

    private Recomputed() {}

    /**
     * @param processor {@code name@revision}
     * @param recompute the name of the recomputation
     */
    public static String by(String processor, String recompute) {
        return processor + BY + recompute;
    }

    /** What all corrections of a recomputation end with. */
    public static String end(String recompute) {
        return BY + recompute;
    }
}
