package io.millrace.bench.scenario;

/**
 * Processors that caught up a filled log.
 *
 * @param perSecond inputs whose outputs were committed
 * @param hubSeconds processor time of the hub, its log included, for a million inputs
 * @param residentBytes most resident memory of the hub
 */
record ProcessingCatchUp(double perSecond, double hubSeconds, long residentBytes) {}
