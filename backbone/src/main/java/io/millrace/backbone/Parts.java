package io.millrace.backbone;

import io.millrace.backbone.BackboneException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is opened on the way to a running log, to be closed again when the rest fails. Used by one thread. */
final class Parts {
    private static final Logger log = LoggerFactory.getLogger(Parts.class);

    private final List<AutoCloseable> opened = new ArrayList<>();
    private @Nullable KafkaNode node;
    private @Nullable Admin admin;
    private String bootstrap = "";
    private @Nullable ClientProperties clients;

    void start(BackboneSettings.Embedded settings, Consumer<BackboneException> onFault) {
        KafkaNode started = own(KafkaNode.start(settings, onFault));
        node = started;
        bootstrap = started.bootstrapServers();
        clients = new ClientProperties(bootstrap, Map.of(), settings.instance());
    }

    void find(BackboneSettings.External settings) {
        bootstrap = settings.bootstrap();
        clients = new ClientProperties(bootstrap, settings.properties(), settings.instance());
        try {
            admin().describeCluster().nodes().get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new BackboneException(
                    Kind.UNREACHABLE,
                    "The log at " + bootstrap + " does not answer within "
                            + settings.timeout().toMillis() + " ms (" + reason(failed)
                            + "). Check log.bootstrap, log.properties and the network.",
                    failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BackboneException(Kind.CLOSED, "Interrupted while looking for the log.", interrupted);
        }
    }

    private static String reason(Exception failed) {
        return failed instanceof TimeoutException ? "no answer" : Causes.sentence(failed);
    }

    Admin admin() {
        Admin known = admin;
        if (known == null) {
            try {
                known = own(Admin.create(clients().admin()));
            } catch (KafkaException refused) {
                ConfigException setting = Causes.find(refused, ConfigException.class);
                throw new BackboneException(
                        setting == null ? Kind.UNREACHABLE : Kind.SETTING,
                        "log.bootstrap",
                        "The log at '" + bootstrap + "' cannot be used ("
                                + Causes.sentence(setting == null ? refused : setting)
                                + "). Check log.bootstrap and log.properties.",
                        refused);
            }
            admin = known;
        }
        return known;
    }

    @Nullable
    KafkaNode node() {
        return node;
    }

    String bootstrap() {
        return bootstrap;
    }

    ClientProperties clients() {
        return Objects.requireNonNull(clients);
    }

    <T extends AutoCloseable> T own(T part) {
        opened.add(0, part);
        return part;
    }

    void close() {
        for (AutoCloseable part : opened) {
            try {
                part.close();
            } catch (Exception failed) {
                log.atDebug().setCause(failed).log("closing after a failed start");
            }
        }
    }
}
