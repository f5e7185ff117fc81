package io.millrace.bench;

/** Hears of a running benchmark; on the thread that measures, which it must not hold up. */
public interface BenchListener {

    /** Something begins: {@code ingest: QoS 1, high-throughput, run 2 of 3}. */
    default void step(String sentence) {}

    /**
     * How far the current step is.
     *
     * @param share 0 to 1
     * @param figures what can be said of it by now
     */
    default void progress(double share, String figures) {}
}
