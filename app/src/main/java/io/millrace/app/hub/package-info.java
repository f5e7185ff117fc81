/**
 * One running process: its data folder, the rooms it wires together, and what it tells about itself. Reading {@link
 * io.millrace.app.hub.Hub} from top to bottom is the architecture diagram.
 */
@NullMarked
package io.millrace.app.hub;

import org.jspecify.annotations.NullMarked;
