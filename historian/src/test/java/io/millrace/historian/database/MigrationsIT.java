package io.millrace.historian.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.historian.fixture.SharedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Databases that an older Millrace made. */
class MigrationsIT {

    private final SharedPostgres postgres = SharedPostgres.freshDatabase();
    private final Database database = postgres.database();

    @AfterEach
    void close() {
        database.close();
        postgres.drop();
    }

    private void makeVersionOne() throws Exception {
        byte[] script;
        try (InputStream in = Migrations.class.getResourceAsStream("V1__history.sql")) {
            if (in == null) {
                throw new IOException("V1__history.sql is missing");
            }
            script = in.readAllBytes();
        }
        postgres.execute("CREATE SCHEMA millrace");
        postgres.execute("CREATE TABLE millrace.schema_version (version integer PRIMARY KEY, file text NOT NULL,"
                + " checksum text NOT NULL, applied timestamptz NOT NULL DEFAULT now())");
        postgres.execute(new String(script, StandardCharsets.UTF_8));
        postgres.execute("INSERT INTO millrace.schema_version (version, file, checksum) VALUES (1, 'V1__history.sql', '"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(script))
                + "')");
    }

    @Test
    void aHistoryOfVersionOneIsTakenOverWithItsRows() throws Exception {
        // given two days with samples
        makeVersionOne();
        for (String day : new String[] {"2026-03-10", "2026-03-11"}) {
            String name = "millrace.sample_" + day.replace("-", "");
            postgres.execute("CREATE TABLE " + name
                    + " (LIKE millrace.sample INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)");
            postgres.execute("ALTER TABLE millrace.sample ATTACH PARTITION " + name + " FOR VALUES FROM ('" + day
                    + " 00:00:00+00') TO ('" + day + " 24:00:00+00')");
        }
        postgres.execute("INSERT INTO millrace.tag (topic, location, contract, name) VALUES ('a', 'l', '_h', 'a')");
        postgres.execute("INSERT INTO millrace.sample (ts, tag_id, quality, number) SELECT ts, 1, 0, 1 FROM"
                + " generate_series('2026-03-10 00:00:00+00'::timestamptz, '2026-03-11 23:59:00+00', '1 minute') ts");
        postgres.execute("INSERT INTO millrace.log_offset VALUES ('millrace.samples', 2, 1234)");

        // when
        database.open("test", Duration.ofSeconds(10)).close();

        // then
        assertThat(postgres.column("SELECT version FROM millrace.schema_version ORDER BY version"))
                .containsExactly("1", "2", "3", "4", "5", "6", "7");
        assertThat(postgres.column("SELECT count(*) || ' ' || count(id) FROM millrace.samples"))
                .containsExactly("2880 0");
        assertThat(postgres.column("SELECT concat_ws(' ', next_offset, coalesce(counted_offset, -1))"
                        + " FROM millrace.log_offset"))
                .containsExactly("1234 -1");
        // the key holds for old and new rows
        String again = "INSERT INTO millrace.sample (ts, tag_id, quality, id) VALUES"
                + " ('2026-03-11 12:00:00+00', 1, 0, %s) ON CONFLICT DO NOTHING";
        postgres.execute(String.format(again, "null"));
        postgres.execute(String.format(again, "'x'"));
        postgres.execute(String.format(again, "'x'"));
        postgres.execute(String.format(again, "'y'"));
        assertThat(postgres.column("SELECT count(*) || ' ' || count(id) FROM millrace.samples"))
                .containsExactly("2882 2");
        assertThat(postgres.column("SELECT concat_ws(' ', first, last, good) FROM"
                        + " millrace.trend('a', '2026-03-11 12:00:00+00', '2026-03-11 12:02:00+00', 1)"))
                .containsExactly("1 1 2");
    }
}
