package io.millrace.demo.process;

/** Something the packing line tells. Every event has its own time, in milliseconds since 1970. */
public sealed interface PackingEvent {

    long millis();

    /**
     * A bag passed the light barrier before the filler.
     *
     * @param count bags since commissioning
     */
    record BagEntered(long millis, long count) implements PackingEvent {}

    /**
     * A bag was weighed.
     *
     * @param bag its number: the infeed count when it entered
     * @param weight kg
     * @param rejected whether the checkweigher pushed it aside
     * @param rejects since commissioning
     */
    record BagWeighed(long millis, long bag, double weight, boolean rejected, long rejects) implements PackingEvent {}

    /** A good bag passed the light barrier before the palletizer. */
    record BagLeft(long millis, long count) implements PackingEvent {}

    /**
     * A pallet is full.
     *
     * @param number pallets since commissioning
     * @param startMillis when its first bag arrived
     * @param bags on it
     * @param rejected while it was filled
     */
    record PalletFilled(long millis, long number, long startMillis, int bags, int rejected) implements PackingEvent {}

    record StateChanged(long millis, LineState state) implements PackingEvent {}

    /** @param bagsPerMinute over the last bags; 0 while it stands */
    record SpeedMeasured(long millis, double bagsPerMinute) implements PackingEvent {}

    /** What the operator typed at the panel. */
    record OperatorWrote(long millis, String text) implements PackingEvent {}

    /** A work order was planned, and begun at once. */
    record OrderStarted(long millis, String order, int quantity) implements PackingEvent {}

    record OrderStopped(long millis, String order) implements PackingEvent {}
}
