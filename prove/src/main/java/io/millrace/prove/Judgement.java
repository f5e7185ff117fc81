package io.millrace.prove;

import io.millrace.prove.evidence.CatchUp;
import io.millrace.prove.evidence.EvidenceException;
import io.millrace.prove.evidence.HistorianEvidence;
import io.millrace.prove.evidence.LogEvidence;
import io.millrace.prove.evidence.Rest;
import io.millrace.prove.journal.JournalReader;
import io.millrace.prove.judge.Counts;
import io.millrace.prove.judge.FigureJudge;
import io.millrace.prove.judge.Finding;
import io.millrace.prove.judge.Findings;
import io.millrace.prove.judge.Judge;
import io.millrace.prove.judge.ResultJudge;
import io.millrace.prove.recount.Present;
import io.millrace.prove.stage.Stage;
import io.millrace.stage.HubAddresses;
import io.millrace.stage.StageException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until a hub to which nothing new comes has said everything, and has it judged. A period that ends meanwhile is
 * told meanwhile: then what was read does not fit together, and all of it is read once more. Not thread-safe.
 */
final class Judgement {

    private static final Duration STANDSTILL = Duration.ofSeconds(60);
    private static final Duration CATCH_UP = Duration.ofMinutes(10);
    /** Longer than it takes a processor to see that nothing comes, and then to say so. */
    private static final Duration QUIET = Duration.ofSeconds(6);
    /** Figures of all that goes on are computed every half minute. */
    private static final Duration FIGURES = Duration.ofSeconds(100);

    private static final long READING_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final long ROW_MICROS = TimeUnit.SECONDS.toMicros(10);
    private static final long POLL_MILLIS = 300;
    private static final int ATTEMPTS = 4;

    private final ProveSettings settings;
    private final Stage stage;
    private final Findings findings;
    /** Is told when everything has come to rest, and reading begins. */
    private final Runnable atRest;

    private Counts counts = Counts.NONE;
    private Duration catchUp = Duration.ZERO;

    Judgement(ProveSettings settings, Stage stage, Findings findings, Runnable atRest) {
        this.settings = settings;
        this.stage = stage;
        this.findings = findings;
        this.atRest = atRest;
    }

    Counts counts() {
        return counts;
    }

    /** How long it took until everything had been said and stored. */
    Duration catchUp() {
        return catchUp;
    }

    void pass() {
        HubAddresses hub = stage.hub().addresses();
        long start = System.nanoTime();
        try (LogEvidence log = new LogEvidence(hub.kafka());
                HistorianEvidence historian = new HistorianEvidence(hub.jdbcUrl(), hub.user(), hub.password())) {
            awaitRest(hub, log);
            awaitHistorian(log, historian);
            catchUp = Duration.ofNanos(System.nanoTime() - start);
            atRest.run();
            long rested = nowMicros();
            for (int attempt = 1; ; attempt++) {
                Map<TopicPartition, Long> ends = log.ends();
                Findings found = new Findings();
                read(log, historian, rested, found);
                if (log.ends().equals(ends)) {
                    findings.addAll(found);
                    return;
                }
                if (attempt == ATTEMPTS) {
                    findings.addAll(found);
                    findings.add(
                            Finding.Kind.UNFINISHED,
                            "Something new was said each time when everything was read.",
                            ATTEMPTS + " times, the last one from " + ends);
                    return;
                }
                awaitHistorian(log, historian);
            }
        } catch (EvidenceException unreadable) {
            findings.add(Finding.Kind.UNFINISHED, "The hub cannot be judged.", String.valueOf(unreadable.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StageException("The proof was interrupted.", interrupted);
        }
    }

    /** The last windows and states are told when time has passed, and what follows from them after that. */
    private void awaitRest(HubAddresses hub, LogEvidence log) throws InterruptedException {
        try (Rest rest = new Rest(hub.kafka(), log)) {
            if (!rest.await(QUIET, STANDSTILL, CATCH_UP)) {
                findings.add(
                        Finding.Kind.NEVER_CAUGHT_UP,
                        "The processors never came to rest.",
                        "nothing has come for " + STANDSTILL.toSeconds() + " s, or there was no end of it within "
                                + CATCH_UP.toMinutes() + " min");
            }
        }
    }

    private void awaitHistorian(LogEvidence log, HistorianEvidence historian) throws InterruptedException {
        CatchUp.await(log, historian, settings.standstill(), CATCH_UP)
                .forEach((partition, records) -> findings.add(
                        Finding.Kind.NEVER_CAUGHT_UP,
                        "The historian never caught up with the log.",
                        partition + " by " + records + " records"));
    }

    private void read(LogEvidence log, HistorianEvidence historian, long rested, Findings found)
            throws InterruptedException {
        Judge judge = new Judge(settings.load().lines(), settings.load().registers(), stage.timetable(), found);
        JournalReader.read(stage.generator().messages(), judge::journal);
        JournalReader.read(stage.generator().device(), judge::journal);
        log.routes(judge);
        log.quarantine(judge);
        historian.all(judge);
        Present present = new Present(rested, nowMicros() + READING_MICROS);
        counts = judge.close().withResults(results(judge, historian, present, found));
        if (!findings.list().isEmpty()) {
            return;
        }
        // Figures follow from all the rest: where that is wrong they are not waited for, and judged as they are.
        boolean sound = found.list().isEmpty();
        if (!sound || awaitFigures(historian, rested, found)) {
            counts = counts.withFigures(figures(judge, historian, sound ? rested : 0, found));
        }
    }

    /** @return how many there should be */
    private static long results(Judge judge, HistorianEvidence historian, Present present, Findings found) {
        return judge.results(present)
                .mapToLong(expected -> {
                    ResultJudge results = new ResultJudge(expected, found);
                    historian.results(expected, results::stored);
                    return results.close();
                })
                .sum();
    }

    private static boolean awaitFigures(HistorianEvidence historian, long rested, Findings found)
            throws InterruptedException {
        long deadline = System.nanoTime() + FIGURES.toNanos();
        while (!historian.hasFiguresUntil(rested)) {
            if (System.nanoTime() - deadline > 0) {
                found.add(
                        Finding.Kind.NEVER_CAUGHT_UP,
                        "The figures never caught up with the facts.",
                        "not within " + FIGURES.toSeconds() + " s");
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }

    /** @return how many there are */
    private long figures(Judge judge, HistorianEvidence historian, long rested, Findings found) {
        return judge.works()
                .mapToLong(worked -> {
                    Present present = new Present(rested, nowMicros() + ROW_MICROS);
                    FigureJudge figures = new FigureJudge(worked, stage.timetable(), present, found);
                    historian.figures(worked.location(), figures::stored);
                    return figures.close();
                })
                .sum();
    }

    private static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
