package io.millrace.connector.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ulong;

import io.millrace.connector.Reading;
import io.millrace.model.Quality;
import io.millrace.model.Value;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.XmlElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final Values values = new Values(new Structures(null), Clock.fixed(NOW, ZoneOffset.UTC));

    private Reading reading(Object raw) {
        return values.reading(DataValue.valueOnly(new Variant(raw)), false);
    }

    private Value value(Object raw) {
        return reading(raw).value();
    }

    @Test
    void integersStayWhole() {
        assertThat(value((byte) -1)).isEqualTo(Value.of(-1));
        assertThat(value(uint(4294967295L))).isEqualTo(Value.of(4294967295L));
        assertThat(value(Long.MAX_VALUE)).isEqualTo(Value.of(Long.MAX_VALUE));
        assertThat(value(ulong(Long.MAX_VALUE))).isEqualTo(Value.of(Long.MAX_VALUE));
    }

    @Test
    void anUnsigned64BitNumberBeyondTheSignedOnesBecomesReal() {
        assertThat(value(ulong(BigInteger.ONE.shiftLeft(63)))).isEqualTo(Value.of(9.223372036854775808e18));
    }

    @ParameterizedTest
    @CsvSource({"3.4", "0.1", "-16777216", "1.0E10", "3.4028235E38", "1.4E-45", "0.0"})
    void aFloatShowsAsItWasWritten(String text) {
        assertThat(value(Float.parseFloat(text))).isEqualTo(Value.of(Double.parseDouble(text)));
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void whatIsNoNumberIsOutOfRange(String text) {
        Reading real = reading(Double.parseDouble(text));
        Reading single = reading(Float.parseFloat(text));

        assertThat(real).isEqualTo(single);
        assertThat(real.value()).isNull();
        assertThat(real.quality()).isEqualTo(Quality.BAD_OUT_OF_RANGE);
        assertThat(real.nativeCode()).isEqualTo(text);
    }

    @Test
    void otherScalarsAreText() {
        assertThat(value("größer")).isEqualTo(Value.of("größer"));
        assertThat(value(new DateTime(Instant.parse("1605-11-05T00:00:00.0000001Z"))))
                .isEqualTo(Value.of("1605-11-05T00:00:00.000000100Z"));
        assertThat(value(new UUID(1, 2))).isEqualTo(Value.of("00000000-0000-0001-0000-000000000002"));
        assertThat(value(ByteString.of(new byte[] {0, -1}))).isEqualTo(Value.of("AP8="));
        assertThat(value(new LocalizedText("de", "heiß"))).isEqualTo(Value.of("heiß"));
        assertThat(value(new LocalizedText(null, null))).isEqualTo(Value.of(""));
        assertThat(value(new QualifiedName(2, "Kiln"))).isEqualTo(Value.of("2:Kiln"));
        assertThat(value(new XmlElement("<a/>"))).isEqualTo(Value.of("<a/>"));
        assertThat(value(new StatusCode(StatusCodes.Bad_NotReadable))).isEqualTo(Value.of("Bad_NotReadable"));
    }

    @Test
    void arraysAreJson() {
        assertThat(value(new Integer[] {1, null, -3})).isEqualTo(Value.of("[1,null,-3]"));
        assertThat(value(new Float[] {3.4f, Float.NaN, Float.NEGATIVE_INFINITY}))
                .isEqualTo(Value.of("[3.4,\"NaN\",\"-Infinity\"]"));
        assertThat(value(new Matrix(new int[][] {{1, 2}, {3, 4}}))).isEqualTo(Value.of("[[1,2],[3,4]]"));
        assertThat(value(new Variant[] {new Variant(true), new Variant("x")})).isEqualTo(Value.of("[true,\"x\"]"));
        assertThat(value(new String[0])).isEqualTo(Value.of("[]"));
    }

    @Test
    void oneElementIsAScalar() {
        DataValue array = DataValue.valueOnly(new Variant(new Short[] {7}));
        DataValue matrix = DataValue.valueOnly(new Variant(new Matrix(new int[][] {{8}})));

        assertThat(values.reading(array, true).value()).isEqualTo(Value.of(7));
        assertThat(values.reading(matrix, true).value()).isEqualTo(Value.of(8));
    }

    @Test
    void goodWithoutAValueIsNoData() {
        Reading reading = values.reading(DataValue.valueOnly(Variant.NULL_VALUE), false);

        assertThat(reading.quality()).isEqualTo(Quality.BAD_NO_DATA);
        assertThat(reading.value()).isNull();
    }

    @Test
    void theStatusIsKeptWithItsBitsAndItsName() {
        Reading overflow = values.reading(new DataValue(new Variant(1), new StatusCode(0x480L), null, null), false);
        Reading uncertain = values.reading(
                new DataValue(new Variant(1), new StatusCode(StatusCodes.Uncertain_LastUsableValue), null, null),
                false);
        Reading rare = values.reading(new DataValue(new StatusCode(StatusCodes.Bad_DeadbandFilterInvalid)), false);

        assertThat(overflow.quality().code()).isEqualTo(0x480);
        assertThat(overflow.value()).isEqualTo(Value.of(1));
        assertThat(overflow.nativeCode()).contains("overflow");
        assertThat(uncertain.quality()).isEqualTo(Quality.UNCERTAIN_LAST_USABLE_VALUE);
        assertThat(uncertain.value()).isEqualTo(Value.of(1));
        assertThat(rare.nativeCode()).isEqualTo("Bad_DeadbandFilterInvalid");
    }

    @ParameterizedTest
    @CsvSource({
        "1601-01-01T00:00:00Z, false",
        "1999-12-31T23:59:59Z, false",
        "2000-01-01T00:00:00Z, true",
        "2026-06-02T11:59:59Z, true",
        "2026-06-03T00:00:00Z, false",
        "2100-01-01T00:00:00Z, false"
    })
    void absurdTimesAreAbsent(String time, boolean plausible) {
        DateTime given = new DateTime(Instant.parse(time));
        Reading reading = values.reading(new DataValue(new Variant(1), StatusCode.GOOD, given, given), false);

        assertThat(reading.sourceTime()).isEqualTo(plausible ? Instant.parse(time) : null);
        assertThat(reading.serverTime()).isEqualTo(plausible ? Instant.parse(time) : null);
        assertThat(reading.quality()).isEqualTo(Quality.GOOD);
    }

    @Test
    void timesKeepTheirHundredNanoseconds() {
        Instant fine = Instant.parse("2026-06-01T11:59:59.123456700Z");

        assertThat(values.time(new DateTime(fine))).isEqualTo(fine);
    }
}
