-- The rows of a partition are written in one transaction, and they lie side by side. So less than half of a page is
-- filled: the new version of every row finds room beside the old one, and no index has to be told.
ALTER TABLE millrace.ledger SET (fillfactor = 45);
