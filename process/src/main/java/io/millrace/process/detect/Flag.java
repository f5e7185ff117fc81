package io.millrace.process.detect;

/**
 * Whether a tag is unusual: raised above the limit, taken back below a share of it, each only when that has lasted.
 *
 * @param since since when the scores have spoken against it, microseconds since 1970, or {@link #NEVER}
 */
record Flag(boolean raised, long since) {

    static final long NEVER = Long.MIN_VALUE;
    static final Flag DOWN = new Flag(false, NEVER);

    /**
     * When it changes.
     *
     * @param limit above it a score is unusual
     * @param clear at it or below a score is usual again
     * @param onMicros how long scores have to be above before it is raised
     * @param offMicros how long they have to be below before it is taken back
     */
    record Rule(double limit, double clear, long onMicros, long offMicros) {}

    Flag heard(double score, long time, Rule rule) {
        boolean against = raised ? score <= rule.clear : score > rule.limit;
        if (!against) {
            return settled();
        }
        long begun = since == NEVER ? time : since;
        return time - begun >= (raised ? rule.offMicros : rule.onMicros)
                ? new Flag(!raised, NEVER)
                : new Flag(raised, begun);
    }

    /** What has lasted so far no longer counts. */
    Flag settled() {
        return since == NEVER ? this : new Flag(raised, NEVER);
    }
}
