package io.millrace.process.state;

import io.millrace.model.MachineState;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.EventFields;
import io.millrace.process.core.Input;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The states of the machine of {@link MachineStatePropertyTest}, reckoned in the plainest way: an array with a place for
 * each second and layer, and everything computed from it in the end.
 */
final class SecondBySecond {

    private static final long SECOND = 1_000_000;

    private final int seconds;
    private final int staleAfter;
    private final int stoppedAfter;
    private final int microstop;
    private final @Nullable String[] spoken;
    private final @Nullable String[] counted;
    private final @Nullable String[] reasons;
    private final @Nullable String[] overwrites;
    private final boolean[] open;
    private final Map<String, Integer> heardAt = new HashMap<>();
    private final Map<String, Value> heard = new HashMap<>();
    private @Nullable Long total;
    private int silentSince = -1;
    private boolean waiting;
    private int openSince = -1;
    private int seen = -1;

    SecondBySecond(int seconds, int staleAfter, int stoppedAfter, int microstop) {
        this.seconds = seconds;
        this.staleAfter = staleAfter;
        this.stoppedAfter = stoppedAfter;
        this.microstop = microstop;
        spoken = new String[seconds];
        counted = new String[seconds];
        reasons = new String[seconds];
        overwrites = new String[seconds];
        open = new boolean[seconds];
    }

    /** What is true at each second, as {@code state|reason|microstop}; null before anything is known. */
    List<@Nullable String> states(List<Input> inputs) {
        TreeMap<Integer, List<Input>> bySecond = new TreeMap<>();
        for (Input input : inputs) {
            bySecond.computeIfAbsent(second(input), second -> new ArrayList<>()).add(input);
        }
        for (int second = 0; second <= seconds; second++) {
            timePasses(second);
            for (Input input : bySecond.getOrDefault(second, List.of())) {
                take(second, input);
            }
        }
        return effective();
    }

    private static int second(Input input) {
        return (int) ((input.timestampMicros() - Bench.micros(0)) / SECOND);
    }

    private void timePasses(int now) {
        if (waiting && silentSince + stoppedAfter == now - 1) {
            @Nullable String before = present();
            waiting = false;
            fill(counted, silentSince, "stopped|");
            changed(before, silentSince);
        }
        @Nullable String before = present();
        boolean stale = false;
        for (Map.Entry<String, Integer> signal : heardAt.entrySet()) {
            if (signal.getValue() + staleAfter == now - 1 && heard.get(signal.getKey()) != null) {
                heard.remove(signal.getKey());
                stale = true;
            }
        }
        if (stale) {
            fill(spoken, now - 1, meaning());
            changed(before, now - 1);
        }
    }

    private void take(int second, Input input) {
        @Nullable String before = present();
        seen = Math.max(seen, second);
        switch (input.role()) {
            case "_historian/total" -> piece(second, (Value.Whole) input.usable());
            case "_historian/why" -> {
                long why = ((Value.Whole) Objects.requireNonNull(input.usable())).value();
                fill(reasons, second, why == 0 ? null : Long.toString(why));
            }
            case "_analytics/state/overwrite" -> overwrite(second, (Content.Happened) input.content());
            default -> {
                heardAt.put(input.role(), second);
                heard.remove(input.role());
                if (input.usable() != null) {
                    heard.put(input.role(), input.usable());
                }
                fill(spoken, second, meaning());
            }
        }
        changed(before, second);
    }

    private void piece(int second, Value.@Nullable Whole value) {
        if (value == null) {
            fill(counted, second, "unknown|");
            waiting = false;
            silentSince = -1;
        } else {
            if (total != null && value.value() > total) {
                fill(counted, second, "running|");
                silentSince = second;
                waiting = true;
            } else if (silentSince < 0) {
                silentSince = second;
                waiting = true;
            }
            total = value.value();
        }
    }

    private void overwrite(int second, Content.Happened event) {
        Map<String, Value> fields = EventFields.read(event.json());
        int start = secondOf(fields.get("start_time_unix_ms"));
        boolean isOpen = !fields.containsKey("end_time_unix_ms");
        int end = isOpen ? seconds : Math.min(seconds, secondOf(fields.get("end_time_unix_ms")));
        String reason = Signals.text(fields.get("reason"));
        for (int i = start; i < end; i++) {
            String before = overwrites[i];
            if (fields.containsKey("state")) {
                overwrites[i] = Signals.text(fields.get("state")) + "|" + reason;
                open[i] = isOpen;
            } else if (before != null) {
                overwrites[i] = before.substring(0, before.indexOf('|') + 1) + reason;
            } else {
                overwrites[i] = "|" + reason;
                open[i] = isOpen;
            }
        }
        if (isOpen) {
            openSince = second;
        }
    }

    private static int secondOf(@Nullable Value millis) {
        return (int) ((((Value.Whole) Objects.requireNonNull(millis)).value() - Bench.millis(0)) / 1000);
    }

    private static void fill(@Nullable String[] layer, int from, @Nullable String value) {
        for (int i = from; i < layer.length; i++) {
            layer[i] = value;
        }
    }

    /** Rules: fault true, speed above 0 running; then the word: 1 changeover, 2 blocked. */
    private @Nullable String meaning() {
        if (heardAt.containsKey("_historian/fault")) {
            Value fault = heard.get("_historian/fault");
            if (fault == null) {
                return "unknown|no signal: _historian/fault";
            }
            if (fault.equals(Value.of(true))) {
                return "fault|drive";
            }
        }
        if (heardAt.containsKey("_historian/speed")) {
            Value speed = heard.get("_historian/speed");
            if (speed == null) {
                return "unknown|no signal: _historian/speed";
            }
            if (((Value.Whole) speed).value() > 0) {
                return "running|";
            }
        }
        if (!heardAt.containsKey("_historian/word")) {
            return null;
        }
        Value word = heard.get("_historian/word");
        if (word == null) {
            return "unknown|no signal: _historian/word";
        }
        long number = ((Value.Whole) word).value();
        return number == 1 ? "changeover|" : number == 2 ? "blocked|" : "unknown|state word " + number;
    }

    private @Nullable String machine(int second) {
        return spoken[second] == null ? counted[second] : spoken[second];
    }

    /** The state the machine is in as far as is known, without a reason. */
    private @Nullable String present() {
        String label = machine(seconds - 1);
        return label == null ? null : label.substring(0, label.indexOf('|'));
    }

    private void changed(@Nullable String before, int from) {
        if (openSince >= 0 && from > openSince && !Objects.equals(before, present())) {
            for (int i = from; i < seconds; i++) {
                if (open[i]) {
                    overwrites[i] = null;
                    open[i] = false;
                }
            }
            openSince = -1;
        }
    }

    private static boolean isStop(@Nullable String label) {
        return label != null
                && MachineState.ofWord(label.substring(0, label.indexOf('|')))
                        .orElseThrow()
                        .isUnplannedStop();
    }

    private List<@Nullable String> effective() {
        @Nullable String[] machine = new String[seconds];
        for (int i = 0; i < seconds; i++) {
            machine[i] = machine(i);
        }
        for (int i = 0; i < seconds; i++) {
            if (isStop(machine[i]) && machine[i].endsWith("|")) {
                String reason = reasons[i];
                for (int next = i; reason == null && next < seconds && isStop(machine(next)); next++) {
                    reason = reasons[next];
                }
                for (int last = i; reason == null && last >= 0 && isStop(machine(last)); last--) {
                    reason = reasons[last];
                }
                machine[i] += reason == null ? "" : reason;
            }
        }
        List<@Nullable String> states = new ArrayList<>();
        boolean known = false;
        for (int i = 0; i < seconds; i++) {
            String label = overwrites[i];
            if (label == null) {
                label = machine[i];
            } else if (label.startsWith("|")) {
                label = isStop(machine[i]) ? machine[i].substring(0, machine[i].indexOf('|')) + label : machine[i];
            }
            known |= label != null;
            states.add(known && label == null ? "unknown|" : label);
        }
        return judged(states);
    }

    private List<@Nullable String> judged(List<@Nullable String> states) {
        List<@Nullable String> judged = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            String label = states.get(i);
            if (!isStop(label)) {
                judged.add(label == null ? null : label + "|false");
                continue;
            }
            int begin = i;
            while (begin > 0 && isStop(states.get(begin - 1))) {
                begin--;
            }
            int end = i;
            while (end < seconds && isStop(states.get(end))) {
                end++;
            }
            boolean bounded = begin > 0 && isKnown(states.get(begin - 1)) && end < seconds && isKnown(states.get(end));
            judged.add(label + "|" + (bounded && end - begin < microstop));
        }
        return judged;
    }

    private static boolean isKnown(@Nullable String label) {
        return label != null && !label.startsWith("unknown|");
    }
}
