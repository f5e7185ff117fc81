/**
 * The site file: one strict YAML file that says what a hub is. {@link io.millrace.app.site.SiteReader} turns it into a
 * {@link io.millrace.app.site.Site} or into the list of everything that is wrong with it.
 */
@NullMarked
package io.millrace.app.site;

import org.jspecify.annotations.NullMarked;
