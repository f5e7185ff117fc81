package io.millrace.broker;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes everything below {@code plant/} at once, or holds it, or refuses it, as it is told. */
final class TestGate implements PublishGate {

    enum Mode {
        TAKE,
        HOLD,
        REFUSE,
        /** The first message is refused, the others are taken. */
        REFUSE_FIRST,
        THROW
    }

    final List<InboundPublish> seen = new CopyOnWriteArrayList<>();
    final List<CompletableFuture<Void>> held = new CopyOnWriteArrayList<>();
    volatile Mode mode = Mode.TAKE;

    @Override
    public boolean covers(String topic) {
        return topic.startsWith("plant/");
    }

    @Override
    public CompletionStage<Void> admit(InboundPublish publish) {
        seen.add(publish);
        return switch (mode) {
            case TAKE -> CompletableFuture.completedFuture(null);
            case HOLD -> {
                CompletableFuture<Void> stage = new CompletableFuture<>();
                held.add(stage);
                yield stage;
            }
            case REFUSE -> CompletableFuture.failedFuture(new IllegalStateException("the log is away"));
            case REFUSE_FIRST ->
                seen.size() == 1
                        ? CompletableFuture.failedFuture(new IllegalStateException("the log is away"))
                        : CompletableFuture.completedFuture(null);
            case THROW -> throw new IllegalStateException("the log is broken");
        };
    }

    void release() {
        for (CompletableFuture<Void> stage : held) {
            stage.complete(null);
        }
        held.clear();
    }

    void refuse() {
        for (CompletableFuture<Void> stage : held) {
            stage.completeExceptionally(new IllegalStateException("the log is away"));
        }
        held.clear();
    }

    List<String> payloads() {
        return seen.stream()
                .map(publish -> new String(publish.payload(), StandardCharsets.UTF_8))
                .toList();
    }
}
