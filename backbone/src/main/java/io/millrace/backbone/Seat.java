package io.millrace.backbone;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of a follower in its group. It stays when the process dies, so that the next one of the same instance has
 * its partitions at once; of two processes that live the newer one has it. The older one then waits until it is free:
 * would it take it back, both would take it from each other for ever.
 */
final class Seat {

    private static final Logger log = LoggerFactory.getLogger(Seat.class);
    private static final long ANSWER_MILLIS = 5_000;
    /** How often one who waits looks again. */
    static final Duration LOOK = Duration.ofSeconds(2);

    private final Admin admin;
    private final String group;
    private final String member;
    private final String instance;

    /** @param member what Kafka calls {@code group.instance.id} */
    Seat(Admin admin, String group, String member, String instance) {
        this.admin = admin;
        this.group = group;
        this.member = member;
        this.instance = instance;
    }

    /** Whether somebody else has taken it. */
    static boolean isTaken(Throwable failed) {
        return Causes.find(failed, FencedInstanceIdException.class) != null;
    }

    /** What to tell when somebody else has it. */
    String sentence() {
        return "Another process runs as instance '" + instance + "' and has this follower's place. Stop one of them, or"
                + " give each an id of its own; this one goes on when the other has ended";
    }

    /** Whether it can be had without taking it from someone. When the log does not say, it is not. */
    boolean isFree() {
        try {
            ConsumerGroupDescription found = admin.describeConsumerGroups(List.of(group))
                    .all()
                    .get(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                    .get(group);
            return found == null
                    || found.members().stream().noneMatch(other -> other.groupInstanceId()
                            .filter(member::equals)
                            .isPresent());
        } catch (ExecutionException | TimeoutException | KafkaException failed) {
            if (Causes.find(failed, GroupIdNotFoundException.class) != null) {
                return true;
            }
            log.atDebug().addKeyValue("group", group).setCause(failed).log("who is in the group is not known");
            return false;
        } catch (InterruptedException closing) {
            // Only close() interrupts a follower, which looks whether it did.
            return false;
        }
    }
}
