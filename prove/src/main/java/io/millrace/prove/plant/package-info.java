/**
 * The plant that is simulated: lines whose light barriers count pieces and whose sensors send temperatures, and a device
 * with counters in its registers. Here stands what both the generator, which makes the messages, and the judge, who
 * reads them in the log and in the historian, have to know of them; nothing of it comes from the hub.
 */
@NullMarked
package io.millrace.prove.plant;

import org.jspecify.annotations.NullMarked;
