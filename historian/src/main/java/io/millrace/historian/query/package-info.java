/** What people ask of history, in SQL. */
@NullMarked
package io.millrace.historian.query;

import org.jspecify.annotations.NullMarked;
