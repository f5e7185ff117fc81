package io.millrace.connector.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.junit.jupiter.api.Test;

class BatchesTest {

    private final List<Integer> sizes = new ArrayList<>();

    private CompletableFuture<List<Integer>> exchange(List<Integer> batch, int most) {
        sizes.add(batch.size());
        return batch.size() <= most
                ? CompletableFuture.completedFuture(List.copyOf(batch))
                : CompletableFuture.failedFuture(new UaException(StatusCodes.Bad_TooManyOperations));
    }

    @Test
    void answersStayInOrder() {
        List<Integer> items = IntStream.range(0, 25).boxed().toList();

        assertThat(new Batches(10).inOrder(items, batch -> exchange(batch, 100)).join())
                .isEqualTo(items);
        assertThat(sizes).containsExactly(10, 10, 5);
    }

    @Test
    void whatIsTooLargeIsHalvedAndRemembered() {
        List<Integer> items = IntStream.range(0, 20).boxed().toList();
        Batches batches = new Batches(20);

        assertThat(batches.inOrder(items, batch -> exchange(batch, 6)).join()).isEqualTo(items);
        assertThat(sizes).containsExactly(20, 10, 5, 5, 5, 5);
        sizes.clear();
        assertThat(batches.inOrder(items, batch -> exchange(batch, 6)).join()).isEqualTo(items);
        assertThat(sizes).containsExactly(5, 5, 5, 5);
    }

    @Test
    void whatIsTooLargeByItselfFails() {
        assertThatThrownBy(() -> new Batches(4)
                        .inOrder(List.of(1, 2), batch -> exchange(batch, 0))
                        .join())
                .hasCauseInstanceOf(UaException.class);
        assertThat(sizes).containsExactly(2, 1);
    }

    @Test
    void nothingIsNoExchange() {
        assertThat(new Batches(4)
                        .inOrder(List.<Integer>of(), batch -> exchange(batch, 4))
                        .join())
                .isEmpty();
        assertThat(sizes).isEmpty();
    }
}
