package io.millrace.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The map of the house: which room may know which, and who holds the heavy engines. */
class ArchitectureTest {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.millrace");

    @Test
    void arrowsRunOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("model")
                .definedBy("io.millrace.model..")
                .layer("connector-api")
                .definedBy("io.millrace.connector")
                .layer("opcua")
                .definedBy("io.millrace.connector.opcua..")
                .layer("modbus")
                .definedBy("io.millrace.connector.modbus..")
                .layer("ingest")
                .definedBy("io.millrace.ingest..")
                .layer("broker")
                .definedBy("io.millrace.broker..")
                .layer("backbone")
                .definedBy("io.millrace.backbone..")
                .layer("process")
                .definedBy("io.millrace.process..")
                .layer("production")
                .definedBy("io.millrace.production..")
                .layer("score")
                .definedBy("io.millrace.score..")
                .layer("streams")
                .definedBy("io.millrace.streams..")
                .layer("historian")
                .definedBy("io.millrace.historian..")
                .layer("console")
                .definedBy("io.millrace.console..")
                .layer("notify")
                .definedBy("io.millrace.notify..")
                .layer("demo")
                .definedBy("io.millrace.demo..")
                .layer("stage")
                .definedBy("io.millrace.stage..")
                .layer("prove")
                .definedBy("io.millrace.prove..")
                .layer("bench")
                .definedBy("io.millrace.bench..")
                .layer("app")
                .definedBy("io.millrace.app..")
                .whereLayer("model")
                .mayNotAccessAnyLayer()
                .whereLayer("connector-api")
                .mayOnlyAccessLayers("model")
                .whereLayer("opcua")
                .mayOnlyAccessLayers("model", "connector-api")
                .whereLayer("modbus")
                .mayOnlyAccessLayers("model", "connector-api")
                .whereLayer("ingest")
                .mayOnlyAccessLayers("model", "connector-api")
                .whereLayer("broker")
                .mayNotAccessAnyLayer()
                .whereLayer("backbone")
                .mayOnlyAccessLayers("model")
                .whereLayer("process")
                .mayOnlyAccessLayers("model")
                .whereLayer("production")
                .mayOnlyAccessLayers("model")
                .whereLayer("score")
                .mayOnlyAccessLayers("model", "process")
                .whereLayer("streams")
                .mayOnlyAccessLayers("model", "process")
                .whereLayer("historian")
                .mayOnlyAccessLayers("model")
                .whereLayer("console")
                .mayOnlyAccessLayers("model", "historian", "production")
                .whereLayer("notify")
                .mayOnlyAccessLayers("model")
                .whereLayer("demo")
                .mayNotAccessAnyLayer()
                .whereLayer("stage")
                .mayNotAccessAnyLayer()
                .whereLayer("prove")
                .mayOnlyAccessLayers("model", "stage")
                .whereLayer("bench")
                // the stacks beside us run on the same Kafka and the same PostgreSQL
                .mayOnlyAccessLayers("model", "process", "backbone", "historian", "stage")
                .whereLayer("app")
                .mayNotBeAccessedByAnyLayer()
                .check(HOUSE);
    }

    @Test
    void enginesStayBehindTheirFence() {
        // The prover judges the hub from outside: it must not read through the rooms it judges.
        onlyIn(
                "org.apache.kafka..",
                "io.millrace.backbone..",
                "io.millrace.streams..",
                "io.millrace.prove..",
                "io.millrace.bench..");
        onlyIn("dev.cel..", "io.millrace.process.expression..");
        onlyIn("ai.onnxruntime..", "io.millrace.score..");
        onlyIn("com.hivemq.embedded..", "io.millrace.broker..");
        onlyIn("com.hivemq.extension..", "io.millrace.broker..");
        onlyIn("com.hivemq.client..", "io.millrace.demo..", "io.millrace.prove..", "io.millrace.bench..");
        onlyIn("java.sql..", "io.millrace.historian..", "io.millrace.prove..", "io.millrace.bench..");
        onlyIn("org.postgresql..", "io.millrace.historian..", "io.millrace.prove..", "io.millrace.bench..");
        onlyIn("io.javalin..", "io.millrace.console..");
        onlyIn("org.eclipse.milo..", "io.millrace.connector.opcua..", "io.millrace.demo..", "io.millrace.bench..");
        onlyIn(
                "com.digitalpetri.modbus..",
                "io.millrace.connector.modbus..",
                "io.millrace.demo..",
                "io.millrace.prove..",
                "io.millrace.bench..");
        onlyIn(
                "io.netty..",
                "io.millrace.broker..",
                "io.millrace.connector..",
                "io.millrace.demo..",
                "io.millrace.prove..");
        onlyIn("picocli..", "io.millrace.app.cli..");
        onlyIn("jakarta.mail..", "io.millrace.notify..");
        onlyIn("de.siegmar.fastcsv..", "io.millrace.app.desk..");
    }

    private static void onlyIn(String engine, String... rooms) {
        noClasses()
                .that()
                .resideOutsideOfPackages(rooms)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(engine)
                .check(HOUSE);
    }

    /** A room's inner packages know the words of its front package, but never each other in circles. */
    @Test
    void innerPackagesFormNoCycles() {
        slices().matching("io.millrace.(*).(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void everyPackageIsNullMarkedAndTellsItsStory() {
        HOUSE.stream().map(javaClass -> javaClass.getPackage()).distinct().forEach(javaPackage -> assertThat(
                        javaPackage.tryGetPackageInfo().isPresent()
                                && javaPackage.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
                .as(javaPackage.getName() + " needs a package-info.java with @NullMarked")
                .isTrue());
    }

    @Test
    void nobodyWritesToTheTerminalButTheCommandLine() {
        noClasses()
                .that()
                // programs of their own, which tell whoever started them by what they print
                .resideOutsideOfPackages(
                        "io.millrace.app.cli..",
                        "io.millrace.prove.generator..",
                        "io.millrace.bench.load..",
                        "io.millrace.bench.device..",
                        "io.millrace.bench.history..",
                        "io.millrace.bench.stack..")
                .should()
                .callMethod(Throwable.class, "printStackTrace")
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(HOUSE);
    }
}
