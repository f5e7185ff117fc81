package io.millrace.process.core;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Makes bytes of a processor's state and back, so that it outlives the process. Thread-safe: it holds nothing. */
public interface StateCodec<S> {

    /**
     * Names the form of the bytes, such as {@code counter-1}. A state with another name than this is not read: the
     * processor begins anew. Change it with the form.
     */
    String form();

    void write(S state, DataOutput out) throws IOException;

    S read(DataInput in) throws IOException;
}
