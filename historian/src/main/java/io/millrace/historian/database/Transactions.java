package io.millrace.historian.database;

import java.sql.Connection;
import java.sql.SQLException;

/** All or nothing. No state. */
final class Transactions {

    interface Work {
        void run() throws SQLException;
    }

    private Transactions() {}

    /**
     * Does some work in a transaction of its own. The connection must not be in one, and is afterwards in the mode it
     * came in; after a failure the exception is the work's own, whatever the connection then says.
     */
    static void run(Connection connection, Work work) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            work.run();
            connection.commit();
        } catch (SQLException | RuntimeException failed) {
            try {
                connection.rollback();
                connection.setAutoCommit(autoCommit);
            } catch (SQLException gone) {
                failed.addSuppressed(gone);
            }
            throw failed;
        }
        connection.setAutoCommit(autoCommit);
    }
}
