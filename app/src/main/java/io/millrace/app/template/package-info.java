/**
 * Templates of machine types, and the machines that are made of them. A {@link io.millrace.app.template.Template} is read
 * and checked by itself ({@link io.millrace.app.template.TemplateReader}); {@link io.millrace.app.template.MachineReader}
 * gives it the parameters of a machine and makes the tags and processors of that machine out of it, as a tree of YAML in
 * which everything still knows its line in the template and the line of the machine. What is made of it then goes the way
 * of everything else in the site file. {@link io.millrace.app.template.AppliedMachines} remembers what a hub was started
 * with, so that a change can be looked at before.
 */
@NullMarked
package io.millrace.app.template;

import org.jspecify.annotations.NullMarked;
