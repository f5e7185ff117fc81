"""A Modbus TCP device played by pymodbus; what it holds is in modbus-device.json.

    python3 pymodbus-server.py PORT

Prints READY <port>. Then answers each line of its input with one line; ends with its input:
    get TABLE ADDRESS [UNIT]         OK <16-bit number or 0/1>
    set TABLE ADDRESS VALUE [UNIT]   OK
    requests                         OK <n> <function>:<unit>:<address>:<count> ...   since the last reset
    reset                            OK
    connections                      OK <open now>
    hangup                           OK     closes every connection
Units that are not in the file never answer. The requests of one connection are answered one after another.
"""
import asyncio
import json
import logging
import os
import sys

from pymodbus.constants import Endian
from pymodbus.datastore import ModbusServerContext
from pymodbus.interfaces import IModbusSlaveContext
from pymodbus.payload import BinaryPayloadBuilder
from pymodbus.server.async_io import ModbusTcpServer

TABLES = {"d": "discrete", "c": "coil", "i": "input", "h": "holding"}
REQUESTS = []


def encode(item):
    """The registers of a value, by pymodbus' own builder."""
    kind, value = item["type"], item["value"]
    if kind == "bool":
        return [int(value)]
    order = item.get("order", "ABCD")
    words_big = order in ("ABCD", "BADC")
    builder = BinaryPayloadBuilder(
        byteorder=Endian.Big, wordorder=Endian.Big if words_big else Endian.Little
    )
    if kind == "string":
        builder.add_string(value.ljust(item["length"] * 2, "\0"))
    else:
        add = {
            "int16": builder.add_16bit_int,
            "uint16": builder.add_16bit_uint,
            "int32": builder.add_32bit_int,
            "uint32": builder.add_32bit_uint,
            "int64": builder.add_64bit_int,
            "uint64": builder.add_64bit_uint,
            "float32": builder.add_32bit_float,
            "float64": builder.add_64bit_float,
        }[kind]
        add(float(value) if kind.startswith("float") else int(value))
    registers = [int.from_bytes(two, "big") for two in builder.build()]
    if order in ("BADC", "DCBA"):
        registers = [(r & 0xFF) << 8 | r >> 8 for r in registers]
    return registers


class Unit(IModbusSlaveContext):
    """One unit id of the device."""

    def __init__(self, number, tables):
        super().__init__()
        self.number = number
        self.tables = {}
        for name, content in tables.items():
            table = {a: 0 for first, last in content["ranges"] for a in range(first, last + 1)}
            for item in content["values"]:
                for i, register in enumerate(encode(item)):
                    table[item["address"] + i] = register
            self.tables[name] = table

    def table(self, function):
        return self.tables[TABLES[self.decode(function)]]

    def validate(self, fc_as_hex, address, count=1):
        REQUESTS.append(f"{fc_as_hex}:{self.number}:{address}:{count}")
        return all(a in self.table(fc_as_hex) for a in range(address, address + count))

    def getValues(self, fc_as_hex, address, count=1):
        return [self.table(fc_as_hex)[a] for a in range(address, address + count)]

    def setValues(self, fc_as_hex, address, values):
        for i, value in enumerate(values):
            self.table(fc_as_hex)[address + i] = int(value)


def obey(line, units, server):
    verb, *words = line.split()
    if verb == "get":
        unit = int(words[2]) if len(words) > 2 else 1
        return units[unit].tables[words[0]].get(int(words[1]))
    if verb == "set":
        unit = int(words[3]) if len(words) > 3 else 1
        units[unit].tables[words[0]][int(words[1])] = int(words[2])
        return ""
    if verb == "requests":
        return " ".join([str(len(REQUESTS)), *REQUESTS])
    if verb == "reset":
        REQUESTS.clear()
        return ""
    if verb == "connections":
        return len(server.active_connections)
    if verb == "hangup":
        for handler in list(server.active_connections.values()):
            handler.transport.abort()
        return ""
    raise ValueError("unknown command " + verb)


async def main():
    logging.getLogger("pymodbus").setLevel(logging.CRITICAL)
    file = os.path.join(os.path.dirname(os.path.abspath(__file__)), "modbus-device.json")
    with open(file, encoding="utf-8") as text:
        device = json.load(text)
    units = {int(number): Unit(int(number), tables) for number, tables in device["units"].items()}
    server = ModbusTcpServer(
        ModbusServerContext(slaves=units, single=False),
        address=("127.0.0.1", int(sys.argv[1])),
        allow_reuse_address=True,
        ignore_missing_slaves=True,
    )
    serving = asyncio.create_task(server.serve_forever())
    await asyncio.wait({server.serving, serving}, return_when=asyncio.FIRST_COMPLETED)
    if serving.done():
        serving.result()
    print("READY", server.server.sockets[0].getsockname()[1], flush=True)

    lines = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := (await lines.readline()).decode().strip():
        try:
            print("OK", obey(line, units, server), flush=True)
        except Exception as failed:  # pylint: disable=broad-except
            print("ERROR", failed, flush=True)


asyncio.run(main())
