package io.millrace.model;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes samples as payloads. Those without text are put together directly, for there are a hundred thousand of them a
 * second; the others are Jackson's, which is the reference for every byte. Thread-safe.
 */
final class PayloadWriter {

    private PayloadWriter() {}

    static byte[] write(Sample sample) {
        if (sample.id() != null || sample.value() instanceof Value.Text) {
            return writeJson(sample);
        }
        long micros = sample.timestampMicros();
        boolean millis = micros % 1000 == 0;
        String name = millis ? "{\"timestamp_ms\":" : "{\"timestamp_us\":";
        long time = millis ? micros / 1000 : micros;
        Quality quality = sample.quality();
        String end = quality.code() == 0 ? "}" : ",\"quality\":" + quality.unsigned() + "}";
        return text(name, time, sample.value(), end).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(String name, long time, @Nullable Value value, String end) {
        if (value instanceof Value.Whole whole) {
            return name + time + ",\"value\":" + whole.value() + end;
        }
        if (value instanceof Value.Real real) {
            return name + time + ",\"value\":" + real.value() + end;
        }
        String word = value instanceof Value.Bool bool ? String.valueOf(bool.value()) : "null";
        return name + time + ",\"value\":" + word + end;
    }

    static byte[] writeJson(Sample sample) {
        try (ByteArrayBuilder out = new ByteArrayBuilder(96);
                JsonGenerator json = Payloads.JSON.createGenerator(out, JsonEncoding.UTF8)) {
            json.writeStartObject();
            if (sample.timestampMicros() % 1000 == 0) {
                json.writeNumberField("timestamp_ms", sample.timestampMicros() / 1000);
            } else {
                json.writeNumberField("timestamp_us", sample.timestampMicros());
            }
            json.writeFieldName("value");
            writeValue(json, sample.value());
            if (!sample.quality().equals(Quality.GOOD)) {
                json.writeNumberField("quality", sample.quality().unsigned());
            }
            String id = sample.id();
            if (id != null) {
                json.writeStringField("id", id);
            }
            json.writeEndObject();
            json.flush();
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new IllegalStateException("writing to memory failed", impossible);
        }
    }

    private static void writeValue(JsonGenerator json, @Nullable Value value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Value.Whole whole) {
            json.writeNumber(whole.value());
        } else if (value instanceof Value.Real real) {
            json.writeNumber(real.value());
        } else if (value instanceof Value.Bool bool) {
            json.writeBoolean(bool.value());
        } else if (value instanceof Value.Text text) {
            json.writeString(text.value());
        }
    }
}
