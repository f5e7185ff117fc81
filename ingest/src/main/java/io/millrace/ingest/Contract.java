package io.millrace.ingest;

import io.millrace.model.Message;
import io.millrace.model.Problem;
import io.millrace.model.Sample;
import io.millrace.model.contract.Judge;
import io.millrace.model.contract.TopicCheck;
import org.jspecify.annotations.Nullable;

/** What has to be true of the messages of one topic. Thread-safe. */
final class Contract implements Judge {

    private final TopicCheck check;
    private final ModelUse use;

    Contract(TopicCheck check, ModelUse use) {
        this.check = check;
        this.use = use;
    }

    @Override
    public @Nullable Problem judge(Message message) {
        return judged(check.of(message));
    }

    /** The same for a sample. */
    @Nullable
    Problem judge(Sample sample) {
        return judged(check.of(sample));
    }

    private @Nullable Problem judged(@Nullable Problem wrong) {
        if (wrong == null) {
            use.begin();
        } else if (check.marks()) {
            use.begin();
            use.marked.increment();
        } else {
            use.quarantined.increment();
        }
        return wrong;
    }

    @Override
    public boolean marks() {
        return check.marks();
    }
}
