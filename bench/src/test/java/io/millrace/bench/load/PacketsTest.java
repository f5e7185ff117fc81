package io.millrace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketsTest {

    @Test
    void aPayloadIsJsonOfTheSizeItSays() throws Exception {
        byte[] publish = Packets.publish("umh/v1/bench/c0/_historian/t1", 1);
        Packets.fill(publish, 1, 515, 1_732_280_023_697_123L, 42);

        byte[] payload = Arrays.copyOfRange(publish, publish.length - Packets.PAYLOAD_BYTES, publish.length);
        JsonNode json = new ObjectMapper().readTree(payload);

        assertThat(payload).hasSize(120);
        assertThat(json.get("timestamp_us").asLong()).isEqualTo(1_732_280_023_697_123L);
        assertThat(json.get("value").asDouble()).isEqualTo(1_000_042.25);
        assertThat(Packets.micros(publish, publish.length)).isEqualTo(1_732_280_023_697_123L);
        assertThat(publish[publish.length - 122]).isEqualTo((byte) 2);
        assertThat(publish[publish.length - 121]).isEqualTo((byte) 3);
    }

    @Test
    void aPacketServesAllTopicsWithAsManyDigits() {
        for (int qos : new int[] {0, 1}) {
            byte[] publish = Packets.publish("umh/v1/bench/c0/_historian/t000", qos);

            Packets.fillTopic(publish, qos, 3, 907);

            assertThat(publish).isEqualTo(Packets.publish("umh/v1/bench/c0/_historian/t907", qos));
        }
    }

    @Test
    void sitesShareTheConnections() {
        LoadSettings settings = new LoadSettings(1883, "umh/v1/bench", 100, 1_000, 1, 10, 20, 0, 1_000, 0, 10);

        assertThat(settings.connectionPrefix(0)).isEqualTo("umh/v1/bench/s0/c0/_historian");
        assertThat(settings.connectionPrefix(37)).isEqualTo("umh/v1/bench/s7/c37/_historian");
        assertThat(new LoadSettings(1883, "umh/v1/bench", 100, 1_000, 1, 10, 20, 0, 1_000, 0).connectionPrefix(37))
                .isEqualTo("umh/v1/bench/c37/_historian");
    }

    @Test
    void packetsAreFoundHoweverTheSocketCutsThem() throws Exception {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(new byte[] {0x40, 2, 0, 7});
        stream.writeBytes(Packets.publish("t/" + "x".repeat(100), 0));
        stream.writeBytes(new byte[] {0x40, 2, 0, 8});
        for (int piece = 1; piece < 9; piece++) {
            List<Integer> types = new ArrayList<>();
            ReadableByteChannel channel = inPieces(stream.toByteArray(), piece);
            PacketReader reader = new PacketReader();

            while (reader.read(channel, (type, bytes, from, to) -> types.add(type))) {
                // to the end
            }

            assertThat(types).as("pieces of %d bytes", piece).containsExactly(4, 3, 4);
        }
    }

    private static ReadableByteChannel inPieces(byte[] bytes, int piece) {
        ReadableByteChannel all = Channels.newChannel(new ByteArrayInputStream(bytes));
        return new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer target) throws java.io.IOException {
                ByteBuffer some = ByteBuffer.allocate(piece);
                int read = all.read(some);
                target.put(some.flip());
                return read;
            }

            @Override
            public boolean isOpen() {
                return all.isOpen();
            }

            @Override
            public void close() throws java.io.IOException {
                all.close();
            }
        };
    }
}
