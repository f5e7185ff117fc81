package io.millrace.app.site;

import io.millrace.model.Problem;
import io.millrace.model.settings.DefaultsTo;
import io.millrace.model.settings.Described;
import io.millrace.model.settings.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

@Described("The historian (PostgreSQL): an own process under the data folder, or an external one when jdbc is given.")
public record HistorianPart(
        @Described("JDBC URL of an external PostgreSQL 15 or newer, jdbc:postgresql://host:port/database; absent means"
                + " embedded.")
        @Nullable
        String jdbc,

        @Described("User at the external PostgreSQL.") @Nullable
        String user,

        @Described("Password at the external PostgreSQL.") @Nullable
        Secret password,

        @Described("Port of the embedded PostgreSQL on 127.0.0.1; 0 takes a free one.") @DefaultsTo("5433")
        int port,

        @Described("How long samples and events are kept.") @DefaultsTo("365d")
        Duration retention) {

    public HistorianPart {
        Ports.check(port);
        if (jdbc != null && !jdbc.startsWith("jdbc:postgresql:")) {
            throw Problem.of(
                            "value-refused",
                            "'" + jdbc + "' is no PostgreSQL address.",
                            "Write jdbc:postgresql://host:5432/database.")
                    .asException();
        }
        if (jdbc != null && (user == null || password == null)) {
            throw Problem.of("key-missing", "an external historian needs 'user' and 'password'.", "Add them.")
                    .asException();
        }
        if (retention.toDays() < 1) {
            throw Problem.of("value-refused", "retention must be at least 1d: partitions hold a day.")
                    .asException();
        }
    }
}
