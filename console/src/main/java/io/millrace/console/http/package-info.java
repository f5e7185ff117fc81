/**
 * REST, the live stream and the files of the front-end, over Javalin. {@link io.millrace.console.http.Routes} lists what
 * is there, {@link io.millrace.console.http.Guard} stands before all of it. Every error is a problem (RFC 9457) with a
 * sentence and, where there is one, a remedy.
 */
@NullMarked
package io.millrace.console.http;

import org.jspecify.annotations.NullMarked;
