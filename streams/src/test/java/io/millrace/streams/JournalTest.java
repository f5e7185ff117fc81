package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Namespace;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import io.millrace.process.core.Content;
import io.millrace.process.core.Input;
import io.millrace.process.core.InputCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JournalTest {

    private static final Namespace NAMESPACE = new Namespace("umh/v1");
    private static final Topic TOPIC = NAMESPACE.parse("umh/v1/works/line/_historian/made");

    private final Map<Integer, byte[]> shelf = new TreeMap<>();
    private final List<String> done = new ArrayList<>();
    private Journal journal = new Journal(new InputCodec(NAMESPACE), pages());

    private Journal.Pages pages() {
        return new Journal.Pages() {
            @Override
            public void put(int number, byte[] page) {
                done.add("put " + number);
                shelf.put(number, page);
            }

            @Override
            public void delete(int number) {
                done.add("delete " + number);
                shelf.remove(number);
            }
        };
    }

    private static Input input(long micros) {
        return Input.of("pieces", TOPIC, micros, Content.of(Value.of(micros)));
    }

    private void take(long from, long to) {
        for (long micros = from; micros <= to; micros++) {
            journal.append(input(micros));
        }
    }

    /** As after a restart: all that is kept, in its order. */
    private List<Long> restored() {
        journal = new Journal(new InputCodec(NAMESPACE), pages());
        List<Long> times = new ArrayList<>();
        shelf.forEach((number, page) -> journal.restore(number, page).forEach(one -> times.add(one.timestampMicros())));
        return times;
    }

    private static List<Long> times(long from, long to) {
        List<Long> times = new ArrayList<>();
        for (long micros = from; micros <= to; micros++) {
            times.add(micros);
        }
        return times;
    }

    @Test
    void whatIsTakenIsWrittenOnceUntilTheNextCommit() {
        take(1, 20);
        assertThat(done).isEmpty();

        journal.write(0);
        journal.write(0);

        assertThat(done).containsExactly("put 0");
        assertThat(restored()).isEqualTo(times(1, 20));
    }

    @Test
    void aPageIsWrittenAnewUntilItIsFull() {
        take(1, 20);
        journal.write(0);
        take(21, 40);
        journal.write(0);
        take(41, 41);
        journal.write(0);

        // 32 to a page: 1..32 and 33..41
        assertThat(done).containsExactly("put 0", "put 0", "put 1", "put 1");
        assertThat(restored()).isEqualTo(times(1, 41));
    }

    @Test
    void aFullPageIsNotTouchedAgain() {
        take(1, 32);
        journal.write(0);
        take(33, 33);
        journal.write(0);

        assertThat(done).containsExactly("put 0", "put 1");
        assertThat(restored()).isEqualTo(times(1, 33));
    }

    @Test
    void manyAtOnceTakeManyPages() {
        take(1, 100);
        journal.write(0);

        assertThat(shelf).hasSize(4);
        assertThat(restored()).isEqualTo(times(1, 100));
    }

    @Test
    void aPageIsDroppedWhenAllOfItIsSettled() {
        take(1, 64);
        journal.write(0);
        journal.write(31);
        assertThat(shelf).hasSize(2);

        journal.write(32);
        assertThat(restored()).isEqualTo(times(33, 64));

        journal.write(64);
        assertThat(shelf).isEmpty();
    }

    @Test
    void whatIsSettledBeforeACommitIsNeverWritten() {
        take(1, 10);
        journal.write(10);
        take(11, 12);
        journal.write(11);

        assertThat(restored()).isEqualTo(times(12, 12));
    }

    @Test
    void aDroppedPageDoesNotComeBackWithTheNext() {
        take(1, 10);
        journal.write(0);
        take(11, 12);
        journal.write(10);

        assertThat(restored()).isEqualTo(times(11, 12));
    }

    @Test
    void itGoesOnAfterARestart() {
        take(1, 20);
        journal.write(0);
        restored();
        take(21, 50);
        journal.write(0);

        assertThat(restored()).isEqualTo(times(1, 50));
    }

    @Test
    void topicsMayAlternateOnAPage() {
        Topic other = NAMESPACE.parse("umh/v1/works/line/_historian/bad");
        List<Input> inputs =
                List.of(input(1), input(2), Input.of("scrap", other, 3, Content.of(Value.of(3))), input(4), input(5));
        inputs.subList(0, 3).forEach(journal::append);
        journal.write(0);
        restored();
        inputs.subList(3, 5).forEach(journal::append);
        journal.write(0);

        Journal again = new Journal(new InputCodec(NAMESPACE), pages());
        assertThat(again.restore(0, shelf.get(0))).isEqualTo(inputs);
    }

    @Test
    void nothingIsLeftWhenItIsCleared() {
        take(1, 50);
        journal.write(0);
        take(51, 60);
        journal.clear();
        journal.write(0);

        assertThat(shelf).isEmpty();
        take(61, 61);
        journal.write(0);
        assertThat(restored()).isEqualTo(times(61, 61));
    }
}
