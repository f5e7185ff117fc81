package io.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.prove.Load;
import io.millrace.prove.Prove;
import io.millrace.prove.ProveListener;
import io.millrace.prove.ProveSettings;
import io.millrace.prove.Verdict;
import io.millrace.prove.schedule.StrikeKind;
import io.millrace.prove.stage.Struck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/** Runs the prover, and keeps its report where a person finds it after the tests. */
final class Proving {

    private static final long MUTANTS_SEED = 4711;

    private Proving() {}

    /** A proof of the archive. */
    static ProveSettings of(Path folder, long seed) {
        return ProveSettings.standard(
                folder, List.of(HubProcess.archive().toAbsolutePath().resolve("bin/millrace") + "", "up"), seed);
    }

    /** A proof of the archive with a mistake put in. */
    static ProveSettings ofMutant(Path folder, long seed, String mutant) {
        Path archive = HubProcess.archive().toAbsolutePath().normalize();
        Path tests = Path.of("target/test-classes").toAbsolutePath();
        // Prepared classes, as the start script takes them: the class path must begin as it did when they were made.
        return ProveSettings.standard(
                folder,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        // What is found does not depend on how well the code is compiled.
                        "-XX:TieredStopAtLevel=1",
                        "-XX:SharedArchiveFile=" + archive.resolve("cache/classes.jsa"),
                        "-Xlog:disable",
                        "-XX:MaxDirectMemorySize=128m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Dmillrace.home=" + archive,
                        "-cp",
                        archive.resolve("lib") + "/*:" + tests,
                        "io.millrace.app.hub.MutantMain",
                        mutant),
                seed);
    }

    /** Lets a hub with a mistake try its luck against one kind of strike. @return what was found, never nothing */
    static Verdict runMutant(Path folder, String mutant, StrikeKind strike, int kills, Duration standstill) {
        Verdict verdict = run(
                ofMutant(folder, MUTANTS_SEED, mutant)
                        .withKills(kills, Duration.ofMinutes(2))
                        .withKinds(EnumSet.of(strike))
                        .withStandstill(standstill)
                        .withLoad(new Load(4, 400, 1_000, 10, 4, 256)),
                mutant);
        assertThat(verdict.proved()).as(mutant + " passed for sound").isFalse();
        return verdict;
    }

    static Verdict run(ProveSettings settings, String name) {
        Verdict verdict = Prove.run(settings, new ProveListener() {
            @Override
            public void struck(Struck struck) {
                System.out.println(name + ": " + struck);
            }
        });
        try {
            Path reports = Files.createDirectories(Path.of("target/prove"));
            Files.writeString(reports.resolve(name + ".md"), Files.readString(verdict.report()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return verdict;
    }
}
