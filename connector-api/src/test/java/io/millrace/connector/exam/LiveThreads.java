package io.millrace.connector.exam;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The threads alive at a moment, to find those that came and did not go. */
final class LiveThreads {

    /** Those of the Java runtime and of the exam itself. */
    private static final List<String> OURS = List.of(
            "process reaper",
            "peer-",
            "ForkJoinPool.commonPool-",
            "CompletableFutureDelayScheduler",
            "awaitility",
            "surefire",
            "Common-Cleaner",
            "Reference Handler");

    private final Set<Thread> before = alive();

    /** Waits until only those of before are left, and such whose name begins as allowed. */
    void awaitNoneMore(List<String> allowedPrefixes) {
        await("no thread of the session is left")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> {
                    List<String> left = since(allowedPrefixes);
                    if (!left.isEmpty()) {
                        throw new AssertionError("threads left behind: " + left);
                    }
                });
    }

    /** How many threads there are now. */
    static int count() {
        return since(Set.of(), List.of()).size();
    }

    private List<String> since(List<String> allowedPrefixes) {
        return since(before, allowedPrefixes);
    }

    private static List<String> since(Set<Thread> before, List<String> allowedPrefixes) {
        return alive().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> OURS.stream().noneMatch(name::startsWith))
                .filter(name -> allowedPrefixes.stream().noneMatch(name::startsWith))
                .sorted()
                .toList();
    }

    private static Set<Thread> alive() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .collect(Collectors.toSet());
    }
}
