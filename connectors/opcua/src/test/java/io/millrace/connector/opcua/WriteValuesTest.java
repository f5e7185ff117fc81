package io.millrace.connector.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ulong;

import io.millrace.model.Value;
import java.math.BigInteger;
import java.time.Instant;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriteValuesTest {

    private static final int SCALAR = -1;

    private static Object scalar(Value value, OpcUaDataType type) throws Exception {
        return WriteValues.of(value, type, SCALAR, false).value();
    }

    @Test
    void numbersTakeTheTypeOfTheVariable() throws Exception {
        assertThat(scalar(Value.of(255), OpcUaDataType.Byte)).isEqualTo(ubyte(255));
        assertThat(scalar(Value.of(-128), OpcUaDataType.SByte)).isEqualTo((byte) -128);
        assertThat(scalar(Value.of(5.0), OpcUaDataType.Int16)).isEqualTo((short) 5);
        assertThat(scalar(Value.of(5), OpcUaDataType.Double)).isEqualTo(5.0);
        assertThat(scalar(Value.of(3.4), OpcUaDataType.Float)).isEqualTo(3.4f);
        assertThat(scalar(Value.of(Long.MIN_VALUE), OpcUaDataType.Int64)).isEqualTo(Long.MIN_VALUE);
        assertThat(scalar(Value.of(1.8e19), OpcUaDataType.UInt64))
                .isEqualTo(ulong(new BigInteger("18000000000000000000")));
        assertThat(scalar(Value.of(1), OpcUaDataType.Boolean)).isEqualTo(true);
    }

    @ParameterizedTest
    @CsvSource({
        "256, Byte",
        "-1, UInt32",
        "32768, Int16",
        "1.5, Int32",
        "1e300, Float",
        "-1, UInt64",
        "1e20, UInt64",
        "2, Boolean",
        "1e19, Int64"
    })
    void aNumberThatDoesNotFitIsRefused(double number, OpcUaDataType type) {
        assertThatThrownBy(() -> scalar(Value.of(number), type))
                .isInstanceOf(WriteValues.Unfit.class)
                .hasMessageMatching("(?s).*(does not fit|write a whole number|write true or false).*\\.");
    }

    @Test
    void textIsReadAsWhatTheVariableHolds() throws Exception {
        assertThat(scalar(Value.of("2026-01-31T12:00:00Z"), OpcUaDataType.DateTime))
                .isEqualTo(new DateTime(Instant.parse("2026-01-31T12:00:00Z")));
        assertThat(scalar(Value.of("AAH/"), OpcUaDataType.ByteString)).isEqualTo(ByteString.of(new byte[] {0, 1, -1}));
        assertThat(scalar(Value.of("heiß"), OpcUaDataType.LocalizedText)).isEqualTo(new LocalizedText("heiß"));
        assertThat(scalar(Value.of("[1]"), OpcUaDataType.String)).isEqualTo("[1]");
        assertThatThrownBy(() -> scalar(Value.of("yesterday"), OpcUaDataType.DateTime))
                .isInstanceOf(WriteValues.Unfit.class)
                .hasMessage("'yesterday' is not a DateTime: write it as 2026-01-31T12:00:00Z.");
        assertThatThrownBy(() -> scalar(Value.of("12"), OpcUaDataType.Int32))
                .isInstanceOf(WriteValues.Unfit.class)
                .hasMessageContaining("not text");
    }

    @Test
    void jsonIsWrittenAsAnArray() throws Exception {
        Object array = WriteValues.of(Value.of("[1,-2,3]"), OpcUaDataType.Int32, 1, false)
                .value();

        assertThat(array).isEqualTo(new Integer[] {1, -2, 3});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"[1,2", "[1,[2]]", "[1] 2", "[1e999]", "[null]", "[300]"})
    void anArrayThatIsNoneIsRefused(String json) {
        assertThatThrownBy(() -> WriteValues.of(Value.of(json), OpcUaDataType.Byte, 1, false))
                .isInstanceOf(WriteValues.Unfit.class);
    }

    @Test
    void oneElementOfAnArrayTravelsAsAnArrayOfOne() throws Exception {
        assertThat(WriteValues.of(Value.of(7), OpcUaDataType.Int32, 1, true).value())
                .isEqualTo(new Integer[] {7});
        assertThatThrownBy(() -> WriteValues.of(Value.of(7), OpcUaDataType.Int32, 1, false))
                .isInstanceOf(WriteValues.Unfit.class)
                .hasMessageContaining("[1,2,3]");
    }
}
