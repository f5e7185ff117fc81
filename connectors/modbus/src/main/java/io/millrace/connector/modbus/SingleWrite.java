package io.millrace.connector.modbus;

import com.digitalpetri.modbus.pdu.MaskWriteRegisterRequest;
import com.digitalpetri.modbus.pdu.ModbusRequestPdu;
import com.digitalpetri.modbus.pdu.WriteMultipleRegistersRequest;
import com.digitalpetri.modbus.pdu.WriteSingleCoilRequest;
import com.digitalpetri.modbus.pdu.WriteSingleRegisterRequest;
import io.millrace.connector.WriteOutcome;
import java.util.concurrent.CompletableFuture;

/**
 * One write on its way. Lives on the event loop of its session.
 *
 * <p>A unit that has not answered lately is first asked to read the same place: only when it answers is the write sent,
 * so that a frozen device ends most writes as NOT_SENT rather than UNKNOWN. After a write that is not answered the
 * connection is closed, so that nothing can arrive late behind a later write.
 */
final class SingleWrite {

    private final ModbusSession session;
    private final ModbusAddress address;
    private final int unit;
    private final byte[] bytes;
    private final CompletableFuture<WriteOutcome> outcome;

    SingleWrite(
            ModbusSession session,
            ModbusAddress address,
            int unit,
            byte[] bytes,
            CompletableFuture<WriteOutcome> outcome) {
        this.session = session;
        this.address = address;
        this.unit = unit;
        this.bytes = bytes;
        this.outcome = outcome;
    }

    void start() {
        if (session.isProven(unit)) {
            send();
            return;
        }
        ModbusRequestPdu probe = Frames.read(address.table(), address.address(), address.count());
        session.ask(unit, probe, true, answer -> {
            if (answer instanceof Answer.None none) {
                outcome.complete(WriteOutcome.notSent(none.reason()));
            } else {
                send();
            }
        });
    }

    private void send() {
        session.ask(unit, request(), true, answer -> {
            if (answer instanceof Answer.Refused refused
                    && refused.code() == NativeCodes.ILLEGAL_FUNCTION
                    && isSingleRegister()) {
                // Some devices know only function 16. A refused write did not happen, so it may be said differently.
                session.ask(unit, multiple(), true, this::end);
            } else {
                end(answer);
            }
        });
    }

    private void end(Answer answer) {
        if (answer instanceof Answer.Data) {
            outcome.complete(WriteOutcome.ok());
        } else if (answer instanceof Answer.Refused refused) {
            outcome.complete(refused(refused.code()));
        } else if (answer instanceof Answer.None none) {
            if (none.sent()) {
                session.disown(unit);
                outcome.complete(WriteOutcome.unknown(none.reason()));
            } else {
                outcome.complete(WriteOutcome.notSent(none.reason()));
            }
        }
    }

    // An acknowledge means "accepted, will take long"; a gateway whose target is silent does not know either.
    private static WriteOutcome refused(int code) {
        String text = NativeCodes.text(code);
        return code == NativeCodes.ACKNOWLEDGE || code == NativeCodes.GATEWAY_TARGET_SILENT
                ? WriteOutcome.unknown(text)
                : WriteOutcome.rejected(text);
    }

    private boolean isSingleRegister() {
        return !address.table().isBits() && !isPartOfRegister() && bytes.length == 2;
    }

    private boolean isPartOfRegister() {
        return address.bit() != null || address.bits() != null;
    }

    private ModbusRequestPdu request() {
        int number = (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
        if (address.table().isBits()) {
            return new WriteSingleCoilRequest(address.address(), number != 0);
        }
        if (isPartOfRegister()) {
            // Function 22 changes some bits of a register as one; reading and writing back would race with the device.
            int mask = Registers.maskInRegister(address);
            int shifted = number << Registers.firstBit(address);
            return new MaskWriteRegisterRequest(address.address(), ~mask & 0xFFFF, shifted & mask);
        }
        return isSingleRegister() ? new WriteSingleRegisterRequest(address.address(), number) : multiple();
    }

    private ModbusRequestPdu multiple() {
        return new WriteMultipleRegistersRequest(address.address(), bytes.length / 2, bytes);
    }
}
