package io.millrace.process.state;

import io.millrace.model.MachineState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a stretch of time.
 *
 * @param state absent where only a reason is given: then the state is what it would be without
 * @param code of the state, or a closer one within it
 * @param reason empty where none is known
 */
record Label(@Nullable MachineState state, int code, String reason) {

    /** Longer reasons are cut: they are kept in every state of the processor. */
    private static final int LONGEST_REASON = 200;

    static final Label RUNNING = of(MachineState.RUNNING, "");
    static final Label STOPPED = of(MachineState.STOPPED, "");
    static final Label UNKNOWN = of(MachineState.UNKNOWN, "");

    Label {
        Objects.requireNonNull(reason);
        reason = cut(reason);
    }

    static Label of(MachineState state, String reason) {
        return new Label(state, state.code(), reason);
    }

    static Label of(MachineState state, int code, String reason) {
        return new Label(state, code, reason);
    }

    /** A reason for whatever stop it was. */
    static Label because(String reason) {
        return new Label(null, 0, reason);
    }

    static String cut(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    }

    Label withReason(String because) {
        return new Label(state, code, because);
    }

    boolean isUnplannedStop() {
        return state != null && state.isUnplannedStop();
    }

    boolean is(MachineState wanted) {
        return state == wanted;
    }
}
