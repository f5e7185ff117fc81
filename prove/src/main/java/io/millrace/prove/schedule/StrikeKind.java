package io.millrace.prove.schedule;

/** The ways in which a plant goes wrong. */
public enum StrikeKind {
    /** {@code kill -9} of the hub, which is started again at once. */
    KILL_HUB("kill -9 the hub", true, 35),
    /** {@code kill -9} of PostgreSQL; the hub has to help itself. */
    KILL_DATABASE("kill -9 the database", true, 20),
    /** {@code kill -9} of the process that publishes; a new one goes on from its journal. */
    KILL_PUBLISHER("kill -9 the publisher", true, 20),
    /** All of them in the same moment. */
    KILL_ALL("kill -9 all at once", true, 15),
    /** {@code kill -9} of the hub, and again before it has got up. */
    KILL_STARTING("kill -9 the hub, and again while it starts", true, 10),
    /** SIGSTOP, SIGCONT: a machine that swaps, or a paused virtual machine. */
    FREEZE_HUB("SIGSTOP the hub", false, 25),
    FREEZE_DATABASE("SIGSTOP the database", false, 20),
    /** Every TCP connection of publishers and device is reset. */
    CUT_CONNECTIONS("cut the connections", false, 20),
    /** What publishers send arrives, what the hub answers does not; then the connections are cut. */
    SWALLOW_ANSWERS("swallow the hub's answers", false, 20),
    /** Publishers send again what was acknowledged long ago. */
    REPEAT_DELIVERIES("repeat deliveries", false, 15),
    /** The small disk of the data folder is filled and emptied again. */
    FILL_DISK("fill the disk", false, 20);

    private final String sentence;
    private final boolean kill;
    private final int weight;

    StrikeKind(String sentence, boolean kill, int weight) {
        this.sentence = sentence;
        this.kill = kill;
        this.weight = weight;
    }

    /** What is done, for people. */
    public String sentence() {
        return sentence;
    }

    /** Whether it counts as a kill. */
    public boolean isKill() {
        return kill;
    }

    int weight() {
        return weight;
    }
}
