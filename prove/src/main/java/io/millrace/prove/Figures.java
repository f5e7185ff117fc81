package io.millrace.prove;

import io.millrace.prove.judge.Counts;
import io.millrace.prove.stage.Struck;
import io.millrace.stage.MemoryCurve;
import java.time.Duration;
import java.util.List;

/**
 * What was measured.
 *
 * @param version of the hub
 * @param planned strikes planned
 * @param restarts from each kill of the hub until it was ready again
 * @param flows from each kill of the hub until something was acknowledged again
 * @param memory resident memory of the hub every few seconds
 * @param notes what was not done, and why
 */
public record Figures(
        String version,
        int planned,
        List<Struck> struck,
        Counts counts,
        List<Duration> restarts,
        List<Duration> flows,
        List<MemoryCurve.Point> memory,
        Duration elapsed,
        Duration catchUp,
        List<String> notes) {

    public Figures {
        struck = List.copyOf(struck);
        restarts = List.copyOf(restarts);
        flows = List.copyOf(flows);
        memory = List.copyOf(memory);
        notes = List.copyOf(notes);
    }

    public int kills() {
        return (int) struck.stream().filter(one -> one.strike().kind().isKill()).count();
    }

    /** Of the hub's resident memory, in bytes; 0 where the system does not tell. */
    public long peakMemory() {
        return memory.stream().mapToLong(MemoryCurve.Point::bytes).max().orElse(0);
    }

    /** The middle one; zero when there is none. */
    public static Duration median(List<Duration> of) {
        return of.isEmpty() ? Duration.ZERO : of.stream().sorted().toList().get(of.size() / 2);
    }
}
