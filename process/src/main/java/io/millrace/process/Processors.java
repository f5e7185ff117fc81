package io.millrace.process;

import io.millrace.process.counter.CounterKind;
import java.util.List;

/** Every kind of processor there is, in the order in which people read about them. */
public final class Processors {

    private static final List<Kind<?>> KINDS = List.of(new CounterKind());

    private Processors() {}

    public static List<Kind<?>> kinds() {
        return KINDS;
    }
}
