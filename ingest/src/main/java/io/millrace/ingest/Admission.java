package io.millrace.ingest;

import io.millrace.model.LogTopic;
import io.millrace.model.Message;
import io.millrace.model.Payloads;
import io.millrace.model.Problem;
import io.millrace.model.ProblemException;
import io.millrace.model.Topic;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges a message by its topic and payload: what the log should do with it. Thread-safe, no I/O.
 *
 * <p>An empty payload with the retain flag is no message but the order to delete the retained one (MQTT 3.1.1, 3.3.1.3;
 * MQTT 5, 3.3.1.3): there is nothing to write, and nothing wrong.
 */
final class Admission {

    /** What is to become of a message. */
    sealed interface Verdict {}

    /**
     * To be written by its route.
     *
     * @param timestamped false when the payload has no time of its own: when it comes again it is another message,
     *     whatever its id, for the time is part of what it is known by
     * @param mark what does not fit the model of its topic, which lets it pass all the same
     */
    record Admitted(
            Topic topic,
            LogTopic route,
            boolean timestamped,
            @Nullable Problem mark) implements Verdict {
        Admitted {
            Objects.requireNonNull(topic);
            Objects.requireNonNull(route);
        }
    }

    /** Nothing to write: the retained message of the topic is deleted. */
    record Cleared() implements Verdict {}

    /** To be set aside with its reason. */
    record Quarantined(Problem problem) implements Verdict {
        Quarantined {
            Objects.requireNonNull(problem);
        }
    }

    private static final Cleared CLEARED = new Cleared();

    private final TopicCache topics;
    private final Payloads payloads;

    Admission(TopicCache topics, Payloads payloads) {
        this.topics = topics;
        this.payloads = payloads;
    }

    Verdict judge(String path, byte[] payload, boolean retain) {
        if (payload.length == 0 && retain) {
            return CLEARED;
        }
        try {
            TopicRules.Known known = topics.parse(path);
            Contract contract = known.contract();
            return contract == null
                    ? new Admitted(known.topic(), known.route(), payloads.check(known.topic(), payload), null)
                    : judge(known, contract, payload);
        } catch (ProblemException unusable) {
            return new Quarantined(unusable.problem());
        } catch (RuntimeException fault) {
            // Ours to mend, but not the sender's to suffer: the bytes are kept and can be replayed.
            return new Quarantined(Problem.of(
                    "ingest-fault",
                    "The hub failed to read this message: " + fault + ".",
                    "Report this with the message, and replay it after an update."));
        }
    }

    private Verdict judge(TopicRules.Known known, Contract contract, byte[] payload) {
        // no model asks for the time, so that of reception may be any
        Message message = payloads.read(known.topic(), payload, 0);
        Problem wrong = contract.judge(message);
        return wrong != null && !contract.marks()
                ? new Quarantined(wrong)
                : new Admitted(known.topic(), known.route(), message.timestamped(), wrong);
    }
}
