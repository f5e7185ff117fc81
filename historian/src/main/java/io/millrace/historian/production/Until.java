package io.millrace.historian.production;

/**
 * When figures were last computed of all that was going on, and by what.
 *
 * @param micros since 1970
 * @param revision of what the site said about production
 */
public record Until(long micros, String revision) {}
