package io.millrace.app.cli;

import io.millrace.app.hub.Hub;
import io.millrace.app.hub.HubException;
import io.millrace.app.hub.Role;
import io.millrace.app.site.Connectors;
import io.millrace.app.site.MqttPart;
import io.millrace.app.site.Site;
import io.millrace.app.site.SiteException;
import io.millrace.app.site.SiteReader;
import io.millrace.demo.LimeWorks;
import io.millrace.demo.LimeWorksException;
import io.millrace.demo.LimeWorksSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = "Run a simulated lime works behind real protocol servers, and a hub connected to it.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    /** Where the devices of the demo listen, as its site file says. */
    private static final int KILN_1 = 48_401;

    private static final int KILN_2 = 48_402;
    private static final int CONVEYOR = 5_021;
    private static final int ENERGY_METER = 5_022;

    @Mixin
    DataOption data = new DataOption();

    @Mixin
    SiteOptions options = new SiteOptions();

    @Option(
            names = "--free-ports",
            description = "Take free ports for everything, for machines where the usual ones are occupied.")
    boolean freePorts;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws SiteException {
        Path file = siteFile();
        SiteReader reader = new SiteReader(Connectors.all(), System.getenv());
        Map<String, String> overrides = new LinkedHashMap<>();
        Path folder = data.forSite(reader.read(file, options.overrides).name());
        try (LimeWorks plant = startPlant(folder.resolve("devices"))) {
            if (freePorts) {
                useFreePorts(overrides, plant);
            }
            overrides.putAll(options.overrides);
            Site site = reader.read(file, overrides);
            return new HubRunner(spec.commandLine().getOut(), spec.commandLine().getErr())
                    .run(site, folder, Role.all(), new PackingLine(plant, file));
        }
    }

    private LimeWorks startPlant(Path certificates) {
        LimeWorksSettings anywhere = LimeWorksSettings.anywhere(certificates);
        try {
            return LimeWorks.start(freePorts ? anywhere : anywhere.withPorts(KILN_1, KILN_2, CONVEYOR, ENERGY_METER));
        } catch (LimeWorksException refused) {
            throw new HubException(
                    "The devices of the demo cannot start: " + refused.getMessage()
                            + " Try 'millrace demo --free-ports'.",
                    refused);
        }
    }

    static void useFreePorts(Map<String, String> overrides, LimeWorks plant) {
        for (String key : new String[] {
            "console.port", "log.port", "historian.port", "mqtt.listeners[0].port", "mqtt.listeners[1].port"
        }) {
            overrides.put(key, "0");
        }
        for (int kiln = 1; kiln <= 2; kiln++) {
            overrides.put(
                    "connections.kiln-" + kiln + ".opcua.endpoint",
                    "opc.tcp://127.0.0.1:" + plant.kilnPort(kiln) + "/limeworks/kiln-" + kiln);
        }
        overrides.put("connections.conveyor.modbus.port", Integer.toString(plant.conveyorPort()));
        overrides.put("connections.energy-meter.modbus.port", Integer.toString(plant.energyMeterPort()));
    }

    /** The demo's site file: an ordinary one, in the archive and in a checkout. */
    static Path siteFile() {
        Path home = Path.of(System.getProperty("millrace.home", "."));
        Path file = home.resolve("examples/limeworks/site.yaml");
        if (!Files.isRegularFile(file)) {
            throw new HubException("The demo's site file is not at " + file.toAbsolutePath()
                    + ". Run the command 'millrace' of the archive or of a checkout.");
        }
        return file;
    }

    /** The packing line publishes to the hub's own broker as soon as that is there. */
    private record PackingLine(LimeWorks plant, Path file) implements HubRunner.Companion {

        @Override
        public AutoCloseable begin(Hub hub) {
            URI mqtt = hub.addresses().mqtt().stream()
                    .map(URI::create)
                    .filter(address -> address.getScheme().equals("mqtt"))
                    .findFirst()
                    .orElseThrow(() -> new HubException("The demo needs an MQTT listener with transport "
                            + MqttPart.Transport.TCP.name().toLowerCase(java.util.Locale.ROOT) + "."));
            plant.publishTo(mqtt.getHost(), mqtt.getPort());
            // The devices outlive the hub, as in a real plant; the command closes them.
            return () -> {};
        }

        @Override
        public String ready() {
            return String.format(
                    "  %-11s two kilns (OPC UA), a conveyor and an energy meter (Modbus), a packing line (MQTT)%n"
                            + "  %-11s %s%n",
                    "Devices", "Site file", file);
        }
    }
}
