package io.millrace.process.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What the processor of a machine's states remembers. Immutable; shares its parts with the memory before.
 *
 * @param heard of each signal
 * @param openSince when a person said what holds until the machine says something else; {@link Timeline#NEVER} for none
 * @param seen how far time has gone, as far as it matters
 * @param told what was told and is true
 * @param withdrawn times of which something was told, and then was taken back
 * @param keptFrom nothing before is remembered or can change
 */
record StateMemory(
        List<Heard> heard,
        PieceWatch pieces,
        Layers layers,
        long openSince,
        long seen,
        Timeline<Stretch> told,
        List<Long> withdrawn,
        long keptFrom) {

    /** So many stretches are remembered at most. */
    static final int MOST = 1000;
    /** When there are more, the newest of this number are kept, so that it need not be done each time. */
    private static final int KEPT = 750;

    StateMemory {
        heard = List.copyOf(heard);
        withdrawn = List.copyOf(withdrawn);
    }

    static StateMemory begin(int signals) {
        return new StateMemory(
                Collections.nCopies(signals, Heard.NOTHING),
                PieceWatch.NOTHING,
                Layers.NONE,
                Timeline.NEVER,
                Timeline.NEVER,
                Timeline.empty(),
                List.of(),
                Timeline.NEVER);
    }

    StateMemory withHeard(int signal, Heard now) {
        List<Heard> changed = new ArrayList<>(heard);
        changed.set(signal, now);
        return new StateMemory(changed, pieces, layers, openSince, seen, told, withdrawn, keptFrom);
    }

    StateMemory withPieces(PieceWatch changed) {
        return new StateMemory(heard, changed, layers, openSince, seen, told, withdrawn, keptFrom);
    }

    StateMemory withLayers(Layers changed) {
        return new StateMemory(heard, pieces, changed, openSince, seen, told, withdrawn, keptFrom);
    }

    StateMemory openSince(long time) {
        return new StateMemory(heard, pieces, layers, time, seen, told, withdrawn, keptFrom);
    }

    StateMemory seenTo(long time) {
        return new StateMemory(heard, pieces, layers, openSince, Math.max(seen, time), told, withdrawn, keptFrom);
    }

    StateMemory withTold(Timeline<Stretch> nowTold, List<Long> nowWithdrawn) {
        return new StateMemory(heard, pieces, layers, openSince, seen, nowTold, nowWithdrawn, keptFrom);
    }

    /** Forgets what is too old, or too much. */
    StateMemory trimmed(long remember) {
        long from = keptFrom;
        for (Timeline<?> timeline :
                List.of(told, layers.spoken(), layers.counted(), layers.reasons(), layers.overwrites())) {
            if (timeline.size() > MOST) {
                from = Math.max(from, timeline.startOf(KEPT - 1));
            }
            // a quarter more than promised, so that it need not be done each time
            long covering = timeline.startAt(seen - remember - remember / 4);
            if (covering != Timeline.NEVER && covering != timeline.oldestStart()) {
                from = Math.max(from, seen - remember);
            }
        }
        int dropped = Math.max(0, withdrawn.size() - MOST);
        if (from == keptFrom && dropped == 0) {
            return this;
        }
        long kept = from;
        List<Long> remaining = withdrawn.subList(dropped, withdrawn.size()).stream()
                .filter(time -> time >= kept)
                .toList();
        return new StateMemory(
                heard, pieces, layers.forgetBefore(kept), openSince, seen, told.forgetBefore(kept), remaining, kept);
    }
}
