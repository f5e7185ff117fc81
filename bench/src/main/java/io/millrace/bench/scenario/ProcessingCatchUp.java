package io.millrace.bench.scenario;

/**
 * A counter that caught up a filled log.
 *
 * @param perSecond inputs whose counts were committed
 * @param counterSeconds processor time of the counter for a million inputs
 * @param logSeconds processor time of the hub for a million inputs
 * @param residentBytes most resident memory of the counter
 */
record ProcessingCatchUp(double perSecond, double counterSeconds, double logSeconds, long residentBytes) {}
