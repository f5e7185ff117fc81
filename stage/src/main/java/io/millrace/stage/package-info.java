/**
 * A hub and other programs as processes of their own, on a scratch folder: for those who judge or measure from outside.
 * {@link io.millrace.stage.HubProcess} is a hub, {@link io.millrace.stage.JavaProcess} a program of ours that keeps it
 * busy; {@link io.millrace.stage.ProcessFigures} is what the kernel accounts to either. Nothing here knows how a hub is
 * made: it is a command, a site file and what {@code hub.json} says.
 *
 * <p>Whoever starts a process ends it, also when the virtual machine exits: nothing here installs a shutdown hook.
 */
@NullMarked
package io.millrace.stage;

import org.jspecify.annotations.NullMarked;
