package io.millrace.demo.process;

/** Where a kiln is in its cycle. */
public enum KilnPhase {
    BURNING_SHAFT_1("burning shaft 1", 50),
    RELEASING_PRESSURE("releasing pressure", 3),
    TURNING_FLAPS("turning flaps", 4),
    BUILDING_PRESSURE("building pressure", 3),
    BURNING_SHAFT_2("burning shaft 2", 50),
    /** Flame lost: no fuel until the burner has been purged. */
    STOPPED("stopped: flame lost", 22),
    PURGING("purging", 10);

    private final String text;
    private final double seconds;

    KilnPhase(String text, double seconds) {
        this.text = text;
        this.seconds = seconds;
    }

    /** As the operator's panel shows it. */
    public String text() {
        return text;
    }

    double seconds() {
        return seconds;
    }

    boolean burns() {
        return this == BURNING_SHAFT_1 || this == BURNING_SHAFT_2;
    }

    boolean runs() {
        return this != STOPPED && this != PURGING;
    }
}
