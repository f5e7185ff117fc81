package io.millrace.process.state;

import io.millrace.model.MachineState;
import java.util.Objects;

/**
 * A stretch of time as it is told.
 *
 * @param label with a state
 * @param microstop whether it is part of a short stop that is over
 */
record Stretch(Label label, boolean microstop) {

    Stretch {
        Objects.requireNonNull(label.state());
    }

    MachineState state() {
        return Objects.requireNonNull(label.state());
    }

    int code() {
        return microstop && label.code() == MachineState.STOPPED.code() ? MachineState.MICROSTOP : label.code();
    }

    boolean isUnplannedStop() {
        return label.isUnplannedStop();
    }
}
