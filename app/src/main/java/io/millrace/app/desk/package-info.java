/**
 * What people may ask a running hub to do or to find out: end a quarantined record, tell the way of a sample. The desk
 * knows the rooms by what it needs of them, not by their names.
 */
@NullMarked
package io.millrace.app.desk;

import org.jspecify.annotations.NullMarked;
