package io.millrace.process.core;

import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import java.util.ArrayList;
import java.util.List;

/**
 * One instance of a processor: its state, and the inputs of the last while in the order of their own times.
 *
 * <p>An input in order goes through the rule at once. One that comes late is put where it belongs; what follows from
 * there is computed again, and only the differences to what was said before are told, as corrections. So the order in
 * which inputs arrive does not matter as long as none is later than {@code lateness}: what has been told, each
 * correction put over what it corrects, is the same in the end. An input later than that changes nothing and says so.
 *
 * <p>A device whose clock runs ahead does not make the others late: time goes on only as far as the log's own clock.
 *
 * <p>Not thread-safe.
 *
 * @param <S> the state of the processor
 */
public final class Horizon<S> {

    /** So many inputs at least become part of the state for good together: less to write, and less to move. */
    private static final int SETTLE_TOGETHER = 32;

    private final Processor<S> processor;
    private final long latenessMicros;
    private int most;
    private final Revisions revisions;
    private final Held<S> held = new Held<>();
    private S settled;
    private long settledTo;
    private S current;
    private long newest;
    private long advancedTo;
    private boolean changed;
    /** The last number of a correction when the head was last kept. */
    private long keptRevision;

    /** What time showed to be of no use and nobody was told yet. */
    private List<Taken.Refused> refusedInTime = List.of();

    /** Time that passed up to an input, and the input. */
    private record Advance<S>(Step<S> passed, Step<S> applied) {

        static <S> Advance<S> over(Processor<S> rule, S before, Input input) {
            Step<S> passed = rule.advance(before, input.timestampMicros());
            return new Advance<>(passed, rule.apply(passed.state(), input));
        }

        List<Taken.Refused> refused() {
            if (passed.refused().isEmpty()) {
                return applied.refused();
            }
            List<Taken.Refused> all = new ArrayList<>(passed.refused());
            all.addAll(applied.refused());
            return all;
        }
    }

    /**
     * @param latenessMicros how long after newer ones an input may come and still be put in its place
     * @param most so many inputs are held; beyond that the oldest become part of the state earlier. Inputs of one time
     *     stay together up to twice as many
     * @param head where it goes on
     * @param inputs what was taken and is not part of {@code head} for good, in the order in which it was taken
     */
    public Horizon(Processor<S> processor, long latenessMicros, int most, Head<S> head, List<Input> inputs) {
        this.processor = processor;
        this.latenessMicros = latenessMicros;
        this.most = Math.max(1, most);
        this.settled = head.settled();
        this.settledTo = head.settledTo();
        this.newest = head.newest();
        this.advancedTo = head.advancedTo();
        this.revisions = new Revisions(head.revision(), head.retracted());
        this.keptRevision = head.revision();
        this.current = settled;
        for (Input input : inputs) {
            if (input.timestampMicros() > settledTo) {
                held.place(input);
            }
        }
        // what is said here was said before, and what is refused was refused before
        compute(0, held.inputs(), new Account(), new ArrayList<>());
    }

    /** Everything it knows but the inputs it holds. */
    public Head<S> head() {
        return new Head<>(settled, settledTo, newest, advancedTo, revisions.last(), revisions.retracted());
    }

    /** Whether {@link #head} must be kept anew; says so once. */
    public boolean headChanged() {
        boolean answer = changed || revisions.last() != keptRevision;
        changed = false;
        keptRevision = revisions.last();
        return answer;
    }

    /** Inputs up to this time are part of the state for good: whoever keeps them may forget them. */
    public long settledTo() {
        return settledTo;
    }

    /** How many inputs it holds. */
    public int held() {
        return held.size();
    }

    /** From the next input on it holds no more than this, at least one. */
    public void holdAtMost(int inputs) {
        most = Math.max(1, inputs);
    }

    /** When {@link #advance} may have something to say, microseconds since 1970, or {@link Processor#NEVER}. */
    public long nextTime() {
        return processor.nextTime(current);
    }

    /**
     * Takes an input. It is to be kept until it is settled when its fate is IN_ORDER or LATE.
     *
     * @param logMicros when the log took it, microseconds since 1970: nothing settles that may be later than that.
     *     {@link Long#MIN_VALUE} where others that the log took before are still to come; then {@link #seen} tells
     */
    public Taken take(Input input, long logMicros) {
        long time = input.timestampMicros();
        revisions.at(logMicros);
        if (time <= settledTo) {
            return Taken.of(Taken.Fate.TOO_LATE);
        }
        boolean next = (held.isEmpty() || held.lastTime() < time) && time >= advancedTo;
        Taken taken = next ? append(input) : insert(input);
        if (taken.fate() == Taken.Fate.IN_ORDER || taken.fate() == Taken.Fate.LATE) {
            seen(Math.min(time, logMicros));
        }
        return taken;
    }

    /** An input of this time has been taken, and all that the log took before it: what is older by far settles. */
    public void seen(long micros) {
        newest = Math.max(newest, micros);
        settle();
    }

    /** Lets time pass up to a time before which no further input is expected; one that comes all the same is late. */
    public List<Emission> advance(long toMicros) {
        if (toMicros <= advancedTo || (!held.isEmpty() && toMicros < held.lastTime())) {
            return List.of();
        }
        revisions.at(toMicros);
        Step<S> step = processor.advance(current, toMicros);
        current = step.state();
        advancedTo = toMicros;
        if (step.outputs().isEmpty() && step.refused().isEmpty()) {
            return List.of();
        }
        changed = true;
        refusedInTime = step.refused();
        Account account = new Account();
        account.add(step.outputs(), List.of());
        return revisions.told(account);
    }

    /** Inputs that turned out to be of no use when time passed the last time; says so once. */
    public List<Taken.Refused> refusedInTime() {
        List<Taken.Refused> answer = refusedInTime;
        refusedInTime = List.of();
        return answer;
    }

    private Taken append(Input input) {
        if (input.content() instanceof Content.Retracted) {
            return Taken.of(Taken.Fate.DUPLICATE); // of something that is not there
        }
        Advance<S> advance;
        try {
            advance = Advance.over(processor, current, input);
        } catch (ProblemException unusable) {
            return refused(input, unusable.problem());
        }
        current = advance.applied().state();
        held.add(input, current);
        List<Emission> told =
                revisions.told(advance.passed().outputs(), advance.applied().outputs(), input);
        return new Taken(Taken.Fate.IN_ORDER, told, advance.refused());
    }

    /** The state after one of the inputs held, or before all of them for -1. */
    private S stateAfter(int at) {
        int known = held.lastKnown(at);
        S state = known < 0 ? settled : held.after(known);
        for (int i = known + 1; i <= at; i++) {
            state = Advance.over(processor, state, held.input(i)).applied().state();
        }
        return state;
    }

    private static Taken refused(Input input, Problem problem) {
        return new Taken(Taken.Fate.REFUSED, List.of(), List.of(new Taken.Refused(input, problem)));
    }

    private S step(S before, Input input, Account account) {
        Advance<S> advance = Advance.over(processor, before, input);
        account.add(advance.passed().outputs(), List.of());
        account.add(advance.applied().outputs(), List.of(input.identity()));
        account.refuse(advance.refused());
        return advance.applied().state();
    }

    private Taken insert(Input input) {
        boolean behind = held.isEmpty() || held.input(held.size() - 1).order(input) < 0;
        List<Input> before = held.inputs();
        int at = held.place(input);
        if (at < 0) {
            return Taken.of(Taken.Fate.DUPLICATE);
        }
        // inputs of one time may speak of one identity: they are told together
        int from = at;
        while (from > 0 && before.get(from - 1).timestampMicros() == input.timestampMicros()) {
            from--;
        }
        Account old = new Account();
        Account now = new Account();
        List<Taken.Refused> refused = new ArrayList<>();
        List<Input> after = held.inputs();
        // the old way once more, for what it said
        compute(from, before, old, new ArrayList<>());
        S renewed = compute(from, after, now, refused);
        boolean unusable = refused.stream().anyMatch(one -> one.input() == input);
        if (unusable && refused.size() == 1) {
            compute(from, before, new Account(), new ArrayList<>()); // as if it had never come
            return refused(input, refused.get(0).problem());
        }
        List<Emission> differences =
                revisions.differences(old, now, output -> processor.recall(renewed, output.identity()));
        refused.addAll(now.refusedBut(old));
        boolean onTime = behind && differences.stream().allMatch(emission -> emission.revision() == 0);
        return new Taken(
                unusable ? Taken.Fate.REFUSED : onTime ? Taken.Fate.IN_ORDER : Taken.Fate.LATE, differences, refused);
    }

    /**
     * Computes a stretch of inputs and what time brought since, and holds them with their new states.
     *
     * @param from the first; those before it stay held with their states
     * @param inputs all that are to be held then, the ones before the first included
     * @return the state in the end, which is the current one
     */
    private S compute(int from, List<Input> inputs, Account account, List<Taken.Refused> refused) {
        held.keepFirst(from);
        S state = stateAfter(from - 1);
        for (Input input : inputs.subList(from, inputs.size())) {
            try {
                state = step(state, input, account);
                held.add(input, state);
            } catch (ProblemException unusable) {
                refused.add(new Taken.Refused(input, unusable.problem()));
            }
        }
        if (advancedTo != Head.BEFORE && (held.isEmpty() || held.lastTime() < advancedTo)) {
            Step<S> step = processor.advance(state, advancedTo);
            account.add(step.outputs(), List.of());
            account.refuse(step.refused());
            state = step.state();
        }
        current = state;
        return state;
    }

    /** Makes the oldest inputs part of the state for good; inputs of one time go together. */
    private void settle() {
        long upTo = newest == Head.BEFORE ? Head.BEFORE : newest - latenessMicros;
        int count;
        if (held.size() > most) {
            count = held.size() - most + most / 4;
        } else if (held.size() > SETTLE_TOGETHER && held.time(SETTLE_TOGETHER - 1) <= upTo) {
            count = SETTLE_TOGETHER;
        } else {
            return; // too few to settle together, as with nearly every input
        }
        while (count < held.size() - 1 && held.time(count) <= upTo) {
            count++;
        }
        while (count > 0 && count < held.size() && held.sameTime(count - 1, count)) {
            count++;
        }
        if (count == held.size() && held.size() <= 2 * most) {
            // others of the newest time may still come
            do {
                count--;
            } while (count > 0 && held.sameTime(count - 1, count));
        }
        if (count == 0 || (held.size() <= most && count < wanted(count))) {
            return;
        }
        settled = stateAfter(count - 1);
        settledTo = held.time(count - 1);
        held.dropFirst(count);
        changed = true;
    }

    /** Better a few more than a state that has to be computed again. */
    private int wanted(int count) {
        return held.knows(count - 1) ? SETTLE_TOGETHER : 2 * SETTLE_TOGETHER;
    }
}
