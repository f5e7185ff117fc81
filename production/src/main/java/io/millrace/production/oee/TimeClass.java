package io.millrace.production.oee;

import io.millrace.model.MachineState;

/** What a moment is to OEE. Each moment is of exactly one class. */
public enum TimeClass {
    /** The machine makes pieces, fast or slow. */
    PRODUCTION,
    /** An unplanned stop that was short. */
    MICROSTOP,
    UNPLANNED_STOP,
    /** Set up for another order: the machine is wanted, and cannot produce. */
    CHANGEOVER,
    /** Breaks, cleaning, planned maintenance. */
    PLANNED_STOP,
    /** No shift, or nothing to make. */
    NOT_PLANNED,
    /** Planned, and nobody knows what the machine did. */
    UNKNOWN;

    /** What the time in a state is where nobody says otherwise. */
    public static TimeClass of(MachineState state) {
        return switch (state) {
            case CHANGEOVER, SETUP -> CHANGEOVER;
            default ->
                switch (state.use()) {
                    case PRODUCING -> PRODUCTION;
                    case UNPLANNED_STOP -> UNPLANNED_STOP;
                    case PLANNED_STOP -> PLANNED_STOP;
                    case UNSCHEDULED -> NOT_PLANNED;
                    case UNKNOWN -> UNKNOWN;
                };
        };
    }
}
