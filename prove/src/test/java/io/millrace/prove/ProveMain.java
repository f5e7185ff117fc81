package io.millrace.prove;

import io.millrace.prove.stage.Struck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Runs a proof from a development environment: {@code <archive> <folder> <seed> <kills> <minutes> [fill]}. */
public final class ProveMain {

    private ProveMain() {}

    /** Exits with 0 when it was proved. */
    public static void main(String[] arguments) {
        ProveSettings settings = ProveSettings.standard(
                        Path.of(arguments[1]),
                        List.of(Path.of(arguments[0]).resolve("bin/millrace").toString(), "up"),
                        Long.parseLong(arguments[2]))
                .withKills(Integer.parseInt(arguments[3]), Duration.ofMinutes(Long.parseLong(arguments[4])))
                .withFillDisk(arguments.length > 5)
                .withKeepData(true);
        Verdict verdict = Prove.run(settings, new Printer());
        verdict.findings().forEach(System.out::println);
        System.out.println((verdict.proved() ? "proved: " : "not proved: ") + verdict.report());
        System.exit(verdict.proved() ? 0 : 1);
    }

    private static final class Printer implements ProveListener {
        private Progress.Phase phase = Progress.Phase.DONE;

        @Override
        public void progress(Progress progress) {
            if (progress.phase() != phase) {
                phase = progress.phase();
                System.out.println(progress);
            }
        }

        @Override
        public void struck(Struck struck) {
            System.out.println(struck);
        }

        @Override
        public void note(String sentence) {
            System.out.println(sentence);
        }
    }
}
