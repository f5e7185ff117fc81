package io.millrace.historian.sink;

import java.util.List;
import java.util.Map;

/**
 * What was taken out of the {@link LedgerBook} to be written as one; nothing is counted in it any more.
 *
 * @param tallies one for each source and topic, in no order
 */
record Posting(
        List<Tally> tallies,
        Map<LedgerPage.Rejection, Long> rejections,
        Map<LedgerBook.SessionKey, LedgerBook.Session> sessions) {}
