package io.millrace.bench.scenario;

import io.millrace.bench.stream.Job;

/**
 * What processors have told, or should have told, each correction put over what it corrects.
 *
 * @param records outputs of the topics that are counted afterwards
 * @param sum of the numbers in them that add up: pieces of the increments, or values of the windows
 * @param total of the last running totals; 0 where there are none
 * @param corrections that were told: none for inputs in order, unless time was let pass before they had been read
 */
record ProcessingTold(long records, long sum, long total, long corrections) {

    /**
     * What must follow from the first messages.
     *
     * @param beginMicros when the first of them arose, microseconds since 1970
     * @param rate messages a second at which they arose
     */
    static ProcessingTold expected(Job job, int machines, long messages, long beginMicros, int rate) {
        long records = 0;
        long sum = 0;
        long[] windows = new long[machines];
        for (long number = 0; number < messages; number++) {
            long message = number / machines;
            if (job == Job.WINDOW) {
                long window = (beginMicros + number * 1_000_000 / rate) / 1_000_000;
                int machine = (int) (number % machines);
                records += windows[machine] == window ? 0 : 1;
                windows[machine] = window;
            } else if (job.isAnswered(message)) {
                records += job.outputs().size();
            }
            sum += job == Job.STATE ? 0 : job.pieces(message);
        }
        return new ProcessingTold(records, sum, job == Job.COUNTER || job == Job.EDGES ? sum : 0, 0);
    }

    ProcessingTold less(ProcessingTold other) {
        return new ProcessingTold(
                records - other.records, sum - other.sum, total - other.total, corrections - other.corrections);
    }

    boolean isNothing() {
        return records == 0 && sum == 0 && total == 0;
    }
}
