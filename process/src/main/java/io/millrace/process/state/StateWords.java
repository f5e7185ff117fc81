package io.millrace.process.state;

import io.millrace.model.MachineState;
import io.millrace.model.Value;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the state words of machines mean. A word is a number, or a name in any spelling.
 *
 * <p><b>PackML</b>: ANSI/ISA-TR88.00.02, tag {@code Status.StateCurrent}, 0 to 17; the numbers are repeated by OPC 30050
 * (OPC UA for PackML, 6.3.7 and 6.3.8). The mode is {@code Status.UnitModeCurrent}: 1 production, 2 maintenance, 3
 * manual.
 *
 * <p><b>Weihenstephan Standards</b>, WS Pack: {@code WS_Cur_State} (tag number 00300), one bit for each state; what the
 * states mean is repeated by OPC 40600, 7.6 to 7.8. The mode is {@code WS_Cur_Prog} (00200), one bit for each program,
 * OPC 40600 table 26. Bits not in the table are used differently by different machines: give them in {@code words}.
 *
 * <p>Which of our states a word is follows the list of states of the United Manufacturing Hub, with two exceptions: a
 * machine that is aborting or aborted has a fault (TR88: "on the occurrence of a machine fault"), not a lower speed.
 */
final class StateWords {

    private static final int CONGESTION_BYPASS = 80_000;
    private static final int TECHNICAL_OTHER = 220_000;

    static final StateWords PACKML = new StateWords(false)
            .with(0, "undefined", MachineState.UNKNOWN)
            .with(1, "clearing", MachineState.STOPPED)
            .with(2, "stopped", MachineState.STOPPED)
            .with(3, "starting", MachineState.STOPPED)
            .with(4, "idle", MachineState.IDLE)
            .with(5, "suspended", MachineState.WAITING)
            .with(6, "execute", MachineState.RUNNING)
            .with(7, "stopping", MachineState.SLOW)
            .with(8, "aborting", MachineState.FAULT)
            .with(9, "aborted", MachineState.FAULT)
            .with(10, "holding", MachineState.SLOW)
            .with(11, "held", Label.of(MachineState.FAULT, TECHNICAL_OTHER, ""))
            .with(12, "unholding", MachineState.SLOW)
            .with(13, "suspending", MachineState.SLOW)
            .with(14, "unsuspending", MachineState.SLOW)
            .with(15, "resetting", MachineState.STOPPED)
            .with(16, "completing", MachineState.SLOW)
            .with(17, "completed", MachineState.IDLE)
            .with(17, "complete", MachineState.IDLE);

    static final StateWords PACKML_MODES = new StateWords(false).with(2, "maintenance", MachineState.MAINTENANCE);

    /** Where several bits are set, the first of this order counts: what stops a machine before what it does. */
    static final StateWords WEIHENSTEPHAN = new StateWords(true)
            .with(4096, "emergency stop", Label.of(MachineState.STOPPED, "emergency stop"))
            .with(1024, "equipment failure", MachineState.FAULT)
            .with(2048, "external failure", MachineState.EXTERNAL_FAULT)
            .with(512, "aborting", MachineState.FAULT)
            .with(8, "lack", MachineState.STARVED)
            .with(16, "tailback", MachineState.BLOCKED)
            .with(32, "lack branch line", Label.of(MachineState.WAITING, CONGESTION_BYPASS, "lack in branch line"))
            .with(
                    64,
                    "tailback branch line",
                    Label.of(MachineState.WAITING, CONGESTION_BYPASS, "tailback in branch line"))
            .with(256, "stopping", MachineState.SLOW)
            .with(128, "operating", MachineState.RUNNING)
            .with(2, "starting", MachineState.STOPPED)
            .with(4, "prepared", MachineState.IDLE)
            .with(1, "stopped", MachineState.STOPPED)
            .with(32_768, "idle", MachineState.IDLE)
            .with(0, "undefined", MachineState.UNKNOWN);

    static final StateWords WEIHENSTEPHAN_PROGRAMS = new StateWords(true)
            .with(32, "maintenance", MachineState.MAINTENANCE)
            .with(16, "changeover", MachineState.CHANGEOVER)
            .with(8, "clean", MachineState.CLEANING)
            .with(64, "break", MachineState.BREAK);

    static final StateWords NONE = new StateWords(false);

    private final boolean bits;
    private final Map<Long, Label> byNumber;
    private final Map<String, Label> byName;

    private StateWords(boolean bits) {
        this(bits, Map.of(), Map.of());
    }

    private StateWords(boolean bits, Map<Long, Label> byNumber, Map<String, Label> byName) {
        this.bits = bits;
        this.byNumber = byNumber;
        this.byName = byName;
    }

    /** These words and others, which win. */
    StateWords with(Map<String, MachineState> words) {
        StateWords all = this;
        for (Map.Entry<String, MachineState> word : words.entrySet()) {
            String key = word.getKey().trim();
            Label label = Label.of(word.getValue(), "");
            all = key.matches("-?\\d{1,18}")
                    ? all.with(Long.parseLong(key), "", label)
                    : new StateWords(bits, all.byNumber, put(all.byName, plain(key), label));
        }
        return all;
    }

    private StateWords with(long number, String name, MachineState state) {
        return with(number, name, Label.of(state, ""));
    }

    private StateWords with(long number, String name, Label label) {
        return new StateWords(
                bits, put(byNumber, number, label), name.isEmpty() ? byName : put(byName, plain(name), label));
    }

    private static <K> Map<K, Label> put(Map<K, Label> map, K key, Label label) {
        Map<K, Label> more = new LinkedHashMap<>(map);
        more.put(key, label);
        return more;
    }

    /** What a word means; empty when it is not in the table. */
    Optional<Label> meaning(Value word) {
        if (word instanceof Value.Whole whole) {
            return byNumber(whole.value());
        }
        if (word instanceof Value.Real real) {
            long whole = (long) real.value();
            return whole == real.value() ? byNumber(whole) : Optional.empty();
        }
        return word instanceof Value.Text text
                ? Optional.ofNullable(byName.get(plain(text.value())))
                : Optional.empty();
    }

    private Optional<Label> byNumber(long number) {
        Label exact = byNumber.get(number);
        if (exact != null || !bits) {
            return Optional.ofNullable(exact);
        }
        return byNumber.entrySet().stream()
                .filter(entry -> entry.getKey() != 0 && (number & entry.getKey()) == entry.getKey())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
