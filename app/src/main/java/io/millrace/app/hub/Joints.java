package io.millrace.app.hub;

import io.millrace.model.LogSink;
import io.millrace.model.LogWriter;
import java.util.function.UnaryOperator;

/**
 * The two joints on which the promise of delivery hangs: what acknowledges, and what stores. The proof's own proof puts
 * faulty pieces between them to see that the prover notices; nobody else does.
 *
 * @param log between the gate and the log
 * @param history between the log and the historian
 */
record Joints(UnaryOperator<LogWriter> log, UnaryOperator<LogSink> history) {

    /** As they should be. */
    static final Joints SOUND = new Joints(UnaryOperator.identity(), UnaryOperator.identity());
}
