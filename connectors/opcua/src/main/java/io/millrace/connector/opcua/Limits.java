package io.millrace.connector.opcua;

import java.util.Optional;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OperationLimits;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much of a kind the server takes in one request (OPC 10000-5, 6.3.11); 0 or silence means as much as one likes. */
record Limits(long read, long browse, long monitor) {

    private static final Logger log = LoggerFactory.getLogger(Limits.class);

    /** Asks the server and waits for its answer. */
    static Limits of(OpcUaClient client) {
        try {
            OperationLimits limits = client.getOperationLimits();
            return new Limits(
                    number(limits.maxNodesPerRead()),
                    number(limits.maxNodesPerBrowse()),
                    number(limits.maxMonitoredItemsPerCall()));
        } catch (UaException silent) {
            log.atDebug().addKeyValue("reason", Faults.brief(silent)).log("the server tells no operation limits");
            return new Limits(0, 0, 0);
        }
    }

    int read(int wanted) {
        return least(read, wanted);
    }

    int browse(int wanted) {
        return least(browse, wanted);
    }

    int monitor(int wanted) {
        return least(monitor, wanted);
    }

    private static int least(long limit, int wanted) {
        return limit <= 0 ? wanted : (int) Math.min(limit, wanted);
    }

    private static long number(Optional<UInteger> limit) {
        return limit.map(UInteger::longValue).orElse(0L);
    }
}
