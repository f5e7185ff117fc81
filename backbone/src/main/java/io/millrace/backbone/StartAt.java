package io.millrace.backbone;

/** Where a follower that has no place of its own yet begins. */
public enum StartAt {
    /** At the oldest record the log still has. */
    BEGINNING,
    /** After the newest record at the time it first came. */
    END
}
