/**
 * What processors must have come to, computed anew: small functions over what the plant's journal and its device say,
 * with all inputs at hand and in the order of their times. That is much simpler than to process a stream, whose inputs
 * come late, twice and across crashes; so it can be seen to be right, and what a hub has said has to be the same in the
 * end. Nothing here is shared with the hub.
 */
@NullMarked
package io.millrace.prove.recount;

import org.jspecify.annotations.NullMarked;
