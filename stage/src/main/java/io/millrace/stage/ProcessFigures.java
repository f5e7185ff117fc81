package io.millrace.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the Linux kernel accounts to a process, as proc(5) tells. Elsewhere everything is empty. Processes that end while
 * they are looked at are no matter. Thread-safe.
 */
public final class ProcessFigures {

    /** USER_HZ, in which the kernel tells times to programs: the same on all systems that Java runs on. */
    private static final long MILLIS_PER_TICK = 10;

    private static final int ATTEMPTS = 5;
    private static final long KIB = 1024;
    /** A chain of parents is never longer; a parent's number may have been given anew while we looked. */
    private static final int DEEPEST = 64;

    private final Path proc;

    public ProcessFigures() {
        this(Path.of("/proc"));
    }

    ProcessFigures(Path proc) {
        this.proc = proc;
    }

    /**
     * The line of {@code /proc/PID/stat}, as far as it matters.
     *
     * @param name the program's, in at most 15 characters
     * @param own processor time, in ticks
     * @param ended processor time of children that have ended, in ticks
     */
    private record Stat(long pid, String name, long parent, long own, long ended) {

        /** The name stands in parentheses and may hold anything, also spaces and parentheses. */
        static Stat parse(String line) {
            int open = line.indexOf('(');
            int close = line.lastIndexOf(')');
            String[] fields = line.substring(close + 2).trim().split(" ", -1);
            return new Stat(
                    Long.parseLong(line.substring(0, open).trim()),
                    line.substring(open + 1, close),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
                    Long.parseLong(fields[13]) + Long.parseLong(fields[14]));
        }
    }

    /** User and system time of the process itself since its start, without its children. */
    public Optional<Duration> processorTime(long pid) {
        return stat(pid).map(stat -> Duration.ofMillis(stat.own() * MILLIS_PER_TICK));
    }

    /** Resident memory of the process, in bytes. Memory that processes share counts with each of them. */
    public Optional<Long> residentBytes(long pid) {
        try {
            return kibibytes(pid, "status", "VmRSS:");
        } catch (IOException goneOrUnknown) {
            return Optional.empty();
        }
    }

    /** Resident memory of the process, in bytes, of which what several share counts with each in proportion. */
    public Optional<Long> proportionalBytes(long pid) {
        try {
            return kibibytes(pid, "smaps_rollup", "Pss:");
        } catch (IOException goneOrHidden) {
            return Optional.empty();
        }
    }

    /** Those that were started by the process, or by one it started, and have this name. */
    public List<Long> descendants(long ancestor, String name) {
        return family(ancestor, name).stream().map(Stat::pid).toList();
    }

    /** User and system time of these {@link #descendants}, and of children of theirs that have ended since. */
    public Duration processorTimeOfDescendants(long ancestor, String name) {
        List<Stat> family = family(ancestor, name);
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            List<Stat> again = family(ancestor, name);
            // A child that ended between two looks at the same moment would count twice, or not at all.
            if (endedTicks(family) == endedTicks(again)
                    && family.stream()
                            .map(Stat::pid)
                            .toList()
                            .equals(again.stream().map(Stat::pid).toList())) {
                break;
            }
            family = again;
        }
        long ticks = family.stream().mapToLong(Stat::own).sum() + endedTicks(family);
        return Duration.ofMillis(ticks * MILLIS_PER_TICK);
    }

    private static long endedTicks(List<Stat> family) {
        return family.stream().mapToLong(Stat::ended).sum();
    }

    /** {@link #proportionalBytes} of these {@link #descendants}; empty when there are none or one may not be looked at. */
    public Optional<Long> proportionalBytesOfDescendants(long ancestor, String name) {
        long sum = 0;
        boolean any = false;
        for (long pid : descendants(ancestor, name)) {
            try {
                Optional<Long> bytes = kibibytes(pid, "smaps_rollup", "Pss:");
                any |= bytes.isPresent();
                sum += bytes.orElse(0L);
            } catch (AccessDeniedException hidden) {
                return Optional.empty();
            } catch (IOException gone) {
                continue;
            }
        }
        return any ? Optional.of(sum) : Optional.empty();
    }

    private List<Stat> family(long ancestor, String name) {
        Map<Long, Stat> all = new HashMap<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                stat(Long.parseLong(process.getFileName().toString())).ifPresent(stat -> all.put(stat.pid(), stat));
            }
        } catch (IOException | UncheckedIOException notHere) {
            return List.of();
        }
        List<Stat> family = new ArrayList<>();
        for (Stat stat : all.values()) {
            if (stat.name().equals(name) && descends(stat, ancestor, all)) {
                family.add(stat);
            }
        }
        family.sort((one, other) -> Long.compare(one.pid(), other.pid()));
        return family;
    }

    private static boolean descends(Stat stat, long ancestor, Map<Long, Stat> all) {
        Stat at = stat;
        for (int depth = 0; at != null && depth < DEEPEST; depth++) {
            if (at.parent() == ancestor) {
                return true;
            }
            at = all.get(at.parent());
        }
        return false;
    }

    private Optional<Stat> stat(long pid) {
        try {
            return Optional.of(Stat.parse(read(pid, "stat")));
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException goneOrUnknown) {
            return Optional.empty();
        }
    }

    private Optional<Long> kibibytes(long pid, String file, String key) throws IOException {
        return read(pid, file)
                .lines()
                .filter(line -> line.startsWith(key))
                .map(line -> Long.parseLong(line.replaceAll("\\D+", "")) * KIB)
                .findFirst();
    }

    private String read(long pid, String file) throws IOException {
        return Files.readString(proc.resolve(Long.toString(pid)).resolve(file), StandardCharsets.ISO_8859_1);
    }
}
