package io.millrace.bench.scenario;

/**
 * What one contender did in one round.
 *
 * @param capacity the overload by which its greatest rate was found
 * @param steady the last of the loads below that rate: the first that held, if one did
 */
record SideBySideResult(SideBySideRun capacity, SideBySideRun steady) {

    long acknowledged() {
        return capacity.acknowledged() + steady.acknowledged();
    }

    long rows() {
        return capacity.rows() + steady.rows();
    }

    long lost() {
        return capacity.lost() + steady.lost();
    }
}
