package io.millrace.process.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.Namespace;
import io.millrace.model.Quality;
import io.millrace.model.Topic;
import io.millrace.model.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputCodecTest {

    private static final Namespace NAMESPACE = new Namespace("umh/v1");
    private static final Topic MADE = NAMESPACE.parse("umh/v1/works/line/_historian/made");
    private static final Topic ORDER = NAMESPACE.parse("umh/v1/works/line/_analytics/order");

    private final InputCodec codec = new InputCodec(NAMESPACE);

    private byte[] written(List<Input> inputs) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        Input before = null;
        for (Input input : inputs) {
            codec.write(input, before, out);
            before = input;
        }
        return bytes.toByteArray();
    }

    private List<Input> read(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        List<Input> inputs = new ArrayList<>();
        Input before = null;
        while (in.available() > 0) {
            before = codec.read(before, in);
            inputs.add(before);
        }
        return inputs;
    }

    private static Input made(String role, long micros, String id, long revision, Content content) {
        return new Input(role, MADE, micros, id, revision, content);
    }

    @Test
    void whatIsReadIsWhatWasWritten() throws IOException {
        List<Input> inputs = List.of(
                made("pieces", 1, "", 0, Content.of(Value.of(7))),
                made("pieces", 2, "", 0, new Content.Measured(Value.of(2.5), Quality.of(0x40000000))),
                made("scrap", 3, "", 0, Content.of(Value.of(true))),
                new Input("order", ORDER, 4, "o-1", 0, new Content.Happened("{\"id\":\"o-1\"}")),
                new Input("order", ORDER, 4, "o-1", 3, Content.RETRACTED),
                made("pieces", 5, "ü", 0, Content.of(Value.of("text"))));

        assertThat(read(written(inputs))).isEqualTo(inputs);
    }

    @Test
    void theNextOfOneTopicDoesNotNameItAgain() throws IOException {
        Input first = made("pieces", 1, "", 0, Content.of(Value.of(7)));
        Input second = made("pieces", 2, "", 0, Content.of(Value.of(8)));

        int one = written(List.of(first)).length;
        int two = written(List.of(first, second)).length;

        assertThat(two - one).isLessThan(MADE.path().length());
    }

    @Test
    void aBeginningThatRefersToSomethingBeforeIsRefused() throws IOException {
        Input first = made("pieces", 1, "", 0, Content.of(Value.of(7)));
        Input second = made("pieces", 2, "", 0, Content.of(Value.of(8)));
        byte[] both = written(List.of(first, second));
        int one = written(List.of(first)).length;
        byte[] rest = Arrays.copyOfRange(both, one, both.length);

        assertThatThrownBy(() -> read(rest)).isInstanceOf(IOException.class).hasMessageContaining("the first input");
    }
}
