package io.millrace.model.contract;

import io.millrace.model.Message;
import io.millrace.model.Problem;
import org.jspecify.annotations.Nullable;

/** Says of the messages of one topic whether they fit its model, whoever wants to write them. Thread-safe. */
public interface Judge {

    /** What is wrong with a message of this topic that is about to be written; null when it fits. */
    @Nullable
    Problem judge(Message message);

    /** Whether a message with something wrong passes, marked; otherwise it belongs into the quarantine. */
    boolean marks();
}
