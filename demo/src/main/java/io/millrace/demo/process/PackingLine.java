package io.millrace.demo.process;

import io.millrace.demo.process.PackingEvent.BagEntered;
import io.millrace.demo.process.PackingEvent.BagLeft;
import io.millrace.demo.process.PackingEvent.BagWeighed;
import io.millrace.demo.process.PackingEvent.OperatorWrote;
import io.millrace.demo.process.PackingEvent.OrderStarted;
import io.millrace.demo.process.PackingEvent.OrderStopped;
import io.millrace.demo.process.PackingEvent.PalletFilled;
import io.millrace.demo.process.PackingEvent.SpeedMeasured;
import io.millrace.demo.process.PackingEvent.StateChanged;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The line that packs lime into bags of 25 kg: light barrier, filler, checkweigher, light barrier, palletizer. It stops
 * now and then, shortly or for longer. Not thread-safe.
 */
final class PackingLine {

    static final int BAGS_PER_PALLET = 40;
    static final int BAGS_PER_ORDER = 200;
    static final double LIGHTEST = 24.8;
    static final double HEAVIEST = 25.5;

    /** Bags per hour without any stop: what counters are reckoned from. */
    private static final double AT_MOST_PER_HOUR = 1300;

    private static final long TO_CHECKWEIGHER = 1_900;
    private static final long TO_OUTFEED = 4_700;
    private static final long SPEED_EVERY = 2_000;

    private static final String[] REMARKS = {
        "Spout 2 drips, watching it.",
        "Empty bags reloaded.",
        "Weighed ten bags by hand, all within limits.",
        "Sealing bar wiped clean.",
        "Big-bag station asks for lime at noon.",
        "Shift handed over, nothing special.",
    };

    private final SplittableRandom random;
    private final Queue<Bag> onBelt = new ArrayDeque<>();
    private final LineStops stops;
    private final Wander filler;

    private LineState state = LineState.PRODUCING;
    private boolean announced;
    /** Milliseconds the belt has moved; bags on it wait while it stands. */
    private long beltMillis;

    private long nextBagBelt = 400;
    private long nextSpeedMillis;
    private long nextRemarkMillis;
    private double bagSeconds = 3;
    private long entered;
    private long left;
    private long rejects;
    private long pallets;
    private int onPallet;
    private int rejectedMeanwhile;
    private long palletStart;
    private int inOrder;
    private long orders;

    PackingLine(SplittableRandom random, long startMillis) {
        this.random = random;
        this.stops = new LineStops(random.split());
        this.filler = new Wander(random.split(), 0.07, 25);
        this.entered = (long) Counters.reckoned(startMillis, AT_MOST_PER_HOUR);
        this.left = entered;
        this.rejects = (long) Counters.reckoned(startMillis, AT_MOST_PER_HOUR / 20);
        this.pallets = (long) Counters.reckoned(startMillis, AT_MOST_PER_HOUR / BAGS_PER_PALLET);
        this.orders = 1 + (long) Counters.reckoned(startMillis, AT_MOST_PER_HOUR / BAGS_PER_ORDER);
        this.palletStart = startMillis;
        this.nextSpeedMillis = startMillis;
        this.nextRemarkMillis = startMillis + 15_000;
    }

    /** Has the next step tell the current order and state to somebody who was not listening before. */
    void announce() {
        announced = false;
    }

    /** One step of at most a second, ending at {@code millis}. */
    void step(long millis, long stepMillis, Consumer<PackingEvent> events) {
        if (!announced) {
            announced = true;
            events.accept(new OrderStarted(millis, orderName(), BAGS_PER_ORDER));
            events.accept(new StateChanged(millis, state));
        }
        LineState next = stops.next(state, stepMillis / 1000.0);
        if (next != state) {
            state = next;
            events.accept(new StateChanged(millis, state));
        }
        double drift = filler.next(stepMillis / 1000.0);
        if (state == LineState.PRODUCING) {
            move(millis - stepMillis, stepMillis, drift, events);
        }
        if (millis >= nextSpeedMillis) {
            nextSpeedMillis = millis + SPEED_EVERY;
            events.accept(new SpeedMeasured(millis, state == LineState.PRODUCING ? 60 / bagSeconds : 0));
        }
        if (millis >= nextRemarkMillis) {
            nextRemarkMillis = millis + 60_000 + random.nextInt(120_000);
            events.accept(new OperatorWrote(millis, REMARKS[random.nextInt(REMARKS.length)]));
        }
    }

    private void move(long fromMillis, long stepMillis, double drift, Consumer<PackingEvent> events) {
        List<PackingEvent> inTime = new ArrayList<>();
        moveBags(fromMillis, stepMillis, drift, inTime::add);
        inTime.sort(Comparator.comparingLong(PackingEvent::millis));
        inTime.forEach(events);
    }

    private void moveBags(long fromMillis, long stepMillis, double drift, Consumer<PackingEvent> events) {
        long beltBefore = beltMillis;
        beltMillis += stepMillis;
        for (Bag bag : onBelt) {
            if (!bag.weighed && bag.enteredBelt + TO_CHECKWEIGHER <= beltMillis) {
                bag.weighed = true;
                weigh(bag, fromMillis + bag.enteredBelt + TO_CHECKWEIGHER - beltBefore, drift, events);
            }
        }
        for (Bag first = onBelt.peek();
                first != null && first.enteredBelt + TO_OUTFEED <= beltMillis;
                first = onBelt.peek()) {
            onBelt.remove();
            if (!first.rejected) {
                leave(fromMillis + first.enteredBelt + TO_OUTFEED - beltBefore, events);
            }
        }
        if (nextBagBelt <= beltMillis) {
            entered++;
            onBelt.add(new Bag(entered, nextBagBelt));
            events.accept(new BagEntered(fromMillis + nextBagBelt - beltBefore, entered));
            bagSeconds = Math.max(2.8, 3.05 + 0.12 * Wander.gaussian(random));
            nextBagBelt += Math.round(bagSeconds * 1000);
        }
    }

    private void weigh(Bag bag, long millis, double drift, Consumer<PackingEvent> events) {
        double weight = 25.12 + drift + 0.09 * Wander.gaussian(random);
        if (random.nextInt(60) == 0) {
            weight -= 0.6; // a spout that drips or a torn bag
        }
        weight = Math.round(weight * 100) / 100.0;
        bag.rejected = weight < LIGHTEST || weight > HEAVIEST;
        if (bag.rejected) {
            rejects++;
            rejectedMeanwhile++;
        }
        events.accept(new BagWeighed(millis, bag.number, weight, bag.rejected, rejects));
    }

    private void leave(long millis, Consumer<PackingEvent> events) {
        left++;
        events.accept(new BagLeft(millis, left));
        onPallet++;
        if (onPallet == BAGS_PER_PALLET) {
            pallets++;
            events.accept(new PalletFilled(millis, pallets, palletStart, onPallet, rejectedMeanwhile));
            onPallet = 0;
            rejectedMeanwhile = 0;
            palletStart = millis;
        }
        inOrder++;
        if (inOrder == BAGS_PER_ORDER) {
            events.accept(new OrderStopped(millis, orderName()));
            startOrder(millis, events);
        }
    }

    private void startOrder(long millis, Consumer<PackingEvent> events) {
        inOrder = 0;
        orders++;
        events.accept(new OrderStarted(millis, orderName(), BAGS_PER_ORDER));
    }

    private String orderName() {
        return "LW-" + orders;
    }

    private static final class Bag {
        private final long number;
        private final long enteredBelt;
        private boolean weighed;
        private boolean rejected;

        private Bag(long number, long enteredBelt) {
            this.number = number;
            this.enteredBelt = enteredBelt;
        }
    }
}
