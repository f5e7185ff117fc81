package io.millrace.bench.detection;

import io.millrace.bench.detection.Recording.Fault;
import java.util.ArrayList;
import java.util.List;

/**
 * How good flags are, added up over recordings. Not thread-safe.
 *
 * <p>Row by row: precision, recall, F1, and the share of normal rows that were flagged. By faults: how many were found at
 * all and after how long, and how often the flag was raised while nothing was wrong; found is a fault in which the flag
 * was raised: one that was up before tells nobody anything. And the score of NAB (Lavin and Ahmad,
 * Evaluating Real-time Anomaly Detection Algorithms, 2015; standard profile: 1 for a fault found, up to -0.11 for a false
 * alarm, -1 for a fault missed), in which an early find counts more. NAB counts each flagged row as an alarm; here a flag
 * is one alarm as long as it stays up.
 */
final class Marks {

    private static final double FALSE_ALARM = 0.11;
    private static final double STEEP = 5;
    private static final double FAR = 3;
    private static final double MICROS_PER_HOUR = 3_600e6;
    private static final double MICROS_PER_SECOND = 1e6;

    private long truePositive;
    private long falsePositive;
    private long falseNegative;
    private long trueNegative;
    private int faults;
    private int falseAlarms;
    private double normalMicros;
    private double earned;
    private final List<Double> delays = new ArrayList<>();

    void add(Recording recording, boolean[] flags) {
        List<Recording.Row> rows = recording.rows();
        for (int i = recording.probation(); i < flags.length; i++) {
            long now = rows.get(i).micros();
            boolean wrong = recording.isFault(now);
            truePositive += wrong && flags[i] ? 1 : 0;
            falsePositive += !wrong && flags[i] ? 1 : 0;
            falseNegative += wrong && !flags[i] ? 1 : 0;
            trueNegative += !wrong && !flags[i] ? 1 : 0;
            if (!wrong) {
                normalMicros += i == 0 ? 0 : now - rows.get(i - 1).micros();
                if (isRaised(recording, flags, i)) {
                    falseAlarms++;
                    earned += FALSE_ALARM * afterFaults(recording.faults(), now);
                }
            }
        }
        long judgedFrom =
                rows.get(Math.min(recording.probation(), rows.size() - 1)).micros();
        for (Fault fault : recording.faults()) {
            if (fault.to() >= judgedFrom) {
                addFault(recording, fault, flags);
            }
        }
    }

    /** A flag that is up when judging begins was raised for nothing that can be judged, and counts there. */
    private static boolean isRaised(Recording recording, boolean[] flags, int row) {
        return flags[row] && (row == recording.probation() || !flags[row - 1]);
    }

    private void addFault(Recording recording, Fault fault, boolean[] flags) {
        faults++;
        for (int i = recording.probation(); i < flags.length; i++) {
            long now = recording.rows().get(i).micros();
            if (isRaised(recording, flags, i) && fault.holds(now)) {
                delays.add((now - fault.from()) / MICROS_PER_SECOND);
                double place = -(fault.to() - now) / (double) Math.max(1, fault.to() - fault.from());
                earned += sigmoid(place) / sigmoid(-1);
                return;
            }
        }
        earned -= 1;
    }

    private static double afterFaults(List<Fault> faults, long now) {
        Fault before = null;
        for (Fault fault : faults) {
            before = fault.to() < now ? fault : before;
        }
        return before == null ? -1 : sigmoid((now - before.to()) / (double) Math.max(1, before.to() - before.from()));
    }

    /** From 1 long before the end of a fault over 0 at its end to -1 long after. */
    private static double sigmoid(double place) {
        return place > FAR ? -1 : 2 / (1 + Math.exp(STEEP * place)) - 1;
    }

    double precision() {
        return share(truePositive, truePositive + falsePositive);
    }

    double recall() {
        return share(truePositive, truePositive + falseNegative);
    }

    double f1() {
        return share(2 * truePositive, 2 * truePositive + falsePositive + falseNegative);
    }

    /** Percent of normal rows that were flagged. */
    double flaggedNormal() {
        return 100 * share(falsePositive, falsePositive + trueNegative);
    }

    int faults() {
        return faults;
    }

    int found() {
        return delays.size();
    }

    /** Median, seconds; NaN when none was found. */
    double delay() {
        List<Double> sorted = delays.stream().sorted().toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
    }

    double falseAlarmsPerHour() {
        return normalMicros == 0 ? 0 : falseAlarms / (normalMicros / MICROS_PER_HOUR);
    }

    /** 100 for all faults found at their beginning without a false alarm, 0 for saying nothing. */
    double nab() {
        return 100 * (earned + faults) / (2.0 * faults);
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
