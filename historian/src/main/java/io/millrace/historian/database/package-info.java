/**
 * The database as such: how to get in, which schema is there, which days have a partition, what it means when
 * PostgreSQL refuses. Knows nothing of records and little of samples. SQL files beside this package are the schema, one per version, never changed once released.
 */
@NullMarked
package io.millrace.historian.database;

import org.jspecify.annotations.NullMarked;
