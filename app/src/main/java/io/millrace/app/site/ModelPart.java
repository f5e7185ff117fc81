package io.millrace.app.site;

import io.millrace.model.contract.Model.OnMismatch;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import org.jspecify.annotations.Nullable;

/** The head of a model file; its fields and parts are read by {@link FieldReader}. */
@Described("One version of a model.")
record ModelPart(
        @Described("What it describes, for people.") @Nullable
        String description,

        @Described("What becomes of a message that does not fit: it waits in quarantine, or passes with a mark.")
        @DefaultsTo("quarantine")
        OnMismatch onMismatch,

        @Described("What becomes of fields that the model does not know: they refuse the message, or pass.")
        @DefaultsTo("refuse")
        UnknownFields unknownFields) {

    enum UnknownFields {
        REFUSE,
        PASS
    }
}
