package io.millrace.app.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ingest.Acquisition;
import io.millrace.ingest.Connection;
import io.millrace.ingest.Tag;
import io.millrace.process.Definition;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines of templates as the site file writes them. */
class MachinesTest {

    private static final String MIXER = """
            description: A mixer.
            parameters:
              base: {type: integer, range: [0, 9000]}
              name: {type: text, default: Mixer}
              scan: {type: duration, default: 1s, range: [100ms, 1min]}
              mode: {type: choice, oneOf: [rising, falling], default: rising}
              limit: {type: number, default: 4.5}
              level: {type: address, optional: true}
              stops: {type: boolean, default: true}
              wraps: {type: integer, optional: true}
            scan: "${scan}"
            tags:
              running: {table: coil, address: "${base}", description: "${name} runs"}
              speed: {address: "${base + 2}", type: float32, unit: rpm}
              level: {at: "${level}", unit: "%", description: "Filled, ${mode}"}
            processors:
              batches:
                counter: {running: {input: _historian/speed, wrapsAt: "${wraps}", largestStep: 10}, output: batches}
              state:
                onlyWith: stops
                machine-state:
                  rules:
                    - {input: _historian/running, is: true, state: running}
                    - {onlyWith: level, input: _historian/level, below: "${limit}", state: starved}
                    - {input: "/${siteLocation}/hall/_historian/power", is: false, state: stopped}
            """;

    private static final String HEAD = """
            site: liege
            location: limeworks/liege
            connections:
              plc:
                modbus: {host: 127.0.0.1, port: 5020}
                scan: 5s
            machines:
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void writeTheTemplate() throws IOException {
        template("mixer_v1", MIXER);
    }

    @Test
    void aMachineIsWhatItsTemplateMakesWithItsParameters() throws Exception {
        Site site = read("  m1: {template: mixer_v1, location: hall/m1, connection: plc, parameters: {base: 100}}");

        assertThat(tags(site))
                .containsOnlyKeys(
                        "umh/v1/limeworks/liege/hall/m1/_historian/running",
                        "umh/v1/limeworks/liege/hall/m1/_historian/speed");
        Tag<?> speed = tags(site).get("umh/v1/limeworks/liege/hall/m1/_historian/speed");
        assertThat(speed.info().address()).contains("102");
        assertThat(speed.info().connection()).isEqualTo("plc");
        assertThat(speed.acquisition()).isEqualTo(new Acquisition.Poll(Duration.ofSeconds(1)));
        Tag<?> running = tags(site).get("umh/v1/limeworks/liege/hall/m1/_historian/running");
        assertThat(running.info().description()).isEqualTo("Mixer runs");
        assertThat(site.processors()).extracting(Definition::name).containsExactly("m1-batches", "m1-state");
        assertThat(site.processors().get(1).setting().at()).isEqualTo("limeworks/liege/hall/m1");
        assertThat(site.processors().get(1).plan().sources())
                .extracting(source -> source.filter())
                .contains(
                        "umh/v1/limeworks/liege/hall/m1/_historian/running",
                        "umh/v1/limeworks/liege/hall/_historian/power");
        assertThat(site.machines().all())
                .singleElement()
                .satisfies(machine -> assertThat(machine.template().name()).hasToString("mixer_v1"));
    }

    @Test
    void manyMachinesShareAConnectionAndOneHasItsOwn() throws Exception {
        Site site = read("""
                  m1: {template: mixer_v1, location: hall/m1, connection: plc, parameters: {base: 100}}
                  m2: {template: mixer_v1, location: hall/m2, connection: plc, parameters: {base: 200}}
                  m3:
                    template: mixer_v1
                    location: hall/m3
                    connection: {modbus: {host: 10.0.0.3}, timeout: 20s}
                    parameters: {base: 0, level: {table: input-register, address: 7, scale: 0.1, scan: 10s}}
                """);

        assertThat(site.connections()).extracting(Connection::name).containsExactly("plc", "m3");
        assertThat(site.connections().get(0).tags()).hasSize(4);
        assertThat(site.connections().get(1).tags()).hasSize(3);
        Tag<?> level = tags(site).get("umh/v1/limeworks/liege/hall/m3/_historian/level");
        assertThat(level.info().unit()).isEqualTo("%");
        assertThat(level.acquisition()).isEqualTo(new Acquisition.Poll(Duration.ofSeconds(10)));
    }

    @Test
    void whatNeedsAnAbsentParameterIsLeftOut() throws Exception {
        Site site = read("""
                  m1: {template: mixer_v1, location: hall/m1, connection: plc, parameters: {base: 1, stops: false, level: ~}}
                """);

        assertThat(tags(site)).hasSize(2);
        assertThat(site.processors()).extracting(Definition::name).containsExactly("m1-batches");
    }

    @Test
    void withoutAConnectionItsTagsComeByMqtt() throws Exception {
        Site site = read("  m1: {template: mixer_v1, location: hall/m1, parameters: {base: 1, level: mqtt}}");

        assertThat(tags(site)).isEmpty();
        assertThat(site.processors().get(1).plan().sources())
                .extracting(source -> source.filter())
                .contains("umh/v1/limeworks/liege/hall/m1/_historian/level");
        assertThat(mistakes(
                        "  m1: {template: mixer_v1, location: hall/m1, parameters: {base: 1, level: {address: 3}}}"))
                .singleElement()
                .asString()
                .contains("parameters.level: the machine has no connection that could read an address.");
    }

    @Test
    void anInstanceOverridesKeyByKeyAndTakesAway() throws Exception {
        Site site = read("""
                  m1:
                    template: mixer_v1
                    location: hall/m1
                    connection: plc
                    parameters: {base: 100}
                    override:
                      scan: 250ms
                      tags:
                        running: ~
                        speed: {unit: 1/min}
                        torque: {address: 9}
                      processors:
                        state: {machine-state: {microstop: 1min, rules: [{input: _historian/speed, above: 0, state: running}]}}
                        batches: ~
                """);

        assertThat(tags(site))
                .containsOnlyKeys(
                        "umh/v1/limeworks/liege/hall/m1/_historian/speed",
                        "umh/v1/limeworks/liege/hall/m1/_historian/torque");
        Tag<?> speed = tags(site).get("umh/v1/limeworks/liege/hall/m1/_historian/speed");
        assertThat(speed.info().unit()).isEqualTo("1/min");
        assertThat(speed.info().address()).contains("102");
        assertThat(speed.acquisition()).isEqualTo(new Acquisition.Poll(Duration.ofMillis(250)));
        assertThat(site.processors()).singleElement().satisfies(state -> assertThat(
                        state.plan().sources())
                .extracting(source -> source.filter())
                .contains("umh/v1/limeworks/liege/hall/m1/_historian/speed")
                .doesNotContain("umh/v1/limeworks/liege/hall/m1/_historian/running"));
        assertThat(mistakes("""
                  m1:
                    template: mixer_v1
                    location: hall/m1
                    connection: plc
                    parameters: {base: 100}
                    override: {tags: {runing: ~}, model: x}
                """))
                .containsExactly(
                        "site.yaml:13:23 machines.m1.override.tags.runing: the machine has no 'runing' there that could be"
                                + " taken away. Did you mean 'running'?",
                        "site.yaml:13:35 machines.m1.override.model: unknown key. Did you mean 'mode'?");
    }

    @Test
    void mistakesOfParametersSayWhereAndWhatToDo() throws Exception {
        assertThat(mistakes("  m1: {template: mixer_v1, location: hall/m1, connection: plc}"))
                .containsExactly(
                        "site.yaml:8:7 machines.m1.parameters.base: the parameter 'base' is missing. Add it: integer from 0"
                                + " to 9000.");
        assertThat(mistakes("""
                  m1:
                    template: mixer_v1
                    location: hall/m1
                    connection: plc
                    parameters: {base: much, scna: 1s, mode: risin, limit: high, stops: maybe, scan: 5ms, level: 7}
                """))
                .containsExactly(
                        "site.yaml:12:24 machines.m1.parameters.base: 'much' is not a whole number. The parameter 'base' is a"
                                + " whole number.",
                        "site.yaml:12:30 machines.m1.parameters.scna: unknown key. Did you mean 'scan'?",
                        "site.yaml:12:46 machines.m1.parameters.mode: 'risin' is not one of rising, falling. Did you mean"
                                + " 'rising'?",
                        "site.yaml:12:60 machines.m1.parameters.limit: 'high' is not a number. The parameter 'limit' is a"
                                + " number.",
                        "site.yaml:12:73 machines.m1.parameters.stops: 'maybe' is not true or false. The parameter 'stops' is"
                                + " true or false.",
                        "site.yaml:12:86 machines.m1.parameters.scan: 5ms is not within 100ms to 1min.",
                        "site.yaml:12:98 machines.m1.parameters.level: '7' is not the address of a tag, as a group of keys, or"
                                + " the word mqtt. The parameter 'level' is the address of a tag, as a group of keys, or the"
                                + " word mqtt.");
    }

    @Test
    void mistakesOfAMachineSayWhereAndWhatToDo() throws Exception {
        assertThat(mistakes("""
                  m1: {template: mixr_v1, location: hall/m1, connection: plc}
                  m2: {template: mixer_v1, location: hall//m2, conection: plc, parameters: {base: 1}}
                  m3: {template: mixer_v1, location: hall/m3, connection: pcl, parameters: {base: 1}}
                  plc: {template: mixer_v1, location: hall/m4, connection: {modbus: {host: a}}, parameters: {base: 1}}
                """))
                .containsExactly(
                        "site.yaml:8:18 machines.m1.template: there is no template 'mixr_v1'. Did you mean 'mixer_v1'?",
                        "site.yaml:9:38 machines.m2.location: 'hall//m2' is no location path. Write it as kilns/kiln-1,"
                                + " relative to the site's.",
                        "site.yaml:9:48 machines.m2.conection: unknown key. Did you mean 'connection'?",
                        "site.yaml:10:59 machines.m3.connection: there is no connection 'pcl'. Did you mean 'plc'?",
                        "site.yaml:11:60 machines.plc.connection: the machine has a connection of its own, which is named"
                                + " 'plc' like it, and there is one of that name already. Write connection: plc to use that"
                                + " one, or rename one of them.");
    }

    /** The line of the template, and the line of the machine; once, however many machines there are. */
    @Test
    void aMistakeInATemplateNamesTheTemplateAndAMachine() throws Exception {
        template("mixer_v1", MIXER.replace("type: float32", "type: float23"));

        assertThat(mistakes("""
                  m1: {template: mixer_v1, location: hall/m1, connection: plc, parameters: {base: 100}}
                  m2: {template: mixer_v1, location: hall/m2, connection: plc, parameters: {base: 200}}
                  m3: {template: mixer_v1, location: hall/m3, connection: plc, parameters: {base: 300}}
                """))
                .singleElement()
                .asString()
                .startsWith("mixer_v1.yaml:14:41 machines.m1.tags.speed.type: 'float23' is not one of bool,")
                .endsWith("Did you mean 'float32'? (Used by the machine 'm1' in site.yaml:8:3 and 2 others.)");
    }

    @Test
    void aMistakeInAValueNamesTheParameterThatSaidIt() throws Exception {
        template("mixer_v1", MIXER.replace("unit: rpm", "unit: rpm, table: \"${name}\""));

        assertThat(mistakes("""
                  m1: {template: mixer_v1, location: hall/m1, connection: plc, parameters: {base: 100, name: coils}}
                """)).anySatisfy(mistake -> assertThat(mistake)
                .startsWith("mixer_v1.yaml:14:")
                .contains("machines.m1.tags.speed.table: 'coils' is not one of")
                .endsWith("(Used by the machine 'm1', parameter 'name', in site.yaml:8:94.)"));
    }

    @Test
    void aTemplateIsCheckedWithoutAnyMachine() throws Exception {
        template("other_v1", """
                parameters:
                  a: {type: text, range: [1, 2]}
                  b: {type: choice}
                  machine: {type: text}
                """);
        template("more_v1", """
                parameters:
                  a: {type: text, optional: true}
                  n: {type: number, default: fast}
                  spare: {type: text}
                  signal: {type: address}
                tagz: {}
                tags:
                  x: {node: "${aa}", unit: "in ${a}"}
                  y: {at: "${a}"}
                  z: {node: "${signal}", scan: "${a + 1}"}
                  w: {onlyWith: [a, q], unit: "in ${a}", description: "${1}"}
                """.replace("  n: {type: number, default: fast}\n", ""));
        template("last_v1", "parameters: {n: {type: number, default: fast}}\ntags: {x: {node: \"${n}\"}}\n");
        template("Bad", "tags: {}");

        assertThat(mistakes("  {}"))
                .anySatisfy(mistake -> assertThat(mistake).startsWith("Bad.yaml:1:1: this is no name of a template"))
                .anySatisfy(mistake -> assertThat(mistake)
                        .isEqualTo(
                                "last_v1.yaml:1:41 parameters.n.default: 'fast' is not a number. The parameter 'n' is a"
                                        + " number."))
                .anySatisfy(mistake -> assertThat(mistake)
                        .isEqualTo(
                                "more_v1.yaml:3:3 parameters.spare: nothing in the template uses this parameter. Write"
                                        + " ${spare} where it belongs, or remove it."))
                .anySatisfy(mistake -> assertThat(mistake).contains("tagz: unknown key. Did you mean 'tags'?"))
                .anySatisfy(mistake -> assertThat(mistake)
                        .isEqualTo(
                                "more_v1.yaml:7:13 tags.x.node: the template has no parameter 'aa'. Did you mean 'a'?"))
                .anySatisfy(mistake -> assertThat(mistake)
                        .isEqualTo(
                                "more_v1.yaml:7:28 tags.x.unit: the parameter 'a' may be absent, and this text needs it. Put"
                                        + " 'onlyWith: a' beside it, or give the parameter a default."))
                .anySatisfy(mistake ->
                        assertThat(mistake).contains("tags.y.at: 'at' takes an address, and 'a' is another kind"))
                .anySatisfy(mistake -> assertThat(mistake).contains("tags.z.node: 'signal' is the address of a tag."))
                .anySatisfy(mistake -> assertThat(mistake)
                        .contains("tags.z.scan: something is added to 'a', which is no whole number."))
                .anySatisfy(
                        mistake -> assertThat(mistake).contains("tags.w.onlyWith: the template has no parameter 'q'."))
                .anySatisfy(mistake -> assertThat(mistake).contains("'${1}' is no parameter."))
                .anySatisfy(mistake -> assertThat(mistake).contains("only numbers and durations have a range."))
                .anySatisfy(mistake -> assertThat(mistake).contains("a choice has nothing to choose from."))
                .anySatisfy(mistake -> assertThat(mistake).contains("every template has 'machine' already."));
    }

    @Test
    void namesAndTopicsThatMeetAreFound() throws Exception {
        assertThat(mistakes("""
                  m1: {template: mixer_v1, location: hall/m1, connection: plc, parameters: {base: 100}}
                  m2: {template: mixer_v1, location: hall/m1, connection: plc, parameters: {base: 200}}
                processors:
                  m1-state: {location: x, counter: {pulses: {input: _historian/made}}}
                """))
                .anySatisfy(mistake -> assertThat(mistake)
                        .contains(
                                "machines.m2.tags.running: the topic umh/v1/limeworks/liege/hall/m1/_historian/running"
                                        + " already belongs to the connection 'plc'.")
                        .contains("(Used by the machine 'm2' in site.yaml:9:3.)"))
                .anySatisfy(mistake ->
                        assertThat(mistake).contains("processors.m2-batches: the processor 'm1-batches' writes"))
                .anySatisfy(mistake -> assertThat(mistake)
                        .contains(
                                "site.yaml:11:3 processors.m1-state: a machine has a processor of that name already"));
    }

    @Test
    void referencesGoWhereTheyAreUsedAndAreNoParameters() throws Exception {
        template("kiln_v7", """
                parameters: {node: {type: text}, limit: {type: number}}
                tags:
                  t: {node: "${node}.T", description: "$${node} is ${env:SHIFT}, above ${limit}"}
                """);
        Path file = file(HEAD + """
                  k1:
                    template: kiln_v7
                    location: k1
                    connection: {opcua: {endpoint: "opc.tcp://a:4840"}}
                    parameters: {node: "ns=2;s=${env:PLC}", limit: "${env:LIMIT}"}
                """);
        Map<String, String> environment = Map.of("PLC", "Kiln1", "SHIFT", "late", "LIMIT", "5");

        Tag<?> tag = new SiteReader(Connectors.all(), environment)
                .read(file, Map.of()).connections().stream()
                        .filter(connection -> connection.name().equals("k1"))
                        .flatMap(connection -> connection.tags().stream())
                        .findFirst()
                        .orElseThrow();

        assertThat(tag.info().address()).contains("ns=2;s=Kiln1.T");
        assertThat(tag.info().description()).isEqualTo("${node} is late, above 5");
    }

    @Test
    void aTemplateBringsItsModels() throws Exception {
        String pump = """
                contract: _feed_v1
                tags: {flow: {address: 3, unit: m3/h}}
                models:
                  _feed_v1: {fields: {flow: {type: number, unit: m3/h}}}
                """;
        template("feed_v1", pump);
        template("feed_v2", pump);
        String machines = """
                  f1: {template: feed_v1, location: f1, connection: plc}
                  f2: {template: feed_v2, location: f2, connection: plc}
                """;

        Site site = read(machines);

        assertThat(site.models().files())
                .singleElement()
                .satisfies(model -> assertThat(model.model().contract()).isEqualTo("_feed_v1"));
        assertThat(tags(site)).containsKey("umh/v1/limeworks/liege/f1/_feed_v1/flow");
        template("feed_v2", pump.replace("{type: number,", "{type: integer,"));
        assertThat(mistakes(machines))
                .singleElement()
                .asString()
                .contains("feed_v2.yaml:4:3: the model _feed_v1 is another one in")
                .contains("feed_v1.yaml:4:3");
        template("feed_v2", pump.replace("address: 3, unit: m3/h", "address: 3, unit: l/h"));
        assertThat(mistakes(machines))
                .singleElement()
                .asString()
                .contains(
                        "feed_v2.yaml:2:14 machines.f2.tags.flow: the tag is in l/h, and the field of _feed_v1 in m3/h.");
    }

    @Test
    void aTemplateOfTheSiteGoesBeforeOneOfTheProgram() throws Exception {
        template("pump_v1", "tags: {flow: {address: 3}}");

        assertThat(tags(read("  p1: {template: pump_v1, location: p1, connection: plc}")))
                .containsOnlyKeys("umh/v1/limeworks/liege/p1/_historian/flow");
    }

    @Test
    void aValueCanBeReplacedFromTheCommandLine() throws Exception {
        Path file =
                file(HEAD + "  m1: {template: mixer_v1, location: hall/m1, connection: plc, parameters: {base: 100}}");

        Site site = new SiteReader(Connectors.all(), Map.of())
                .read(file, Map.of("machines.m1.parameters.base", "500", "machines.m1.location", "hall/m9"));

        assertThat(tags(site)
                        .get("umh/v1/limeworks/liege/hall/m9/_historian/speed")
                        .info()
                        .address())
                .contains("502");
    }

    /** Guards against work that grows with the square of the machines; such a check takes some seconds. */
    @Test
    void aThousandMachinesOfFiftyTagsAreCheckedInSeconds() throws Exception {
        StringBuilder tags = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            tags.append(
                    "  group-%d/value-%d: {address: \"${base + %d}\", unit: kW, description: \"${machine} value\"}\n"
                            .formatted(i / 10, i, 2 * i));
        }
        template("big_v1", """
                parameters: {base: {type: integer}}
                processors:
                  mean:
                    window: {input: _historian/group-0/value-0, length: 1h, aggregates: [mean], output: hourly}
                  high:
                    expression: {input: _historian/hourly/mean, expression: "value > 5", output: high}
                  state:
                    machine-state: {rules: [{input: _historian/group-0/value-1, above: 1, state: running}]}
                tags:
                """ + tags);
        StringBuilder machines = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            machines.append(
                    "  m%d: {template: big_v1, location: hall-%d/m%d, connection: plc, parameters: {base: %d}}\n"
                            .formatted(i, i % 20, i, i % 600 * 100));
        }
        ThreadMXBean thread = ManagementFactory.getThreadMXBean(); // the machine may be busy with other things
        long begin = thread.getCurrentThreadCpuTime();

        Site site = read(machines.toString());

        double seconds = (thread.getCurrentThreadCpuTime() - begin) / 1e9;
        System.out.printf("1,000 machines of 50 tags and 3 processors: %.2f s of a processor%n", seconds);
        assertThat(site.connections().get(0).tags()).hasSize(50_000);
        assertThat(site.processors()).hasSize(3_000);
        assertThat(seconds).isLessThan(30);
    }

    private Site read(String machines) throws Exception {
        return new SiteReader(Connectors.all(), Map.of()).read(file(HEAD + machines), Map.of());
    }

    private List<String> mistakes(String machines) throws IOException {
        Path file = file(HEAD + machines);
        return SiteMistakes.in(file).stream()
                .map(text -> text.replace(folder.resolve("templates") + "/", "").replace(file.toString(), "site.yaml"))
                .toList();
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("site.yaml"), yaml);
    }

    private void template(String name, String yaml) throws IOException {
        Files.createDirectories(folder.resolve("templates"));
        Files.writeString(folder.resolve("templates").resolve(name + ".yaml"), yaml);
    }

    private static Map<String, Tag<?>> tags(Site site) {
        return site.connections().stream()
                .flatMap(connection -> connection.tags().stream())
                .collect(Collectors.toMap(
                        tag -> tag.info().topic().path(), tag -> tag, (one, other) -> one, TreeMap::new));
    }
}
