package io.millrace.backbone;

/** A thread that reads the log for someone. Thread-safe. */
public interface LogFollower extends AutoCloseable {

    /** The name it was given; followers of one name share the partitions, in whichever process they run. */
    String name();

    FollowerState state();

    /** Records in its partitions that it has not stored yet, as known a second ago at most. */
    long lag();

    /**
     * Ends it. A batch being stored is waited for, some seconds at most; one that takes longer is interrupted and is
     * delivered again another time. May be called more than once.
     */
    @Override
    void close();
}
