package io.millrace.app.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ingest.Acquisition;
import io.millrace.ingest.Connection;
import io.millrace.ingest.Tag;
import io.millrace.model.LogTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteReaderTest {

    private static final String HEAD = "site: liege\nlocation: limeworks/liege\n";

    @TempDir
    Path folder;

    private Site read(String yaml) throws Exception {
        return read(yaml, Map.of(), Map.of());
    }

    private Site read(String yaml, Map<String, String> environment, Map<String, String> overrides) throws Exception {
        return new SiteReader(Connectors.all(), environment).read(file(yaml), overrides);
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("site.yaml"), yaml);
    }

    private List<String> mistakes(String yaml) throws IOException {
        return SiteMistakes.in(file(yaml));
    }

    @Test
    void fillsInWhatTheFileDoesNotSay() throws Exception {
        Site site = read(HEAD);

        assertThat(site.name()).isEqualTo("liege");
        assertThat(site.namespace().root()).isEqualTo("umh/v1");
        assertThat(site.part().log().port()).isEqualTo(9092);
        assertThat(site.part().mqtt().listeners())
                .containsExactly(new MqttPart.Listener(MqttPart.Transport.TCP, "127.0.0.1", 1883, "/mqtt"));
        assertThat(site.part().historian().retention()).isEqualTo(Duration.ofDays(365));
        assertThat(site.connections()).isEmpty();
    }

    @Test
    void readsConnectionsOfBothConnectors() throws Exception {
        Site site = read(HEAD + """
                scanClasses: {fast: 250ms}
                routes: {_orders: high-integrity}
                connections:
                  kiln-1:
                    opcua: {endpoint: "opc.tcp://127.0.0.1:4840"}
                    location: kilns/kiln-1
                    tags:
                      burner/temperature: {node: "ns=2;s=T", unit: degC, scan: fast}
                  conveyor:
                    modbus: {host: 127.0.0.1, port: 5020}
                    contract: _raw
                    scan: 2s
                    tags:
                      speed: {table: holding-register, address: 0, type: float32, unit: m/s}
                """);

        Connection<?, ?> kiln = site.connections().get(0);
        Tag<?> temperature = kiln.tags().get(0);
        assertThat(temperature.info().topic().path())
                .isEqualTo("umh/v1/limeworks/liege/kilns/kiln-1/_historian/burner/temperature");
        assertThat(temperature.info().unit()).isEqualTo("degC");
        assertThat(temperature.acquisition()).isEqualTo(new Acquisition.Subscribe(Duration.ofMillis(250)));
        Tag<?> speed = site.connections().get(1).tags().get(0);
        assertThat(speed.info().topic().path()).isEqualTo("umh/v1/limeworks/liege/_raw/speed");
        assertThat(speed.acquisition()).isEqualTo(new Acquisition.Poll(Duration.ofSeconds(2)));
        assertThat(site.part().routes().get("_orders").log()).isEqualTo(LogTopic.EVENTS);
    }

    @Test
    void aMessageTakesTheRouteOfItsTagThenOfTheFirstFilterThenOfItsContract() throws Exception {
        Site site = read(HEAD + """
                routes:
                  _orders: high-integrity
                  umh/v1/+/+/_historian/count/#: high-integrity
                  umh/v1/limeworks/#: high-throughput
                connections:
                  conveyor:
                    modbus: {host: 127.0.0.1, port: 5020}
                    route: high-throughput
                    tags:
                      count/pieces: {table: holding-register, address: 0, type: int32}
                      count/good: {table: holding-register, address: 2, type: int32, route: high-integrity}
                """);

        assertThat(site.part().routes().keySet())
                .containsExactly("_orders", "umh/v1/+/+/_historian/count/#", "umh/v1/limeworks/#");
        assertThat(site.tagRoutes())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "umh/v1/limeworks/liege/_historian/count/pieces", Route.HIGH_THROUGHPUT,
                        "umh/v1/limeworks/liege/_historian/count/good", Route.HIGH_INTEGRITY));
    }

    @Test
    void aRouteForNeitherContractNorFilterIsRefused() throws Exception {
        assertThat(mistakes(HEAD + "routes: {orders: high-integrity}\n"))
                .singleElement()
                .asString()
                .contains("'orders' is neither");
        assertThat(mistakes(HEAD + "routes: {umh/#/x: high-integrity}\n"))
                .singleElement()
                .asString()
                .contains("no topic filter");
    }

    @Test
    void theLogIsShortenedBeforeItRefuses() throws Exception {
        assertThat(read(HEAD).part().disk().refuseBelow().bytes()).isEqualTo(512L << 20);
        assertThat(mistakes(HEAD + "disk: {shortenBelow: 1GiB, refuseBelow: 2GiB}\n"))
                .singleElement()
                .asString()
                .contains("refuseBelow is more than shortenBelow");
    }

    @Test
    void reportsAllMistakesAtOnceEachWithItsPlace() throws Exception {
        List<String> mistakes = mistakes("""
                site: liege
                location: limeworks/liege
                mqt: {}
                log:
                  port: ninety
                  samples: {time: 7 days}
                console: {port: 99999}
                connections:
                  kiln-1:
                    opcua: {endpont: "opc.tcp://x:4840"}
                    tags:
                      t 1: {node: "ns=2;s=T"}
                      t2: {nod: "ns=2;s=T"}
                      t3: {node: "ns=2;s=T", scan: fasst}
                """);

        assertThat(mistakes)
                .containsExactly(
                        "site.yaml:3:1 mqt: unknown key. Did you mean 'mqtt'?",
                        "site.yaml:5:9 log.port: 'ninety' is no whole number.",
                        "site.yaml:6:19 log.samples.time: '7 days' is no duration. Write it as 250ms, 5s, 2min, 1h or"
                                + " 30d.",
                        "site.yaml:7:10 console: port 99999 does not exist. Use 1 to 65535, or 0 for a free one.",
                        "site.yaml:10:12 connections.kiln-1.opcua.endpoint: the key 'endpoint' is missing. Add it.",
                        "site.yaml:10:13 connections.kiln-1.opcua.endpont: unknown key. Did you mean 'endpoint'?",
                        "site.yaml:12:12 connections.kiln-1.tags.t 1: Segment 't 1' holds ' '. Use letters, digits,"
                                + " '-', '_', and '.' inside.",
                        "site.yaml:13:11 connections.kiln-1.tags.t2.node: the key 'node' is missing. Add it.",
                        "site.yaml:13:12 connections.kiln-1.tags.t2.nod: unknown key. Did you mean 'node'?",
                        "site.yaml:14:36 connections.kiln-1.tags.t3.scan: 'fasst' is neither a scan class nor a"
                                + " duration of at least 10ms. No key is known here.");
    }

    @Test
    void refusesDuplicateKeysAndNamesTheFirst() throws Exception {
        assertThat(mistakes(HEAD + "log: {port: 1}\nlog: {port: 2}\n"))
                .containsExactly("site.yaml:4:1 log: the key 'log' stands already in line 3. Remove one of them.");
    }

    @Test
    void pointsToTheLineThatIsNoYaml() throws Exception {
        assertThat(mistakes(HEAD + "log: {port: 1\nmqtt: {}\n"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("site.yaml:4");
    }

    @Test
    void saysWhenTheFileIsNotThere() {
        assertThatThrownBy(() -> new SiteReader(Connectors.all(), Map.of()).read(folder.resolve("no.yaml"), Map.of()))
                .isInstanceOf(SiteException.class)
                .hasMessageContaining("no such file");
    }

    @Test
    void resolvesReferencesAndRefusesSecretsInClear() throws Exception {
        Files.writeString(folder.resolve("password"), "geheim\n");
        Site site = read(HEAD + """
                        mqtt:
                          users:
                            - {name: press, password: "${env:PRESS}", publish: ["#"]}
                            - {name: oven, password: "${file:password}"}
                        """, Map.of("PRESS", "secret"), Map.of());

        assertThat(site.part().mqtt().users().get(0).password().value()).isEqualTo("secret");
        assertThat(site.part().mqtt().users().get(1).password().value()).isEqualTo("geheim");
        assertThat(site.toString()).doesNotContain("secret").doesNotContain("geheim");
        assertThat(mistakes(HEAD + "mqtt: {users: [{name: a, password: clear}]}\n"))
                .singleElement()
                .asString()
                .contains("mqtt.users[0].password: a secret stands in the file in clear.");
        assertThat(mistakes(HEAD + "mqtt: {users: [{name: a, password: '${env:NOT_SET}'}]}\n"))
                .singleElement()
                .asString()
                .contains("the environment variable NOT_SET is not set");
    }

    @Test
    void refusesListenersThatWouldBeOpenToTheNetwork() throws Exception {
        assertThat(mistakes(HEAD + "mqtt: {listeners: [{host: 0.0.0.0, port: 1883}]}\n"))
                .singleElement()
                .asString()
                .contains("without sign-in");
        assertThat(mistakes(HEAD + "console: {host: 0.0.0.0}\n"))
                .singleElement()
                .asString()
                .contains("Add console.users");
        assertThat(mistakes(HEAD + "log: {host: 0.0.0.0}\n"))
                .singleElement()
                .asString()
                .contains("embedded Kafka");
    }

    @Test
    void refusesAConnectionWithoutOrWithTwoConnectors() throws Exception {
        assertThat(mistakes(HEAD + "connections: {a: {tags: {}}}\n"))
                .singleElement()
                .asString()
                .contains("names no connector");
        assertThat(mistakes(HEAD + "connections: {a: {opcau: {}}}\n")).anyMatch(text -> text.contains("opcua"));
    }

    @Test
    void refusesTwoTagsOnOneTopic() throws Exception {
        assertThat(mistakes(HEAD + """
                        connections:
                          a: {opcua: {endpoint: "opc.tcp://x:1"}, tags: {t: {node: "i=1"}}}
                          b: {opcua: {endpoint: "opc.tcp://x:2"}, tags: {t: {node: "i=1"}}}
                        """)).singleElement().asString().contains("already belongs to the connection 'a'");
    }

    @Test
    void takesValuesFromTheCommandLine() throws Exception {
        Site site = read(
                HEAD + "mqtt: {listeners: [{port: 1883}]}\n",
                Map.of(),
                Map.of("mqtt.listeners[0].port", "0", "log.port", "0", "console.port", "18080"));

        assertThat(site.part().mqtt().listeners().get(0).port()).isZero();
        assertThat(site.part().log().port()).isZero();
        assertThat(site.part().console().port()).isEqualTo(18080);
    }

    @Test
    void survivesAnAliasBomb() throws Exception {
        StringBuilder bomb = new StringBuilder(HEAD + "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append(("*a" + (i - 1) + ",").repeat(9)).append("x]\n");
        }
        assertThat(mistakes(bomb.toString())).anyMatch(text -> text.contains("holds more than"));
    }

    @Test
    void theKeysOfTagsAndAddressesDoNotClash() {
        for (var connector : Connectors.all()) {
            assertThat(keys(connector.addressType())).doesNotContainAnyElementsOf(keys(TagPart.class));
        }
    }

    private static java.util.Set<String> keys(Class<? extends Record> type) {
        return io.millrace.app.yaml.Binder.keys(type);
    }
}
