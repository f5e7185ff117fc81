package io.millrace.app.hub;

import io.millrace.app.site.Connectors;
import io.millrace.app.site.Site;
import io.millrace.app.site.SiteReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Runs a hub with a mistake in it: {@code MutantMain MUTANT SITE_FILE --data FOLDER}. */
public final class MutantMain {

    private MutantMain() {}

    public static void main(String... arguments) throws Exception {
        Mutant mutant = Mutant.valueOf(arguments[0]);
        Path file = Path.of(arguments[1]);
        Path folder = Path.of(arguments[3]);
        Site site = new SiteReader(Connectors.all(), System.getenv()).read(file, Map.of());
        DataFolder data = DataFolder.open(folder, site.name());
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(end::countDown));
        try (Hub hub = Hub.start(site, data, Role.all(), step -> {}, mutant.joints(folder))) {
            for (String statement : mutant.statements()) {
                execute(hub, statement);
            }
            hub.fault().thenAccept(fault -> end.countDown());
            end.await();
        }
    }

    private static void execute(Hub hub, String sql) throws Exception {
        String password = Files.readString(hub.data().folder("historian").resolve("password"))
                .trim();
        try (Connection database = DriverManager.getConnection(hub.addresses().postgres(), "millrace", password);
                Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }
}
