package io.millrace.demo.process;

/**
 * What an instrument shows.
 *
 * @param value not a number while the sensor is broken
 */
public record Measurement(double value, Quality quality) {}
