package io.millrace.bench.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Copies samples into a table in one COPY, in the binary form in which the historian does: {@code HistorianCopier TABLE
 * ROWS RECORDS...}; it is told URL, user and password.
 */
public final class HistorianCopier {

    /** PostgreSQL counts its microseconds from 2000-01-01. */
    private static final long EPOCH_MICROS = 946_684_800_000_000L;
    /** Signature, flags and the length of an extension: PostgreSQL documentation, COPY, "Binary Format". */
    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    private static final int ROW_BYTES = 54;
    private static final int CHUNK = 1 << 16;

    private HistorianCopier() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        List<String> words = Arrays.asList(arguments);
        HistorianRecords records = HistorianRecords.parse(words.subList(2, words.size()));
        long rows = Long.parseLong(words.get(1));
        BufferedReader told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Connection connection = DriverManager.getConnection(told.readLine(), told.readLine(), told.readLine())) {
            CopyIn copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + words.get(0)
                            + " (ts, tag_id, quality, number, integer, text, id) FROM STDIN (FORMAT binary)");
            long begin = System.nanoTime();
            long copied = copy(copy, records, rows);
            HistorianTool.say(copied, System.nanoTime() - begin);
        }
    }

    private static long copy(CopyIn copy, HistorianRecords records, long rows) throws SQLException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK).put(HEADER);
        for (long n = 0; n < rows; n++) {
            if (chunk.remaining() < ROW_BYTES) {
                flush(copy, chunk);
            }
            row(chunk, records, n);
        }
        if (chunk.remaining() < Short.BYTES) {
            flush(copy, chunk);
        }
        chunk.putShort((short) -1);
        flush(copy, chunk);
        return copy.endCopy();
    }

    private static void row(ByteBuffer chunk, HistorianRecords records, long n) {
        chunk.putShort((short) 7);
        chunk.putInt(Long.BYTES).putLong(records.micros(n) - EPOCH_MICROS);
        chunk.putInt(Integer.BYTES).putInt(records.tag(n) + 1);
        chunk.putInt(Integer.BYTES).putInt(0);
        chunk.putInt(Double.BYTES).putDouble(records.value(n));
        chunk.putInt(-1).putInt(-1).putInt(-1);
    }

    private static void flush(CopyIn copy, ByteBuffer chunk) throws SQLException {
        copy.writeToCopy(chunk.array(), 0, chunk.position());
        chunk.clear();
    }
}
