package io.millrace.bench.device;

import com.digitalpetri.modbus.server.ModbusTcpServer;
import com.digitalpetri.modbus.tcp.server.NettyTcpServerTransport;

/** A Modbus TCP server, {@code ModbusDevice PORT REGISTERS}, for clients on this machine. */
public final class ModbusDevice {

    private ModbusDevice() {}

    public static void main(String[] arguments) throws Exception {
        CountingRegisters registers = new CountingRegisters(Integer.parseInt(arguments[1]));
        NettyTcpServerTransport transport = NettyTcpServerTransport.create(config -> {
            config.setBindAddress("127.0.0.1");
            config.setPort(Integer.parseInt(arguments[0]));
        });
        ModbusTcpServer.create(transport, registers).start();
        Orders.obey(System.in, System.out, registers);
        System.exit(0);
    }
}
