package io.millrace.prove;

import io.millrace.prove.schedule.StrikeKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is to be proved, and how.
 *
 * @param folder where the report goes and the scratch folder is made
 * @param hubCommand the beginning of the command that starts a hub, such as {@code [/opt/millrace/bin/millrace, up]};
 *     {@code <site file> --data <folder>} is appended
 * @param hubEnvironment variables added to the hub's environment
 * @param seed of the schedule
 * @param kills how many kills; 0 for as many as fit in the time
 * @param limit longest time for the strikes; the whole time when kills is 0
 * @param fillDisk whether the hub's data lies on a small disk that is filled up, where that can be had
 * @param kinds the strikes to choose from
 * @param keepData whether the hub's data stays when everything is proved; otherwise it stays only when it is not
 * @param standstill how long the historian may come no nearer to the end of the log before it is judged as it is
 */
public record ProveSettings(
        Path folder,
        List<String> hubCommand,
        Map<String, String> hubEnvironment,
        long seed,
        int kills,
        Duration limit,
        Load load,
        boolean fillDisk,
        boolean keepData,
        Set<StrikeKind> kinds,
        Duration standstill) {

    private static final Duration STANDSTILL = Duration.ofSeconds(60);

    public ProveSettings {
        folder = folder.toAbsolutePath().normalize();
        hubCommand = List.copyOf(hubCommand);
        hubEnvironment = Map.copyOf(hubEnvironment);
        kinds = Set.copyOf(kinds);
        if (kills < 0) {
            throw new IllegalArgumentException("kills cannot be negative");
        }
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("the time must be longer than nothing");
        }
    }

    /** A hundred kills under the standard load. */
    public static ProveSettings standard(Path folder, List<String> hubCommand, long seed) {
        return new ProveSettings(
                folder,
                hubCommand,
                Map.of(),
                seed,
                100,
                Duration.ofMinutes(30),
                Load.STANDARD,
                false,
                false,
                EnumSet.allOf(StrikeKind.class),
                STANDSTILL);
    }

    public ProveSettings withKills(int number, Duration within) {
        return new ProveSettings(
                folder, hubCommand, hubEnvironment, seed, number, within, load, fillDisk, keepData, kinds, standstill);
    }

    public ProveSettings withLoad(Load other) {
        return new ProveSettings(
                folder, hubCommand, hubEnvironment, seed, kills, limit, other, fillDisk, keepData, kinds, standstill);
    }

    public ProveSettings withFillDisk(boolean fill) {
        return new ProveSettings(
                folder, hubCommand, hubEnvironment, seed, kills, limit, load, fill, keepData, kinds, standstill);
    }

    public ProveSettings withKeepData(boolean keep) {
        return new ProveSettings(
                folder, hubCommand, hubEnvironment, seed, kills, limit, load, fillDisk, keep, kinds, standstill);
    }

    public ProveSettings withHubEnvironment(Map<String, String> environment) {
        return new ProveSettings(
                folder, hubCommand, environment, seed, kills, limit, load, fillDisk, keepData, kinds, standstill);
    }

    /** With strikes of these kinds only. */
    public ProveSettings withKinds(Set<StrikeKind> only) {
        return new ProveSettings(
                folder, hubCommand, hubEnvironment, seed, kills, limit, load, fillDisk, keepData, only, standstill);
    }

    /** For a hub of which it is known that its historian stands still. */
    public ProveSettings withStandstill(Duration longest) {
        return new ProveSettings(
                folder, hubCommand, hubEnvironment, seed, kills, limit, load, fillDisk, keepData, kinds, longest);
    }
}
