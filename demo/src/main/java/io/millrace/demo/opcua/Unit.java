package io.millrace.demo.opcua;

import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;

/** Engineering units as OPC UA tells them: UNECE codes where there is one (OPC 10000-8, 5.6.4.3). */
enum Unit {
    DEGREE_CELSIUS("CEL", "\u00b0C", "degree Celsius"),
    MILLIBAR("MBR", "mbar", "millibar"),
    CUBIC_METRE_PER_HOUR("MQH", "Nm\u00b3/h", "normal cubic metre per hour"),
    TONNE_PER_HOUR("E18", "t/h", "tonne per hour"),
    PERCENT("P1", "%", "percent"),
    SECOND("SEC", "s", "second"),
    KILOWATT_HOUR("KWH", "kWh", "kilowatt hour"),
    KILOWATT("KWT", "kW", "kilowatt"),
    GIGAJOULE_PER_TONNE("", "GJ/t", "gigajoule per tonne");

    private static final String NAMESPACE = "http://www.opcfoundation.org/UA/units/un/cefact";

    private final String code;
    private final String symbol;
    private final String description;

    Unit(String code, String symbol, String description) {
        this.code = code;
        this.symbol = symbol;
        this.description = description;
    }

    EUInformation information() {
        return new EUInformation(
                NAMESPACE, unitId(), LocalizedText.english(symbol), LocalizedText.english(description));
    }

    /** The characters of the code as one number; -1 where there is no code. */
    private int unitId() {
        int id = 0;
        for (int i = 0; i < code.length(); i++) {
            id = id << 8 | code.charAt(i);
        }
        return code.isEmpty() ? -1 : id;
    }
}
