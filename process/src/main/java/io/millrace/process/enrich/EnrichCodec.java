package io.millrace.process.enrich;

import io.millrace.model.Value;
import io.millrace.process.core.Encoding;
import io.millrace.process.core.EventFields;
import io.millrace.process.core.Identity;
import io.millrace.process.core.Input;
import io.millrace.process.core.InputCodec;
import io.millrace.process.core.StateCodec;
import io.millrace.process.enrich.EnrichState.Row;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of an enrichment as bytes; the row as the event it could be. Its form names the fields that are kept: when
 * others are wanted, the table has to be read again.
 *
 * @param wanted the fields of the table that are kept, joined
 */
record EnrichCodec(InputCodec inputs, String wanted) implements StateCodec<EnrichState> {

    /** Before the names of a row's fields: it may have kept its own time and id. */
    private static final String MARK = "=";

    @Override
    public String form() {
        return "enrich-1 " + wanted;
    }

    @Override
    public void write(EnrichState state, DataOutput out) throws IOException {
        Row row = state.row();
        out.writeBoolean(row != null);
        if (row != null) {
            out.writeUTF(row.identity().topic());
            out.writeLong(row.time());
            Encoding.writeText(row.identity().id(), out);
            Map<String, Value> marked = new LinkedHashMap<>();
            row.fields().forEach((name, value) -> marked.put(MARK + name, value));
            Encoding.writeText(EventFields.write(0, "", marked).json(), out);
        }
        writeInputs(state.waiting().inputs(), out);
        writeInputs(state.recent(), out);
    }

    @Override
    public EnrichState read(DataInput in) throws IOException {
        Row row = null;
        if (in.readBoolean()) {
            String topic = in.readUTF();
            long time = in.readLong();
            Identity identity = new Identity(topic, time, Encoding.readText(in));
            Map<String, Value> fields = new LinkedHashMap<>();
            EventFields.read(Encoding.readText(in)).forEach((name, value) -> {
                if (name.startsWith(MARK)) {
                    fields.put(name.substring(MARK.length()), value);
                }
            });
            row = new Row(identity, fields);
        }
        return new EnrichState(row, Queue.of(readInputs(in)), readInputs(in));
    }

    private void writeInputs(List<Input> list, DataOutput out) throws IOException {
        out.writeInt(list.size());
        Input before = null;
        for (Input input : list) {
            inputs.write(input, before, out);
            before = input;
        }
    }

    private List<Input> readInputs(DataInput in) throws IOException {
        List<Input> list = new ArrayList<>();
        Input before = null;
        for (int left = in.readInt(); left > 0; left--) {
            before = inputs.read(before, in);
            list.add(before);
        }
        return list;
    }
}
