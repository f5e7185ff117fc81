"""A client by another hand: reads and writes as told on the command line, one answer a line.

Usage: modbus-client.py <port> <command>...
Commands: holding:<unit>:<address>:<count>  input:...  coils:...  discrete:...
          writecoil:<unit>:<address>:<0|1>  writeregisters:<unit>:<address>:<value,value...>
Answers: the values, comma separated; `exception <code>`; or `error <text>`.
"""
import sys

from pymodbus.client import ModbusTcpClient
from pymodbus.exceptions import ModbusException
from pymodbus.pdu import ExceptionResponse


def perform(client, command):
    kind, unit, address, rest = command.split(":")
    unit, address = int(unit), int(address)
    if kind == "holding":
        return client.read_holding_registers(address, int(rest), slave=unit)
    if kind == "input":
        return client.read_input_registers(address, int(rest), slave=unit)
    if kind == "coils":
        return client.read_coils(address, int(rest), slave=unit)
    if kind == "discrete":
        return client.read_discrete_inputs(address, int(rest), slave=unit)
    if kind == "writecoil":
        return client.write_coil(address, rest == "1", slave=unit)
    if kind == "writeregisters":
        return client.write_registers(address, [int(value) for value in rest.split(",")], slave=unit)
    raise ValueError(command)


def text(answer, command):
    if isinstance(answer, ExceptionResponse):
        return f"exception {answer.exception_code}"
    if isinstance(answer, ModbusException):
        return f"error {answer}"
    if command.startswith("write"):
        return "written"
    if command.startswith(("coils", "discrete")):
        return ",".join(str(int(bit)) for bit in answer.bits[: int(command.split(":")[3])])
    return ",".join(str(register) for register in answer.registers)


client = ModbusTcpClient("127.0.0.1", port=int(sys.argv[1]), timeout=5)
if not client.connect():
    sys.exit("cannot connect")
for line in sys.argv[2:]:
    print(text(perform(client, line), line), flush=True)
client.close()
