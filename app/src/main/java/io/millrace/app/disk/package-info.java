/**
 * The disk under the data folder, and who gives way when it fills up.
 *
 * <p>{@link io.millrace.app.disk.DiskWatch} looks once a second and steps from level to level ({@link
 * io.millrace.app.disk.DiskLevel}); {@link io.millrace.app.disk.DiskGuard} stands before the log and the historian and
 * refuses what there is no room for. Refusing is the safe end: a sender without acknowledgement keeps its message.
 */
@NullMarked
package io.millrace.app.disk;

import org.jspecify.annotations.NullMarked;
