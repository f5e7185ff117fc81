package io.millrace.process.alarm;

import io.millrace.model.Value;
import io.millrace.process.alarm.AlarmMemory.Told;
import io.millrace.process.core.Content;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What happens to an alarm at one time, and what is told of it: the transitions of the diagram of ANSI/ISA-18.2-2016 and
 * IEC 62682:2014. While it is put aside it is not raised; if there still is reason for it when that ends, it is raised then.
 * Raised again before anybody acknowledged the last time, it is a new occurrence. Used once; not thread-safe.
 */
final class Life {

    private final Terms terms;
    private final AlarmMemory memory;
    private final long time;
    private final UnaryOperator<String> message;
    private final List<Identity> cause;
    private final List<Output> outputs = new ArrayList<>();
    private Standing standing;
    private Aside aside;
    private Told told;

    /** By whom, with what words. */
    private record By(String user, String comment, long until) {
        static final By NOBODY = new By("", "", 0);
    }

    /**
     * @param message makes the text of an occurrence that begins now
     * @param cause what it follows from; empty for the input that was just applied
     */
    Life(Terms terms, AlarmMemory memory, long time, UnaryOperator<String> message, List<Identity> cause) {
        this.terms = terms;
        this.memory = memory;
        this.time = time;
        this.message = message;
        this.cause = cause;
        this.standing = memory.standing();
        this.aside = memory.aside();
        this.told = memory.told();
    }

    /** The memory afterwards. */
    AlarmMemory memory() {
        tellTag();
        return memory.with(standing, aside, told);
    }

    List<Output> outputs() {
        return outputs;
    }

    /** There is reason for it now, or not any more. */
    void active(boolean now) {
        standing = standing.active(now);
        if (now) {
            raiseWhereItMay();
        } else if (standing.on()) {
            long occurrence = standing.occurrence();
            String text = standing.message();
            standing = standing.over(terms.latches());
            tell(Transition.CLEARED, occurrence, text, By.NOBODY);
        }
    }

    private void raiseWhereItMay() {
        if (standing.active() && !standing.on() && !aside.isAny()) {
            standing = standing.raised(
                    time, !terms.acknowledges(), message.apply(terms.severity().word()));
            tell(Transition.RAISED, time, standing.message(), By.NOBODY);
        }
    }

    /** The signal that suppresses it by design comes or goes. */
    void suppressedBySignal(boolean now) {
        if (aside.bySignal() != now) {
            boolean before = aside.isSuppressed();
            aside = aside.bySignal(now);
            tellSuppression(before, By.NOBODY);
        }
    }

    void shelvingEnds() {
        aside = aside.shelvedUntil(AlarmMemory.NEVER);
        tellAside(Transition.UNSHELVED, By.NOBODY);
        raiseWhereItMay();
    }

    /** What a person does. What is so already changes nothing. */
    void act(Action action) {
        By by = new By(action.user(), action.comment(), action.until());
        switch (action.kind()) {
            case ACKNOWLEDGE -> acknowledge(by);
            case RESET -> reset(by);
            case SHELVE -> {
                aside = aside.shelvedUntil(action.until());
                tellAside(Transition.SHELVED, by);
            }
            case UNSHELVE -> {
                if (aside.isShelved()) {
                    aside = aside.shelvedUntil(AlarmMemory.NEVER);
                    tellAside(Transition.UNSHELVED, by);
                    raiseWhereItMay();
                }
            }
            case SUPPRESS, UNSUPPRESS -> {
                boolean before = aside.isSuppressed();
                aside = aside.byEvent(action.kind() == Action.Kind.SUPPRESS);
                tellSuppression(before, by);
            }
            case OUT_OF_SERVICE, IN_SERVICE -> {
                boolean out = action.kind() == Action.Kind.OUT_OF_SERVICE;
                if (aside.outOfService() != out) {
                    aside = aside.outOfService(out);
                    tellAside(out ? Transition.OUT_OF_SERVICE : Transition.IN_SERVICE, by);
                    raiseWhereItMay();
                }
            }
        }
    }

    private void acknowledge(By by) {
        if (standing.isOpen() && !standing.acknowledged()) {
            long occurrence = standing.occurrence();
            String text = standing.message();
            standing = standing.acknowledgedNow(terms.latches());
            tell(Transition.ACKNOWLEDGED, occurrence, text, by);
        }
    }

    /** A latch lets go of what is over and was acknowledged. */
    private void reset(By by) {
        if (standing.isOpen() && !standing.on() && standing.acknowledged()) {
            long occurrence = standing.occurrence();
            String text = standing.message();
            standing = standing.closed();
            tell(Transition.RESET, occurrence, text, by);
        }
    }

    private void tellSuppression(boolean before, By by) {
        boolean now = aside.isSuppressed();
        if (before != now) {
            tellAside(now ? Transition.SUPPRESSED : Transition.UNSUPPRESSED, by);
            raiseWhereItMay();
        }
    }

    private void tellAside(Transition transition, By by) {
        tell(transition, standing.occurrence(), standing.message(), by);
    }

    private void tell(Transition transition, long occurrence, String text, By by) {
        boolean ofTheReason = transition == Transition.RAISED || transition == Transition.CLEARED;
        int count = told.time() == time ? told.count() + 1 : 1;
        told = new Told(time, count, told.active(), told.activeTime());
        // several of one time are told apart, and stay in their order
        String id = count + "-" + transition.word();
        @Nullable Value value = ofTheReason ? memory.value() : null;
        Terms.Happening happening = new Terms.Happening(
                transition,
                aside.over(standing.state(terms.latches())),
                occurrence,
                text,
                value,
                ofTheReason ? memory.since() : AlarmMemory.NONE,
                by.user(),
                by.comment(),
                by.until());
        outputs.add(new Output(terms.events(), time, id, terms.event(time, id, happening), false, cause));
    }

    /** Whether it is raised, once it was judged for the first time. */
    private void tellTag() {
        boolean active = standing.on() && !aside.isAny();
        boolean judged = memory.since() != AlarmMemory.NONE;
        if (judged && (told.active() == null || told.active() != active)) {
            boolean again = told.activeTime() == time;
            told = new Told(told.time(), told.count(), active, time);
            outputs.add(new Output(terms.tag(), time, "", Content.of(Value.of(active)), again, cause));
        }
    }
}
