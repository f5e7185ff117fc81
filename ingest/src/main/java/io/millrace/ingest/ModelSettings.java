package io.millrace.ingest;

import io.millrace.model.contract.Model;
import io.millrace.model.contract.Models;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The models by which messages are checked.
 *
 * @param firstUse told of a model before the first message by it is written, and not again in this run; on the thread of
 *     that message, so it must be quick. When it throws, messages go on, and it is told again a minute later
 */
public record ModelSettings(Models models, Consumer<Model> firstUse) {

    /** No models: nothing is checked. */
    public static final ModelSettings NONE = new ModelSettings(Models.NONE, model -> {});

    public ModelSettings {
        Objects.requireNonNull(models);
        Objects.requireNonNull(firstUse);
    }
}
