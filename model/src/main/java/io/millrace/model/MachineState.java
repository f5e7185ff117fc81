package io.millrace.model;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a machine can be doing. The codes are those of the United Manufacturing Hub ("states" of its data model, from
 * 10000 ProducingAtFullSpeed to 220000 TechnicalOtherStop), which follow the Weihenstephan Standards, PackML, EUROMAP
 * 84.1, OPC 30060 and VDMA 40502. A code within the range of a state is that state, so a plant may number its own stops.
 */
public enum MachineState {
    /** Producing. */
    RUNNING(10_000, 10_000, 19_999, Use.PRODUCING),
    /** Producing below full speed, as while speeding up or down. */
    SLOW(20_000, 20_000, 29_999, Use.PRODUCING),
    /** Nobody knows: no data. */
    UNKNOWN(30_000, 30_000, 39_999, Use.UNKNOWN),
    /** Not producing, and no reason is known. 50000, microstop, is within. */
    STOPPED(40_000, 40_000, 59_999, Use.UNPLANNED_STOP),
    /** Ready, and not started. The hub's list has no code of its own for it. */
    IDLE(40_000, 0, -1, Use.UNPLANNED_STOP),
    /** Nothing comes in. */
    STARVED(60_000, 60_000, 69_999, Use.UNPLANNED_STOP),
    /** Nothing can go out. */
    BLOCKED(70_000, 70_000, 79_999, Use.UNPLANNED_STOP),
    /** Waits for something outside of it, such as material on a branch line. */
    WAITING(90_000, 80_000, 99_999, Use.UNPLANNED_STOP),
    CHANGEOVER(100_000, 100_000, 109_999, Use.PLANNED_STOP),
    /** Cleaned, or emptied (120000). */
    CLEANING(110_000, 110_000, 129_999, Use.PLANNED_STOP),
    /** Set up, warmed up. */
    SETUP(130_000, 130_000, 139_999, Use.PLANNED_STOP),
    /** The operator is not there. */
    UNATTENDED(140_000, 140_000, 149_999, Use.UNPLANNED_STOP),
    /** The operator has a break. */
    BREAK(150_000, 150_000, 159_999, Use.PLANNED_STOP),
    NO_SHIFT(160_000, 160_000, 169_999, Use.UNSCHEDULED),
    NO_ORDER(170_000, 170_000, 179_999, Use.UNSCHEDULED),
    /** The machine itself is defective. Technical stops without another name (220000) are faults too. */
    FAULT(180_000, 180_000, 189_999, Use.UNPLANNED_STOP),
    /** Something the machine needs has failed, such as compressed air, or gets in its way. */
    EXTERNAL_FAULT(190_000, 190_000, 209_999, Use.UNPLANNED_STOP),
    /** Planned maintenance. */
    MAINTENANCE(210_000, 210_000, 219_999, Use.PLANNED_STOP);

    /** The code of a stop without a known reason that was short. */
    public static final int MICROSTOP = 50_000;

    private static final int FIRST_OTHER_TECHNICAL = 220_000;
    private static final int LAST_OTHER_TECHNICAL = 229_999;
    private static final Map<String, MachineState> BY_WORD =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(MachineState::word, Function.identity()));

    /** What the time in a state is to a plant; availability is reckoned by it. */
    public enum Use {
        PRODUCING,
        UNPLANNED_STOP,
        PLANNED_STOP,
        UNSCHEDULED,
        UNKNOWN
    }

    private final int code;
    private final int first;
    private final int last;
    private final Use use;

    MachineState(int code, int first, int last, Use use) {
        this.code = code;
        this.first = first;
        this.last = last;
        this.use = use;
    }

    /** Its code where nobody gave a closer one. */
    public int code() {
        return code;
    }

    public Use use() {
        return use;
    }

    public boolean isUnplannedStop() {
        return use == Use.UNPLANNED_STOP;
    }

    /** As it is written in site files and payloads: {@code external-fault}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The state that is written so. */
    public static Optional<MachineState> ofWord(String word) {
        return Optional.ofNullable(BY_WORD.get(word.trim().toLowerCase(Locale.ROOT)));
    }

    /** The state a code stands for; empty outside of 10000 to 229999. */
    public static Optional<MachineState> ofCode(long code) {
        for (MachineState state : values()) {
            if (code >= state.first && code <= state.last) {
                return Optional.of(state);
            }
        }
        return code >= FIRST_OTHER_TECHNICAL && code <= LAST_OTHER_TECHNICAL ? Optional.of(FAULT) : Optional.empty();
    }
}
